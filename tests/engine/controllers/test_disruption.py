"""What the status of a budget says as pods come, go and turn ready."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.label_selector import LabelSelector
from imagesim.rules.workloads.disruption import DisruptionStatus, PodDisruptionBudget
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, daemon_set, deployment, image, pod

World = Callable[..., Scenario]
APP = container("reg.test/app:v1")
TAGS = {"app:v1": image("app", 10 * MB)}
WEB = LabelSelector(match_labels=(("app", "web"),))


def guarded(world: World, *timeline: TimelineEvent, replicas: int = 3, nodes: int = 3, **budget: str) -> Records:
    guard = PodDisruptionBudget(namespace="default", name="web", selector=WEB, **budget)
    made = world(tags=TAGS, deployments=(deployment("web", replicas, APP),), nodes=nodes, timeline=timeline)
    return run(replace(made, budgets=(guard,)))


def statuses(records: Records) -> list[DisruptionStatus]:
    changes = [dict(row.change) for row in records.objects if row.kind == "PodDisruptionBudget"]
    return [change["status"] for change in changes if isinstance(change.get("status"), DisruptionStatus)]


def gone(records: Records) -> list[float]:
    return sorted(row.deletion_s for row in records.pods if row.deletion_s is not None)


def test_the_status_follows_the_pods_and_the_scale(world: World) -> None:
    grow = Scale(at_s=100, workload="Deployment/default/web", replicas=4)
    found = statuses(guarded(world, grow, max_unavailable="1"))
    assert DisruptionStatus(1, 1, 3, 2, 3) in found
    assert found[-1] == DisruptionStatus(1, 1, 4, 3, 4)


def test_a_count_is_of_the_pods_that_are_there(world: World) -> None:
    assert statuses(guarded(world, min_available="2"))[-1] == DisruptionStatus(1, 1, 3, 2, 3)


def test_pods_that_a_daemon_set_keeps_cannot_be_counted_by_percent(world: World) -> None:
    guard = PodDisruptionBudget(namespace="default", name="d", selector=LabelSelector(), min_available="50%")
    records = run(replace(world(tags=TAGS), workloads=(daemon_set("d", APP),), budgets=(guard,)))
    assert statuses(records)[-1].allowed == 0
    told = [row.message for row in records.events if row.reason == "CalculateExpectedPodCountFailed"]
    assert told[0].startswith('Failed to calculate the number of expected pods: found no controllers for pod "d-')


def test_pods_that_nobody_keeps_are_said_to_be_unmanaged(world: World) -> None:
    guard = PodDisruptionBudget(namespace="default", name="w", selector=LabelSelector(), max_unavailable="1")
    records = run(replace(world(tags=TAGS, pods=(pod("w", APP),)), budgets=(guard,)))
    assert {row.reason for row in records.events if row.object.kind == "PodDisruptionBudget"} == {"UnmanagedPods"}


def test_a_drain_takes_one_pod_at_a_time_and_then_the_node(world: World) -> None:
    """Two pods of four are on the node; the second goes when the first is Ready elsewhere, at the next retry."""
    records = guarded(world, RemoveNode(at_s=60, node="node-0"), replicas=4, nodes=2, max_unavailable="1")
    first, second = gone(records)
    assert first == 60
    assert second == 65
    node = [(row.time_s, row.verb) for row in records.objects if row.kind == "Node" and row.name == "node-0"]
    assert node[-1][1] == "remove"
    assert node[-1][0] == max(row.deleted_s or 0 for row in records.pods)
    assert {row.node for row in records.pods if row.deletion_s is None} == {"node-1"}


def test_a_drain_that_the_budget_never_allows_goes_on_for_ever(world: World) -> None:
    records = guarded(world, RemoveNode(at_s=60, node="node-0"), nodes=1, max_unavailable="0")
    assert gone(records) == []
    node = [row for row in records.objects if row.kind == "Node" and row.name == "node-0"]
    assert [row.verb for row in node][:1] == ["create"]
    assert "remove" not in [row.verb for row in node]
    assert dict(node[1].change)["spec"].unschedulable


def test_without_a_budget_a_node_goes_at_once(world: World) -> None:
    made = world(tags=TAGS, deployments=(deployment("web", 4, APP),), nodes=2)
    records = run(replace(made, timeline=(RemoveNode(at_s=60, node="node-0"),)))
    assert gone(records) == [60, 60]
