"""A node is gone: its silence is noticed, its pods are not ready, then deleted, and others come elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from imagesim.engine.records import Disturbance, Records
from imagesim.engine.run import run
from imagesim.rules.api.objects import StatefulSet
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.nodes.crash_node import CrashNode
from imagesim.scenarios.timeline.events.nodes.reboot_node import RebootNode
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.nodes.restart_kubelet import RestartKubelet
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, daemon_set, deployment, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare, outage, web

World = Callable[..., Scenario]
APP = {"app:v1": image("app", 10 * MB)}
GOOD, ALWAYS, WRONG = (
    container("reg.test/app:v1"),
    container("reg.test/app:v1", "Always"),
    container("reg.test/app:wrong"),
)
GRACE = pytest.approx(147.5, abs=7.5)  # of a crash at 100 s


def crash(at_s: float = 100, for_s: float = float("inf"), **where: str) -> CrashNode:
    return CrashNode(at_s=at_s, for_s=for_s, **(where or {"node": "node-0"}))


def told(records: Records, reason: str) -> list[tuple[float, str]]:
    return [(row.time_s, row.object.name) for row in records.events if row.reason == reason]


def taints(records: Records, node: str = "node-0") -> list[tuple[float, list[str]]]:
    """What keeps pods away from the node, or sends them away, from when on."""
    return [
        (row.time_s, [f"{taint.key.partition('/')[2]}:{taint.effect}" for taint in dict(row.change)["spec"].taints])
        for row in records.objects
        if row.kind == "Node" and row.name == node and row.verb == "update"
    ]


def on(records: Records, node: str) -> list[tuple[float, float | None, float | None]]:
    return [(row.created_s, row.deletion_s, row.deleted_s) for row in records.pods if row.node == node]


def test_a_silent_node_is_unknown_after_the_grace_period_and_its_pods_are_not_ready(world: World) -> None:
    records = run(world(tags=APP, nodes=2, deployments=(deployment("web", 2, GOOD),), timeline=(crash(),)))
    ((unknown_s, node),) = [row for row in told(records, "NodeNotReady") if row[1] == "node-0"]
    assert (unknown_s, node) == (GRACE, "node-0")
    (away,) = (row for row in records.pods if row.node == "node-0")
    assert (unknown_s, away.pod) in told(records, "NodeNotReady")
    status = next(row for row in records.objects if row.kind == "Node" and row.verb == "status")
    conditions = dict(status.change)["status"].conditions
    assert {(each.status, each.reason, each.message) for each in conditions} == {
        ("Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.")
    }
    # Five seconds later, at its next look, the controller has the pods evicted.
    assert taints(records) == [
        (unknown_s, ["unreachable:NoSchedule"]),
        (pytest.approx(unknown_s + 5), ["unreachable:NoSchedule", "unreachable:NoExecute"]),
    ]
    # What really ran ended at once, and the API goes on to show it.
    (ended,) = (row for row in records.running if row.node == "node-0")
    assert ended.ended_s == 100
    (shown,) = (row for row in records.states if row.node == "node-0" and row.state == "Running")
    assert shown.ended_s is None


def test_a_crash_for_good_is_a_cause_without_an_end(world: World) -> None:
    records = run(world(tags=APP, nodes=2, timeline=(crash(), crash(200, 60, node="node-1"))))
    assert [(row.time_s, row.ended_s) for row in records.causes] == [(100, None), (200, 260)]


def test_up_to_1_31_a_node_is_given_up_ten_seconds_earlier(world: World) -> None:
    def unknown_s(version: str) -> float:
        return told(run(world(tags=APP, nodes=2, version=version, timeline=(crash(),))), "NodeNotReady")[0][0]

    assert unknown_s("1.32") - unknown_s("1.31") == pytest.approx(10)


def test_after_five_minutes_others_come_elsewhere_and_the_old_ones_stay_terminating(world: World) -> None:
    records = run(
        world(tags=APP, nodes=2, deployments=(deployment("web", 2, GOOD),), timeline=(crash(),), duration_s=2000)
    )
    ((_, deletion_s, deleted_s),) = on(records, "node-0")
    assert (deletion_s, deleted_s) == (pytest.approx(452.5, abs=7.5), None)
    assert [created_s for created_s, _, _ in on(records, "node-1")] == [0, deletion_s]
    assert told(records, "TaintManagerEviction")[0][0] == deletion_s


def test_a_stateful_set_waits_for_its_pod_to_be_gone_and_a_daemon_set_for_nothing(world: World) -> None:
    made = deployment("db", 2, GOOD)
    db = StatefulSet(namespace="default", name="db", replicas=2, selector=made.selector, template=made.template)
    scenario = replace(world(tags=APP, nodes=2), workloads=(db, daemon_set("log", GOOD)), duration_s=3000)
    left = run(replace(scenario, timeline=(crash(),)))
    away = {row.pod.rpartition("-")[0]: row for row in left.pods if row.node == "node-0"}
    assert away["db"].deletion_s is not None
    assert away["log"].deletion_s is None
    assert len(left.pods) == 4  # the name of the one that is terminating is taken

    removed = run(replace(scenario, timeline=(crash(), RemoveNode(at_s=1000, node="node-0"))))
    gone = {row.pod.rpartition("-")[0]: row.deleted_s for row in removed.pods if row.node == "node-0"}
    assert gone == {"db": pytest.approx(1050, abs=10), "log": pytest.approx(1050, abs=10)}
    again = [row for row in removed.pods if row.pod == away["db"].pod and row.node == "node-1"]
    assert [row.created_s for row in again] == [gone["db"]]


def test_a_node_that_comes_back_ends_what_was_deleted_and_starts_the_rest_anew(world: World) -> None:
    workloads = (deployment("web", 2, GOOD), daemon_set("log", ALWAYS))
    records = run(world(tags=APP, nodes=2, deployments=workloads, timeline=(crash(100, 900),), duration_s=1500))
    rows = {row.pod.partition("-")[0]: row for row in records.pods if row.node == "node-0"}
    assert rows["web"].deleted_s == pytest.approx(1000.5, abs=0.6)
    assert (rows["log"].deleted_s, rows["log"].restarts) == (None, 1)
    assert [(row.queued_s, row.outcome) for row in records.pulls if row.pod == rows["log"].pod][1:] == [
        (1000, "Pulled")
    ]
    assert told(records, "NodeReady") == [(1000, "node-0")]
    times = [each for each, _ in taints(records)]
    assert [len(found) for _, found in taints(records)] == [1, 2, 1, 0]
    assert times[2] == 1000
    assert times[3] == pytest.approx(1002.5, abs=2.5)


def test_a_node_that_was_removed_while_it_was_off_ends_its_pods_when_it_is_on_again(world: World) -> None:
    events = (crash(100, 30), RemoveNode(at_s=110, node="node-0"))
    records = run(world(tags=APP, nodes=2, deployments=(deployment("web", 2, GOOD),), timeline=events, duration_s=600))
    ((_, deletion_s, deleted_s),) = on(records, "node-0")
    assert deletion_s == pytest.approx(160, abs=10.1)
    assert deleted_s is not None
    assert 1.0 <= deleted_s - deletion_s <= 2.1


def test_a_node_that_is_back_in_time_keeps_its_pods(world: World) -> None:
    records = run(
        world(tags=APP, nodes=2, deployments=(deployment("web", 2, GOOD),), timeline=(crash(100, 200),), duration_s=900)
    )
    assert [row.deletion_s for row in records.pods] == [None, None]
    assert [row.message.split(" Pod ")[0] for row in records.events if row.reason == "TaintManagerEviction"] == [
        "Cancelling deletion of"
    ]


def test_where_no_node_is_ready_nobody_is_evicted_until_one_is(world: World) -> None:
    scenario = world(tags=APP, deployments=(deployment("web", 1, GOOD),), timeline=(crash(),), duration_s=2000)
    assert [row.deletion_s for row in run(scenario).pods] == [None]
    joins = replace(scenario, timeline=(crash(), AddNode(at_s=1000, pool="node")))
    first, second = run(joins).pods
    # The controller's next look, a token of its limit, and what the pod tolerates.
    assert first.deletion_s == pytest.approx(1000 + 2.5 + 10 + 300, abs=3)
    assert (second.node, second.created_s) == ("node-1", first.deletion_s)


def test_nodes_are_given_up_one_after_another_and_none_of_most_of_a_small_cluster(world: World) -> None:
    def evicted(*gone: str) -> list[float]:
        workload = deployment("web", 9, GOOD)
        timeline = tuple(crash(node=name) for name in gone)
        records = run(world(tags=APP, nodes=5, deployments=(workload,), timeline=timeline, duration_s=700))
        return sorted({row.deletion_s for row in records.pods if row.deletion_s is not None})

    first, second = evicted("node-0", "node-1")
    assert second - first == pytest.approx(10, abs=0.3)
    assert evicted("node-0", "node-1", "node-2") == []


def test_a_long_restart_of_a_kubelet_is_a_silence_like_any_other(world: World) -> None:
    restart = RestartKubelet(at_s=100, node="node-0", takes_s=120)
    records = run(world(tags=APP, nodes=2, deployments=(deployment("web", 2, GOOD),), timeline=(restart,)))
    assert told(records, "NodeNotReady")[0] == (GRACE, "node-0")
    assert told(records, "NodeReady") == [(220, "node-0")]
    assert told(records, "Rebooted") == []
    ready = [dict(row.change) for row in records.objects if row.kind == "Pod" and "ready" in dict(row.change)]
    assert [each["ready"] for each in ready] == [True, True, False, True]
    assert [row.ended_s for row in records.running] == [None, None]


def test_a_reboot_starts_everything_from_the_disk(world: World) -> None:
    pods = (
        pod("a", GOOD),
        pod("b", ALWAYS),
        replace(pod("c", GOOD), spec=replace(pod("c", GOOD).spec, restart_policy="Never")),
    )
    records = run(
        world(tags=APP, pods=pods, timeline=(RebootNode(at_s=100, node="node-0", takes_s=30),), duration_s=300)
    )
    assert [(row.pod, row.ended_s, row.exit_code) for row in records.running if row.ended_s] == [
        (name, 100, 255) for name in "abc"
    ]
    pulls = {
        row.pod: (row.outcome, row.bytes_fetched, row.layers_reused) for row in records.pulls if row.queued_s > 100
    }
    assert pulls == {"a": ("AlreadyPresent", 0, 0), "b": ("Pulled", 0, 1)}
    ended = [row for row in records.states if row.state == "Terminated"]
    assert {(row.started_s, row.reason, row.exit_code) for row in ended} == {(130, "Unknown", 255)}
    assert {row.pod: row.phase for row in records.pods} == {"a": "Running", "b": "Running", "c": "Failed"}
    assert told(records, "Rebooted") == [(130, "node-0")]
    assert told(records, "NodeNotReady") == []  # it was back before anybody noticed
    assert records.disturbances == (Disturbance("reboot of node node-0", "rebootNode", "node/node-0", 100, 130),)


def test_a_pull_ends_with_its_machine(world: World) -> None:
    big = {"app:v1": image("app", 100 * MB)}
    reboot = RebootNode(at_s=10, node="node-0", takes_s=30)
    records = run(world(tags=big, network=5 * MB, pods=(pod("a", GOOD),), timeline=(reboot,), duration_s=300))
    assert [(row.outcome, row.ended_s, row.bytes_fetched // MB) for row in records.pulls] == [
        ("Failed", 10, 50),
        ("Pulled", pytest.approx(60, abs=0.1), 100),
    ]


def test_nothing_befalls_a_node_that_is_off(world: World) -> None:
    events = (crash(), crash(120), RestartKubelet(at_s=130, node="node-0"), RebootNode(at_s=140, pool="node"))
    records = run(world(tags=APP, timeline=events))
    assert [row.time_s for row in records.vain_events] == [120, 130, 140]
    assert [row.kind for row in records.disturbances] == ["crashNode"]


def test_the_records_are_the_same_with_pods_that_sleep(world: World) -> None:
    workloads = (web(4, WRONG), deployment("good", 4, GOOD))
    for event in (crash(400.25, 700), crash(400.25), RebootNode(at_s=400.25, pool="node")):
        timeline = (outage(begin=200, last=900), event)
        compare(world(tags=APP, deployments=workloads, timeline=timeline, nodes=3, duration_s=2000, latency_s=0.05))


def test_a_silence_moves_no_other_chance(world: World) -> None:
    workloads = (web(4, WRONG), deployment("good", 4, GOOD))
    scenario = world(tags=APP, deployments=workloads, nodes=3, duration_s=900)
    without, with_crash = run(scenario), run(replace(scenario, timeline=(crash(890),)))
    assert without.events == with_crash.events
    assert without.states == with_crash.states


def test_a_pool_or_a_node_is_named(tmp_path: Path) -> None:
    timeline = tmp_path / "timeline.yaml"
    timeline.write_text(
        "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\n"
        "spec: {events: [{at: 1m, crashNode: {node: default-0, pool: default}}]}\n"
    )
    with pytest.raises(ScenarioError, match="has node and pool, and needs one of them"):
        load(timeline)
