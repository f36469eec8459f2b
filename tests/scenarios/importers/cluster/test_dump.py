"""What is read of a dump: pools, pods as they are, what runs, and what is assumed."""

from datetime import UTC, datetime

import pytest

from imagesim import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump as saved
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.starting_state import FoundPod, StartingState
from tests.scenarios.importers.cluster.dumps import (
    IMAGE,
    NEW,
    NOW,
    OLD,
    dump,
    event,
    listed,
    node,
    pod,
    running,
    waiting,
)  # fmt: skip


def found(scenario: Scenario) -> StartingState:
    assert scenario.starting is not None
    return scenario.starting


def only(scenario: Scenario) -> FoundPod:
    (one,) = found(scenario).pods
    return one


def test_nodes_that_are_alike_are_one_pool_and_keep_their_names() -> None:
    zones = [{"topology.kubernetes.io/zone": zone} for zone in ("a", "a", "b")]
    scenario = load(dump(*(node(f"ip-10-0-0-{4 + n}", labels=zone) for n, zone in enumerate(zones))))
    assert [pool.nodes for pool in scenario.pools] == [("ip-10-0-0-4", "ip-10-0-0-5"), ("ip-10-0-0-6",)]
    assert [dict(pool.labels)["topology.kubernetes.io/zone"] for pool in scenario.pools] == ["a", "b"]


@pytest.mark.parametrize(
    ("kubelet", "runtime", "taken"),
    [
        ("v1.33.4", "containerd://1.7.27", ("1.33", "1.7")),
        ("v1.29.3-eks-a5ec690", "containerd://1.6.28", ("1.31", "1.6")),
        ("v1.36.1+k3s1", "containerd://2.2.1-k3s1", ("1.36", "2.2")),
        ("v1.34.0", "cri-o://1.34.1", ("1.34", "2.3")),
    ],
)
def test_versions_are_the_nearest_that_are_known_and_that_is_said(
    kubelet: str, runtime: str, taken: tuple[str, str]
) -> None:
    scenario = load(dump(node("a", kubelet=kubelet, runtime=runtime)))
    (pool,) = scenario.pools
    assert (pool.kubernetes_version, pool.containerd_version) == taken
    said = "\n".join(scenario.assumptions)
    assert f"kubelet {kubelet}: taken as Kubernetes {taken[0]}" in said
    assert f"{runtime}: taken as containerd {taken[1]}" in said


def test_the_run_begins_at_the_latest_date_of_the_dump() -> None:
    assert load(dump(node("a"))).start == datetime(2026, 5, 4, 9, 10, tzinfo=UTC)


def test_a_cordoned_node_and_one_that_is_not_ready_are_so() -> None:
    taint = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}
    state = found(load(dump(node("a", spec={"unschedulable": True, "taints": [taint]}), node("b", ready="Unknown"))))
    assert [each.unschedulable for each in state.nodes] == [True, False]
    assert [each.unready_since_s for each in state.nodes] == [None, -600.0]


def test_what_runs_lies_on_its_node_by_its_digest_also_where_that_is_not_listed() -> None:
    state = found(load(dump(node("a", images=[listed("v1", NEW)]), pod("web", "a", running(OLD)))))
    names = {each.image.digest: each.names for each in state.nodes[0].images}
    assert names == {NEW: (f"{IMAGE}@{NEW}", f"{IMAGE}:v1"), OLD: (f"{IMAGE}@{OLD}",)}


def test_a_node_that_lists_fifty_images_may_have_more_which_is_said() -> None:
    fifty = [{"names": [f"registry.example/other/{n}:v1"], "sizeBytes": 1000} for n in range(50)]
    assert any("1 node lists 50 images" in each for each in load(dump(node("a", images=fifty))).assumptions)
    assert not any("lists 50" in each for each in load(dump(node("a", images=fifty[1:]))).assumptions)


def test_a_tag_stands_for_what_the_newest_pod_runs_and_one_that_moved_is_seen() -> None:
    pods = pod("old", "a", running(OLD)), pod("new", "a", running(NEW, since=NOW))
    scenario = load(dump(node("a"), *pods))
    (tag,) = found(scenario).tags
    assert (*tag[:3], tag[3].digest) == ("registry.example", "shop/web", "v1", NEW)
    assert f"{IMAGE}:v1 has moved: 2 images run under that name." in scenario.assumptions


def test_pods_are_what_they_are() -> None:
    evicted = {"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource"}
    going = {"deletionTimestamp": "2026-05-04T09:10:20Z", "deletionGracePeriodSeconds": 30}
    state = found(
        load(
            dump(
                node("a"),
                pod("evicted", "a", evicted),
                pod("going", "a", running(OLD), metadata=going),
                pod("pending", "", {"phase": "Pending", "conditions": []}),
                pod("restarted", "a", running(OLD, restarts=3)),
            )
        )
    )
    seen = {each.name: (each.phase, each.reason, each.node, each.deletion_s, each.restarts) for each in state.pods}
    assert seen == {
        "evicted": ("Failed", "Evicted", "a", None, 0),
        "going": ("Running", "", "a", -10.0, 0),
        "pending": ("Pending", "", "", None, 0),
        "restarted": ("Running", "", "a", None, 3),
    }


def test_owners_that_are_not_in_the_dump_are_made_up_from_their_pods() -> None:
    labels = {"labels": {"app": "web", "pod-template-hash": "5d9c"}}
    pods = [pod(f"web-5d9c-{n}", "a", running(OLD), owner="ReplicaSet/web-5d9c", metadata=labels) for n in "xy"]
    scenario = load(dump(node("a"), *pods))
    kinds = {str(each.name): each.owner and str(each.owner) for each in found(scenario).objects}
    assert kinds == {"Deployment/shop/web": None, "ReplicaSet/shop/web-5d9c": "Deployment/shop/web"}
    assert [each.spec.replicas for each in found(scenario).objects] == [2, 2]
    said = "Not in the dump, and made up from the pods that they own: Deployment/shop/web, ReplicaSet/shop/web-5d9c."
    assert said in scenario.assumptions


def test_pods_of_an_unknown_owner_have_none() -> None:
    scenario = load(dump(node("a"), pod("web-0", "a", running(OLD), owner="CloneSet/web")))
    assert only(scenario).owner is None
    assert any("nobody replaces their pods: CloneSet/shop/web (1 pod)" in each for each in scenario.assumptions)


def test_events_say_where_a_back_off_stands() -> None:
    failed = f'Failed to pull image "{IMAGE}:v1": not found'
    events = [
        event("web", "Pulling", f'Pulling image "{IMAGE}:v1"', 3, "2026-05-04T09:09:00Z"),
        event("web", "Failed", failed, 3, "2026-05-04T09:09:01Z"),
        event("web", "BackOff", f'Back-off pulling image "{IMAGE}:v1"', 4, "2026-05-04T09:09:50Z"),
    ]
    status = waiting("ImagePullBackOff", f'Back-off pulling image "{IMAGE}:v1": ErrImagePull: not found')
    (wait,) = only(load(dump(node("a"), pod("web", "a", status), *events))).waiting
    assert (wait.failures, wait.failed_s, wait.seen_s, wait.sure) == (3, -59.0, -10.0, True)


def test_without_events_a_back_off_is_drawn_and_that_is_said() -> None:
    scenario = load(dump(node("a"), pod("web", "a", waiting("ImagePullBackOff"))))
    (wait,) = only(scenario).waiting
    assert (wait.failures, wait.failed_s, wait.sure) == (1, -600.0, False)
    assert any("back-off of 1 container stands is drawn" in each for each in scenario.assumptions)


def test_a_pull_under_way_is_seen_by_its_event() -> None:
    pulling = event("web", "Pulling", f'Pulling image "{IMAGE}:v1"', 1, "2026-05-04T09:09:40Z")
    (wait,) = only(load(dump(node("a"), pod("web", "a", waiting("ContainerCreating")), pulling))).waiting
    assert wait.pulling_since_s == -20.0


def test_a_manifest_without_a_status_is_created_as_ever() -> None:
    manifest = {key: value for key, value in pod("new", "", {}).items() if key != "status"}
    scenario = load(dump(node("a")), manifest)
    assert (found(scenario).pods, [each.name for each in scenario.pods]) == ((), ["new"])


def test_a_dump_without_nodes_is_read_as_before() -> None:
    assert load(dump(pod("web", "a", running(OLD)))).starting is None


def test_what_is_saved_loads_to_the_same_state() -> None:
    scenario = load(dump(node("a", images=[listed("v1", NEW)]), pod("web", "a", running(OLD))))
    again = load(*scenario.documents)
    assert again.starting == scenario.starting
    assert "kind: Node\n" in saved(scenario)


def test_values_can_be_set_in_the_pools_of_a_dump() -> None:
    scenario = load(dump(node("a-1"), node("a-2")), values={"NodePool/a:spec.network": "1Mbit/s"})
    assert [pool.network for pool in scenario.pools] == [125_000.0]


def test_a_date_that_is_none_is_a_mistake() -> None:
    status = running(OLD, since="yesterday")
    with pytest.raises(ScenarioError, match="is no date"):
        load(dump(node("a"), pod("web", "a", status)))
