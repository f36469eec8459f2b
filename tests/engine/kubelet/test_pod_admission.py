"""What becomes of a pod that a kubelet does not take."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.node import Allocatable, Taint
from imagesim.scenarios.timeline.events.workloads.delete import Delete
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


def refused(records: Records) -> list[tuple[str, str, str]]:
    return [
        (row.pod, row.reason, event.message)
        for row in records.pods
        for event in records.events
        if row.phase == "Failed" and event.object.name == row.pod and event.reason == row.reason
    ]


def test_a_pod_that_names_a_node_that_is_full_has_failed(world: World) -> None:
    made = world(tags=TAGS, pods=tuple(pod(name, container("reg.test/app:v1"), node="node-0") for name in "abc"))
    (pool,) = made.pools
    records = run(replace(made, pools=(replace(pool, allocatable=Allocatable(pods=2)),)))
    message = "Node didn't have enough resource: pods, requested: 1, used: 2, capacity: 2"
    assert refused(records) == [("c", "OutOfpods", message)]


def test_a_pod_that_names_a_node_that_it_does_not_fit_has_failed(world: World) -> None:
    picky, other = (pod(name, container("reg.test/app:v1"), node="node-0") for name in ("picky", "other"))
    picky = replace(picky, spec=replace(picky.spec, node_selector=(("disk", "ssd"),)))
    made = world(tags=TAGS, pods=(picky, other))
    (pool,) = made.pools
    made = replace(made, pools=(replace(pool, taints=(Taint("out", "", "NoExecute"),)),))
    why = {
        "NodeAffinity": "node(s) didn't match Pod's node affinity/selector",
        "TaintToleration": "node(s) had taints that the pod didn't tolerate",
    }
    records = run(made)
    for name, reason in (("picky", "NodeAffinity"), ("other", "TaintToleration")):
        (event,) = (event for event in records.events if event.reason == reason)
        assert (event.object.name, event.message) == (name, f"Predicate {reason} failed: {why[reason]}")


def test_what_keeps_the_scheduler_away_alone_does_not_matter_to_a_kubelet(world: World) -> None:
    made = world(tags=TAGS, pods=(pod("w", container("reg.test/app:v1"), node="node-0"),))
    (pool,) = made.pools
    records = run(replace(made, pools=(replace(pool, taints=(Taint("gpu", "", "NoSchedule"),)),)))
    assert records.pods[0].phase == "Running"
