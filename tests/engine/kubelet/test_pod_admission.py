"""What becomes of a pod that a kubelet does not take."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.delete import Delete
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image, pod

World = Callable[..., Scenario]
TAGS = {"app:v1": image("app", 10 * MB)}


def told(records: Records, reason: str) -> list[tuple[float, str]]:
    return [(event.time_s, event.message) for event in records.events if event.reason == reason]


def test_it_is_bound_and_then_has_failed_without_a_pull(world: World) -> None:
    alone = pod("w", container("reg.test/app:v1"))
    alone = replace(alone, spec=replace(alone.spec, os="windows"))
    records = run(world(tags=TAGS, pods=(alone,), duration_s=60))
    (row,) = records.pods
    assert (row.node, row.phase, row.reason, row.ready_s) == ("node-0", "Failed", "PodOSNotSupported", None)
    assert told(records, "PodOSNotSupported") == [(0, "Failed to admit pod as the OS field doesn't match node OS")]
    assert not records.pulls
    assert not records.states


def test_a_deployment_makes_another_one_again_and_again(world: World) -> None:
    made = deployment("web", 2, container("reg.test/app:v1"))
    made = replace(made, template=replace(made.template, spec=replace(made.template.spec, os="windows")))
    records = run(world(tags=TAGS, deployments=(made,), duration_s=10.5))
    assert len(records.pods) == 22
    assert sum(row.phase == "Failed" for row in records.pods) == 20


def test_when_it_is_deleted_it_goes_at_once(world: World) -> None:
    alone = pod("w", container("reg.test/app:v1"))
    alone = replace(alone, spec=replace(alone.spec, os="windows"))
    deletion = Delete(at_s=20.0, target="Pod/default/w")
    records = run(world(tags=TAGS, pods=(alone,), timeline=(deletion,), duration_s=60))
    assert records.pods[0].deleted_s == 20.0
    verbs = [row.verb for row in records.objects if row.kind == "Pod"]
    assert verbs == ["create", "bind", "status", "delete", "remove"]
