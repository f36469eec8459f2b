"""Static pods in whole runs: there with their kubelet, admitted by nobody, shown anew when their mirror is deleted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.objects import Pod, PodSpec
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, image

World = Callable[..., Scenario]
MIRROR = "Pod/kube-system/proxy-node-0"


def ran(world: World, *timeline: TimelineEvent, text: str = "reg.test/app:v1", **fields: Any) -> Records:
    proxy = Pod(namespace="kube-system", name="proxy", spec=PodSpec(containers=(container(text),)))
    fields = {"nodes": 2, "tags": {"app:v1": image("one", 10 * MB)}} | fields
    scenario = world(timeline=timeline, **fields)
    pools = tuple(replace(pool, static_pods=(proxy,)) for pool in scenario.pools)
    return run(replace(scenario, pools=pools))


def lives(records: Records) -> list[tuple[str, float, float | None, str]]:
    return [(pod.pod, pod.created_s, pod.deleted_s, pod.phase) for pod in records.pods]


def test_each_kubelet_starts_them_and_so_does_one_that_joins(world: World) -> None:
    records = ran(world, AddNode(at_s=100, pool="node"))
    assert lives(records) == [
        ("proxy-node-0", 0.0, None, "Running"),
        ("proxy-node-1", 0.0, None, "Running"),
        ("proxy-node-2", 100.0, None, "Running"),
    ]
    assert [pod.node for pod in records.pods] == ["node-0", "node-1", "node-2"]
    assert not [event for event in records.events if event.reason == "Scheduled"]
    assert {str(pod.workload) for pod in records.pods} == {"None"}


def test_what_runs_goes_on_when_the_mirror_pod_is_deleted_and_another_one_shows_it(world: World) -> None:
    records = ran(world, Delete(at_s=100, target=MIRROR))
    first, _, third = records.pods
    assert (first.deleted_s, third.pod, third.created_s, third.ready_s) == (100.0, first.pod, 100.0, 100.0)
    assert first.uid == third.uid
    assert len(records.running) == len(records.pulls) == 2
    shown = [(row.state, row.started_s, row.ended_s) for row in records.states if row.pod == first.pod]
    assert [state for state, _, _ in shown] == ["Waiting", "Running"]
    assert shown[-1][2] is None
    assert not [event for event in records.events if event.reason == "Killing"]


def test_a_mirror_that_is_deleted_during_a_pull_changes_nothing(world: World) -> None:
    records = ran(world, Delete(at_s=2, target=MIRROR), network=1e6)
    first, _, third = records.pods
    assert (first.phase, third.phase, third.created_s) == ("Pending", "Running", 2.0)
    assert len(records.pulls) == 2


def test_its_back_off_is_that_of_the_manifest_and_outlives_the_mirror(world: World) -> None:
    records = ran(world, Delete(at_s=100, target=MIRROR), text="reg.test/app:no", nodes=1)
    after = next(pull.started_s for pull in records.pulls if pull.started_s > 100)
    assert after > 150, "a pod of another UID would have pulled at once"
    assert [pod.phase for pod in records.pods] == ["Pending", "Pending"]


def test_nothing_in_the_api_server_admits_what_runs(world: World) -> None:
    records = ran(world, admission=("AlwaysPullImages",), prepulled=("reg.test/app:v1",))
    assert {pull.policy for pull in records.pulls} == {"IfNotPresent"}
    assert {pull.outcome for pull in records.pulls} == {"AlreadyPresent"}


def test_they_end_with_their_node(world: World) -> None:
    records = ran(world, RemoveNode(at_s=100, node="node-0"))
    first, second = records.pods
    assert first.deleted_s is not None
    assert second.deleted_s is None
    assert len(records.pods) == 2


def test_the_mirror_pod_says_where_it_comes_from(world: World) -> None:
    records = ran(world, nodes=1)
    (created,) = [dict(row.change) for row in records.objects if row.kind == "Pod" and row.verb == "create"]
    notes = dict(created["annotations"])
    assert notes["kubernetes.io/config.source"] == "file"
    assert notes["kubernetes.io/config.hash"] == notes["kubernetes.io/config.mirror"] == records.pods[0].uid
    assert notes["kubernetes.io/config.seen"] == "2000-01-01T00:00:00Z"
