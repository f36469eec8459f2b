"""containerd restarts: what runs goes on, what is being pulled is cut, and the kubelet's calls fail meanwhile."""

from collections.abc import Callable

import pytest

from imagesim.engine.records import Disturbance, Records
from imagesim.engine.run import Cluster, run
from imagesim.rules.containerd.reconnecting import reconnects_s
from imagesim.scenarios.timeline.events.nodes.restart_containerd import RestartContainerd
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]
TAGS = {"app:v1": image("app", 4 * MB, 20 * MB), "other:v1": image("other", MB)}
APP, OTHER = "reg.test/app:v1", "reg.test/other:v1"
WEB = "Deployment/default/web"
CUT = "rpc error: code = Unavailable desc = error reading from server: EOF"
DOWN = (
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix '
    '/run/containerd/containerd.sock: connect: connection refused"'
)


def down(at_s: float = 5, takes_s: float = 5) -> RestartContainerd:
    return RestartContainerd(at_s=at_s, node="node-0", takes_s=takes_s)


def pulling(world: World, *timeline: TimelineEvent, **more: object) -> Scenario:
    """24 MB over 2 MB/s: 5 s later one layer is there, and a part of the other."""
    two = pod("w", container(APP), container(OTHER, name="b"))
    defaults = {"tags": TAGS, "pods": (two,), "timeline": timeline or (down(),), "network": 2.0 * MB}
    return world(**(defaults | more))


def said(records: Records, reason: str) -> list[tuple[float, str]]:
    return [(event.time_s, event.message) for event in records.events if event.reason == reason]


def test_the_pull_under_way_fails_and_the_next_container_finds_nobody_to_ask(world: World) -> None:
    records = run(pulling(world))
    assert records.pulls[0].error == CUT
    assert said(records, "Failed")[0] == (5, f'Failed to pull image "{APP}": {CUT}')
    assert (5, f'Failed to inspect image "": {DOWN}') in said(records, "InspectFailed")
    assert records.pods[0].ready_s is not None


def test_what_the_pull_brought_is_found_by_the_next_one(world: World) -> None:
    records = run(pulling(world))
    second = next(pull for pull in records.pulls if pull.image == APP and pull.outcome == "Pulled")
    assert second.bytes_fetched < 21 * MB
    assert [row.status for row in records.requests if row.status == 206] == [206]


def test_of_what_was_on_its_way_whole_mebibytes_stay(world: World) -> None:
    cluster = Cluster(pulling(world), 1)
    cluster.env.run(until=6)
    store = cluster.kubelets["node-0"].runtime.store.content
    assert sum(store._partial.values()) > 0
    assert all(size % 2**20 == 0 for size in store._partial.values())


def test_nothing_is_freed_for_a_day(world: World) -> None:
    gone = pulling(world, down(), Scale(at_s=5, workload=WEB, replicas=0), pods=(), duration_s=100_000)
    web = deployment("web", 1, container(APP))
    cluster = Cluster(pulling(world, *gone.timeline, pods=(), deployments=(web,), duration_s=100_000), 1)
    content = cluster.kubelets["node-0"].runtime.store.content
    cluster.env.run(until=80_000)
    assert content.content_bytes > 4 * MB
    cluster.env.run(until=90_000)
    assert content.content_bytes == 0


def test_containers_run_on(world: World) -> None:
    web = deployment("web", 2, container(OTHER))
    records = run(pulling(world, down(60), pods=(), deployments=(web,), duration_s=200))
    assert [row.ended_s for row in records.running] == [None, None]
    assert {row.restarts for row in records.pods} == {0}


def test_a_container_that_dies_meanwhile_is_started_when_the_kubelet_has_found_the_runtime(world: World) -> None:
    web = deployment("web", 1, container(OTHER))
    records = run(pulling(world, down(60), Restart(at_s=61, target=WEB), pods=(), deployments=(web,), duration_s=200))
    again = records.running[1]
    assert 60 + reconnects_s(5) <= again.started_s <= 60 + reconnects_s(5) + 3


def test_a_new_pod_gets_no_sandbox_meanwhile(world: World) -> None:
    web = deployment("web", 1, container(OTHER))
    records = run(pulling(world, down(60), Scale(at_s=61, workload=WEB, replicas=2), pods=(), deployments=(web,)))
    assert [message for _, message in said(records, "FailedCreatePodSandBox")] == [
        f"Failed to create pod sandbox: {DOWN}"
    ]
    late = records.pods[1]
    assert late.ready_s is not None
    assert 71 <= late.ready_s <= 80


def test_each_node_of_a_pool_is_a_disturbance(world: World) -> None:
    event = RestartContainerd(at_s=60, pool="node", takes_s=5)
    records = run(pulling(world, event, pods=(), nodes=2, duration_s=100))
    assert records.disturbances == tuple(
        Disturbance(f"restart of containerd of node {node}", "restartContainerd", f"node/{node}", 60, 65)
        for node in ("node-0", "node-1")
    )


@pytest.mark.parametrize(("takes_s", "after_s"), [(0.05, 0.1), (1, 1.581), (5, 6.992), (30, 30.992)])
def test_a_kubelet_tries_to_connect_at_growing_intervals(takes_s: float, after_s: float) -> None:
    assert reconnects_s(takes_s) == pytest.approx(after_s, abs=0.01)


def test_the_records_are_the_same_with_and_without_sleep(world: World) -> None:
    web = deployment("web", 4, container(APP), container("reg.test/app:v2", name="b"))
    events = (down(100), down(103, 20), Scale(at_s=110, workload=WEB, replicas=6))
    compare(pulling(world, *events, pods=(), deployments=(web,), nodes=2, duration_s=900))
    compare(pulling(world, down(3), pods=(), deployments=(web,), nodes=2, duration_s=400))
