"""Deleting pods: one by its name, or those of a workload that are in a phase."""

from collections.abc import Callable

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image

World = Callable[..., Scenario]
WEB = "Deployment/default/web"
MISTYPED = SetImage(at_s=60, workload=WEB, container="app", image="reg.test/app:wrong")


def rolled_out(world: World, *timeline: TimelineEvent) -> Records:
    """Four pods that run, and from second 60 on new ones whose image does not exist."""
    web = deployment("web", 4, container("reg.test/app:v1"))
    return run(world(tags={"app:v1": image("app", 10 * MB)}, deployments=(web,), timeline=timeline, duration_s=300))


def deleted(records: Records, at_s: float) -> set[str]:
    return {row.pod for row in records.pods if row.deletion_s == at_s}


def waiting(records: Records) -> set[str]:
    running = {row.pod for row in records.states if row.state == "Running"}
    return {row.pod for row in records.pods} - running


def test_those_that_wait_go_and_those_that_serve_stay(world: World) -> None:
    before = waiting(rolled_out(world, MISTYPED))
    records = rolled_out(world, MISTYPED, Delete(at_s=120, target=WEB, phase="Pending"))
    assert before
    assert deleted(records, 120) == before
    assert [row.text for row in records.vain_events] == []


def test_those_that_run_go_and_those_that_wait_stay(world: World) -> None:
    records = rolled_out(world, MISTYPED, Delete(at_s=120, target=WEB, phase="Running"))
    gone = deleted(records, 120)
    assert gone
    assert not gone & waiting(records)


def test_of_a_phase_so_many(world: World) -> None:
    records = rolled_out(world, MISTYPED, Delete(at_s=120, target=WEB, phase="Pending", pods=1))
    assert len(deleted(records, 120)) == 1


def test_where_none_is_in_that_phase_it_is_in_vain(world: World) -> None:
    records = rolled_out(world, Delete(at_s=50, target=WEB, phase="Pending"))
    (vain,) = records.vain_events
    assert vain.why == "there was no such pod"
    assert deleted(records, 50) == set()


def test_one_pod_by_its_name(world: World) -> None:
    name = min(waiting(rolled_out(world, MISTYPED)))
    records = rolled_out(world, MISTYPED, Delete(at_s=120, target=f"Pod/default/{name}"))
    assert deleted(records, 120) == {name}
    assert records.vain_events == ()
