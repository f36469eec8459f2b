"""`kubectl rollout pause` and `resume`: what is changed in between is rolled out at once."""

from collections.abc import Callable

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.workloads.rollout_pause import RolloutPause
from imagesim.scenarios.timeline.events.workloads.rollout_resume import RolloutResume
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image

World = Callable[..., Scenario]
WEB = "Deployment/default/web"
V1, V2, V3 = (f"reg.test/app:v{number}" for number in (1, 2, 3))


def rolled(world: World, *timeline: TimelineEvent, **fields: object) -> Records:
    web = deployment("web", 4, container(V1), **fields)
    tags = {f"app:v{number}": image(str(number), 10 * MB) for number in (1, 2, 3)}
    return run(world(tags=tags, deployments=(web,), timeline=timeline, duration_s=900))


def pause(at_s: float) -> RolloutPause:
    return RolloutPause(at_s=at_s, workload=WEB)


def resume(at_s: float) -> RolloutResume:
    return RolloutResume(at_s=at_s, workload=WEB)


def set_image(at_s: float, text: str) -> SetImage:
    return SetImage(at_s=at_s, workload=WEB, container="app", image=text)


def images(records: Records, at_s: float) -> list[str]:
    """What ran then."""
    running = [row for row in records.states if row.state == "Running"]
    return sorted(row.image for row in running if row.started_s <= at_s and (row.ended_s is None or row.ended_s > at_s))


def test_two_changes_while_paused_are_one_roll_out(world: World) -> None:
    records = rolled(world, pause(60), set_image(120, V2), set_image(180, V3), resume(300))
    assert images(records, 299) == [V1] * 4
    assert images(records, 899) == [V3] * 4
    assert V2 not in {row.image for row in records.pulls}


def test_a_pause_in_the_middle_holds_a_stuck_roll_out_and_scaling_goes_on(world: World) -> None:
    bad = "reg.test/app:gone"
    records = rolled(world, set_image(60, bad), pause(90), Scale(at_s=120, workload=WEB, replicas=8))
    assert images(records, 119) == [V1] * 3
    assert images(records, 899) == [V1] * 6
    assert len([row for row in records.pods if row.deleted_s is None]) == 10


def test_one_that_is_paused_from_the_start_begins_when_it_is_resumed(world: World) -> None:
    records = rolled(world, resume(300), paused=True)
    assert [row.created_s for row in records.pods] == [300.0] * 4
    assert images(records, 899) == [V1] * 4
