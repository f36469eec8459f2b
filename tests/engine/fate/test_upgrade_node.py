"""Nodes get other versions, or others take their places: one after another, drained first."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import Cluster, run
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.nodes.crash_node import CrashNode
from imagesim.scenarios.timeline.events.nodes.replace_node import ReplaceNode
from imagesim.scenarios.timeline.events.nodes.upgrade_node import UpgradeNode
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, daemon_set, deployment, image
from tests.engine.kubelet.sleep.asleep_and_awake import compare, outage, web

World = Callable[..., Scenario]
APP = {"app:v1": image("app", 10 * MB)}
GOOD, WRONG = container("reg.test/app:v1"), container("reg.test/app:wrong")
WORKLOADS = (deployment("web", 2, GOOD), daemon_set("log", GOOD))


def upgrade(**fields: object) -> UpgradeNode:
    return UpgradeNode(
        **{"at_s": 100, "pool": "node", "kubernetes_version": "1.36", "count": 2, "every_s": 120} | fields
    )


def upgraded(world: World, *events: object) -> Scenario:
    scenario = world(tags=APP, nodes=2, deployments=WORKLOADS, timeline=events, duration_s=900)
    return replace(scenario, pools=tuple(replace(pool, kubernetes_version="1.34") for pool in scenario.pools))


def statuses(records: Records, node: str) -> list[tuple[float, str, str]]:
    rows = [row for row in records.objects if (row.kind, row.name, row.verb) == ("Node", node, "status")]
    found = [(row.time_s, dict(row.change)["status"]) for row in rows]
    return [(time_s, status.kubelet_version, status.container_runtime_version) for time_s, status in found]


def test_nodes_are_drained_and_upgraded_in_place_one_after_another(world: World) -> None:
    records = run(upgraded(world, upgrade()))
    ((first_s, *versions),) = statuses(records, "node-0")
    assert (first_s, versions) == (pytest.approx(103.5, abs=0.6), ["1.36", "2.3"])
    assert statuses(records, "node-1")[0][0] == pytest.approx(223.5, abs=0.6)
    away = [(row.node, row.deletion_s) for row in records.pods if row.deletion_s is not None]
    assert ("node-0", 100) in away
    assert ("node-1", 220) in away
    assert {row.deletion_s for row in records.pods if row.pod.startswith("log")} == {None}
    unschedulable = [
        dict(row.change)["spec"].unschedulable
        for row in records.objects
        if row.verb == "update" and row.name == "node-0"
    ]
    assert (unschedulable[0], unschedulable[-1]) == (True, False)
    assert [(row.kind, row.target) for row in records.disturbances] == [
        ("upgradeNode", "node/node-0"),
        ("upgradeNode", "node/node-1"),
    ]


def test_a_new_kubelet_behaves_as_its_version_and_finds_the_images(world: World) -> None:
    records = run(upgraded(world, upgrade()))
    messages = [(row.time_s > 224, row.message) for row in records.events if row.reason == "Started"]
    assert {message for late, message in messages if not late} >= {"Started container app"}
    assert {message for late, message in messages if late} <= {"Container started"}
    assert {row.outcome for row in records.pulls if row.queued_s > 90} == {"AlreadyPresent"}


def test_without_a_drain_pods_run_on(world: World) -> None:
    records = run(upgraded(world, upgrade(drain=False)))
    assert [row.ended_s for row in records.running] == [None] * 4
    assert [row[0] for row in statuses(records, "node-0")] == [102]


def test_containerd_alone_is_upgraded_on_the_same_store(world: World) -> None:
    cluster = Cluster(upgraded(world, upgrade(kubernetes_version="", containerd_version="1.7")), 1)
    store = cluster.kubelets["node-0"].runtime.store
    cluster.env.run(until=899)
    runtime = cluster.kubelets["node-0"].runtime
    assert (runtime.version, runtime.store is store) == ("1.7", True)
    assert cluster.kubelets["node-0"].services.behaviour.version == "1.34"


def test_with_replace_new_nodes_come_and_pull_cold(world: World) -> None:
    records = run(upgraded(world, upgrade(replace=True), AddNode(at_s=600, pool="node")))
    nodes = [
        (row.verb, row.name, row.time_s)
        for row in records.objects
        if row.kind == "Node" and row.verb in ("create", "remove")
    ]
    assert [each[:2] for each in nodes] == [
        ("create", "node-0"), ("create", "node-1"), ("remove", "node-0"), ("create", "node-2"), ("remove", "node-1"),
        ("create", "node-3"), ("create", "node-4"),
    ]  # fmt: skip
    created = [dict(row.change)["status"] for row in records.objects if row.kind == "Node" and row.verb == "create"]
    assert [status.kubelet_version for status in created] == ["1.34", "1.34", "1.36", "1.36", "1.36"]
    assert {row.outcome for row in records.pulls if row.node == "node-2"} >= {"Pulled"}


def test_a_node_that_is_off_is_replaced_and_leaves_orphans(world: World) -> None:
    events = (CrashNode(at_s=50, node="node-0"), ReplaceNode(at_s=100, node="node-0"))
    records = run(upgraded(world, *events))
    assert [row.name for row in records.objects if row.kind == "Node" and row.verb == "create"][2:] == ["node-2"]
    gone = [row.deleted_s for row in records.pods if row.node == "node-0"]
    assert all(each is not None and 140 <= each <= 160 for each in gone)


def test_the_records_are_the_same_with_pods_that_sleep(world: World) -> None:
    timeline = (
        outage(begin=50, last=600),
        upgrade(drain=False),
        upgrade(at_s=500),
        ReplaceNode(at_s=900, pool="node", count=2),
    )
    workloads = (web(4, WRONG), deployment("good", 3, GOOD))
    compare(replace(upgraded(world), workloads=workloads, timeline=timeline, duration_s=1500))


MISTAKES = [
    ("upgradeNode: {pool: default, kubernetesVersion: '1.37'}", "is newer than the API server's 1.36"),
    (
        "upgradeNode: {pool: default, kubernetesVersion: '1.32'}",
        "is older than the API server's 1.36 by 4 minor versions",
    ),
    ("upgradeNode: {pool: default}", "names no version; add kubernetesVersion or containerdVersion"),
    (
        "upgradeNode: {pool: default, containerdVersion: '2.0', drain: false, replace: true}",
        "has replace and drain: false",
    ),
    ("replaceNode: {node: default-7}", "there is no node default-7 at that time"),
]


@pytest.mark.parametrize(("event", "message"), MISTAKES)
def test_a_mistake_is_said_before_the_run(tmp_path: Path, event: str, message: str) -> None:
    timeline = tmp_path / "timeline.yaml"
    timeline.write_text(
        "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: default}\nspec: {count: 1}\n---\n"
        "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\n"
        f"spec: {{events: [{{at: 1m, {event}}}]}}\n"
    )
    with pytest.raises(ScenarioError, match=message):
        load(timeline)
