"""Where the scheduler puts pods, and when it looks again at those that wait for a node."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.node import Allocatable
from imagesim.rules.api.objects import Pod, Resources
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image, pod

World = Callable[..., Scenario]
APP = container("reg.test/app:v1")
TAGS = {"app:v1": image("app", 500 * MB)}


def on(name: str, host: str) -> Pod:
    """A pod that wants to be on the node of that name."""
    wants = pod(name, APP)
    return replace(wants, spec=replace(wants.spec, node_selector=(("kubernetes.io/hostname", host),)))


def sized(made: Scenario, *sizes: Allocatable) -> Scenario:
    """The same with pools of one node each, of these sizes."""
    (pool,) = made.pools
    pools = (replace(pool, name=f"node{place or ''}", allocatable=size) for place, size in enumerate(sizes))
    return replace(made, pools=tuple(pools))


def scheduling(records: Records) -> list[tuple[float, str, str]]:
    told = [event for event in records.events if event.reason in ("FailedScheduling", "Scheduled")]
    return [(event.time_s, event.reason, event.message[:3]) for event in told]


def test_a_pod_that_fits_no_node_that_joins_is_not_tried_before_five_minutes_are_over(world: World) -> None:
    later = AddNode(at_s=60.0, pool="node", count=3)
    records = run(world(tags=TAGS, pods=(on("w", "elsewhere"),), timeline=(later,), duration_s=600))
    first, second = scheduling(records)
    assert first == (0, "FailedScheduling", "0/1")
    assert second[1:] == ("FailedScheduling", "0/4")
    assert 300 < second[0] <= 330


def test_it_is_tried_at_once_when_a_node_joins_that_it_fits(world: World) -> None:
    later = (AddNode(at_s=60.0, pool="node"), AddNode(at_s=120.0, pool="node"))
    records = run(world(tags=TAGS, pods=(on("w", "node-2"),), timeline=later, duration_s=300))
    assert [row[:2] for row in scheduling(records)] == [(0, "FailedScheduling"), (120.0, "Scheduled")]


def test_an_older_scheduler_waits_out_its_back_off(world: World) -> None:
    later = (AddNode(at_s=0.25, pool="node"),)
    for version, expected in (("1.32", 1.0), ("1.33", 0.25)):
        records = run(world(tags=TAGS, pods=(on("w", "node-1"),), timeline=later, duration_s=9, version=version))
        assert scheduling(records)[-1][:2] == (expected, "Scheduled")


def test_a_full_node_takes_no_more_until_a_pod_has_gone(world: World) -> None:
    made = world(
        tags=TAGS,
        pods=tuple(pod(name, APP) for name in "abc"),
        timeline=(Delete(at_s=60.0, target="Pod/default/a"),),
    )
    records = run(sized(made, Allocatable(pods=2)))
    last = [event for event in records.events if event.object.name == "c"]
    assert last[0].message == (
        "0/1 nodes are available: 1 Too many pods. no new claims to deallocate, preemption: 0/1 nodes are available: "
        "1 No preemption victims found for incoming pod."
    )
    (gone,) = (row.deleted_s for row in records.pods if row.pod == "a")
    assert gone is not None
    # Its containers were stopped in a second, and a pod that has Failed takes no place.
    assert (last[1].time_s, last[1].reason) == (61, "Scheduled")
    assert 61 < gone <= 62


def test_a_pod_that_names_its_node_is_there_without_a_word_of_the_scheduler(world: World) -> None:
    records = run(world(tags=TAGS, pods=(pod("w", APP, node="node-1"),), nodes=2))
    assert [(row.node, row.scheduled_s) for row in records.pods] == [("node-1", 0)]
    assert scheduling(records) == []


def test_new_pods_go_where_their_image_is_as_far_as_mates_allow(world: World) -> None:
    """Both pods of `first` are on two of ten nodes, and so is their image; `second` has no mates and follows."""
    first, second = deployment("first", 2, APP), deployment("second", 0, APP)
    grow = Scale(at_s=300, workload="Deployment/default/second", replicas=2)
    records = run(world(tags=TAGS, deployments=(first, second), nodes=10, timeline=(grow,), duration_s=400))
    where = {row.workload.name: set() for row in records.pods if row.workload}
    for row in records.pods:
        where[row.workload.name].add(row.node)
    assert where["second"] == where["first"]
    assert len(where["first"]) == 2


def test_a_short_name_is_not_recognized(world: World) -> None:
    """Docker Hub's images are listed under docker.io/library/..., whatever the pod calls them."""
    short = container("nginx:1.27")
    first, second = deployment("first", 1, short), deployment("second", 0, short)
    grow = Scale(at_s=300, workload="Deployment/default/second", replicas=1)
    made = world(deployments=(first, second), nodes=10, timeline=(grow,), duration_s=400)
    records = run(replace(made, default_image_size=500 * MB))
    one, other = (row.node for row in records.pods)
    assert one != other


def test_mates_are_the_pods_of_one_replica_set(world: World) -> None:
    """Two Deployments of three are spread over three nodes each, wherever the others are."""
    records = run(world(tags=TAGS, deployments=(deployment("a", 3, APP), deployment("b", 3, APP)), nodes=3))
    nodes = [(row.workload.name, row.node) for row in records.pods if row.workload]
    assert len(set(nodes)) == 6


def test_a_pod_goes_where_what_it_requests_is_free(world: World) -> None:
    asks = replace(APP, requests=Resources(1500, 0))
    made = world(tags=TAGS, pods=tuple(pod(name, asks) for name in "abc"))
    records = run(sized(made, Allocatable(cpu=2000, memory=2**34), Allocatable(cpu=1000), Allocatable(cpu=4000)))
    assert sorted(row.node for row in records.pods) == ["node-0", "node2-0", "node2-0"]
    more = run(replace(sized(made, Allocatable(cpu=2000), Allocatable(cpu=1000)), seed=2))
    waiting = [event.message for event in more.events if event.reason == "FailedScheduling"]
    assert sorted(row.node for row in more.pods) == ["", "", "node-0"]
    assert waiting[0].startswith("0/2 nodes are available: 2 Insufficient cpu. ")
    assert waiting[0].endswith(
        "1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling."
    )


def test_a_pod_likes_an_empty_node_best(world: World) -> None:
    """The first goes to the larger node, of which it takes the smaller part."""
    asks = replace(APP, requests=Resources(1000, 2**30))
    large, small = Allocatable(cpu=8000, memory=2**35), Allocatable(cpu=2000, memory=2**33)
    records = run(sized(world(tags=TAGS, pods=(pod("a", asks),)), small, large))
    assert [row.node for row in records.pods] == ["node1-0"]
