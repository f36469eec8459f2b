"""Disk pressure on a simulated node: when it is noticed, what goes first, who is evicted, and how long it lasts."""

from dataclasses import replace

import pytest

from imagesim.engine.run import Cluster, run
from imagesim.rules.api.app import App
from imagesim.rules.api.objects import Container, Pod, PodSpec
from imagesim.rules.images.eviction import EvictionThresholds
from imagesim.rules.images.gc_policy import ImageGCPolicy
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from imagesim.scenarios.values.node_runtime import Disk
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, daemon_set, deployment, image, pod

NAMES = ("a", "b", "c", "d")
TAGS = {f"{name}:1": image(name, 100 * MB) for name in NAMES}
ALL = tuple(f"reg.test/{name}:1" for name in NAMES)
DISK = Disk(capacity=1000 * MB, used=100 * MB)
"""Four of the images take 800 MB of it, and 100 MB are less than the 15 % that should be available."""


def node_events(records) -> list[tuple[float, str]]:
    return [(row.time_s, row.reason) for row in records.events if row.object.kind == "Node"]


def removed(records) -> list[tuple[float, str, str]]:
    return [(row.time_s, row.image, row.reason) for row in records.removed_images]


def begun(scenario: Scenario, until: float) -> tuple[Cluster, object]:
    """The scenario at the time *until*, and the disk of its first node."""
    cluster = Cluster(scenario, 1)
    cluster.env.run(until=until)
    return cluster, cluster.kubelets["node-0"].runtime.disk


def a_fourth_image_comes(world, **fields) -> Scenario:
    """Three images that nobody uses, and a pod that brings a fourth one at 203 s."""
    late = deployment("late", 0, container("reg.test/d:1"))
    timeline = (Scale(at_s=203, workload="Deployment/default/late", replicas=1),)
    defaults = {"tags": TAGS, "prepulled": ALL[:3], "disk": DISK, "deployments": (late,), "timeline": timeline}
    return world(**(defaults | fields))


# --- when, and what goes first ---


def test_the_next_look_of_ten_seconds_deletes_all_unused_images_and_nobody_is_evicted(world):
    records = run(a_fourth_image_comes(world))
    assert removed(records) == [(210, name, "DiskPressure") for name in ALL[:3]]
    assert node_events(records) == [
        (210, "EvictionThresholdMet"),
        (210, "NodeHasDiskPressure"),
        (510, "NodeHasNoDiskPressure"),
    ]
    assert [row.phase for row in records.pods] == ["Running"]


def test_eviction_acts_before_image_gc_because_it_looks_more_often(world):
    # Both would act from about 15 % available on. GC would have freed down to 80 % and kept one image.
    reasons = {row.reason for row in run(a_fourth_image_comes(world, duration_s=1000)).removed_images}
    assert reasons == {"DiskPressure"}


def test_a_lower_threshold_of_gc_lets_it_act_first_and_spare_an_image(world):
    gc = KubeletConfiguration(image_gc=ImageGCPolicy(high_threshold_percent=65, low_threshold_percent=65))
    records = run(a_fourth_image_comes(world, kubelet=gc, timeline=(), duration_s=1000))
    assert removed(records) == [(300, ALL[0], "HighThreshold")]
    assert node_events(records) == [(0, "FreeDiskSpaceFailed")]


def test_images_that_are_too_young_go_at_a_later_look(world):
    # The node comes with four images at 0 s, so the first look at 10 s finds pressure and nothing that is old enough.
    records = run(world(tags=TAGS, prepulled=ALL, disk=DISK, duration_s=500))
    assert removed(records) == [(120, name, "DiskPressure") for name in ALL]
    assert [time for time, reason in node_events(records) if reason == "EvictionThresholdMet"] == list(
        range(10, 121, 10)
    )
    assert node_events(records)[-1] == (420, "NodeHasNoDiskPressure")


def test_pinned_images_survive_the_pressure(world):
    records = run(a_fourth_image_comes(world, pinned=ALL[:2]))
    assert removed(records) == [(210, ALL[2], "DiskPressure")]


def test_dead_containers_are_deleted_first_so_their_images_go_too(world):
    once = Container(name="once", image="reg.test/a:1", image_pull_policy="IfNotPresent", app=App(runs_for_s=5))
    job = Pod(namespace="default", name="job", spec=PodSpec(containers=(once,), restart_policy="Never"))
    records = run(a_fourth_image_comes(world, pods=(job,)))
    assert (210, ALL[0], "DiskPressure") in removed(records)


def test_space_that_is_given_back_before_the_look_is_no_pressure(world):
    cluster, disk = begun(world(disk=DISK), until=203)
    disk.take(800 * MB)
    disk.give_back(800 * MB)
    cluster.env.run(until=600)
    assert node_events(cluster.records) == []


def test_a_disk_that_others_fill_is_noticed_without_any_image(world):
    records = run(world(disk=Disk(capacity=1000 * MB, used=900 * MB), duration_s=25))
    assert [event for event in node_events(records) if "Disk" not in event[1]] == [
        (10, "EvictionThresholdMet"),
        (20, "EvictionThresholdMet"),
    ]


# --- who is evicted ---


def all_in_use(world, **fields) -> Scenario:
    pods = tuple(pod(name, container(f"reg.test/{name}:1")) for name in "abc")
    return world(**({"tags": TAGS, "prepulled": ALL[:3], "disk": DISK, "pods": pods, "duration_s": 1000} | fields))


def under_pressure(scenario: Scenario, until: float = 1000) -> Cluster:
    """Somebody writes 200 MB at 203 s."""
    cluster, disk = begun(scenario, until=203)
    disk.take(200 * MB)
    cluster.env.run(until=until)
    return cluster


def test_if_that_is_not_enough_one_pod_is_evicted_and_its_image_goes_at_the_look_after_its_end(world):
    cluster = under_pressure(all_in_use(world))
    records = cluster.finish()
    (gone,) = [row for row in records.pods if row.phase == "Failed"]
    assert gone.reason == "Evicted"
    assert removed(records) == [(212, f"reg.test/{gone.pod}:1", "DiskPressure")]
    assert sorted(row.phase for row in records.pods) == ["Failed", "Running", "Running"]


def test_the_evicted_pod_is_told_in_the_kubelets_words_then_killed_then_failed(world):
    cluster = under_pressure(all_in_use(world))
    records = cluster.finish()
    (told,) = [row for row in records.events if row.reason == "Evicted"]
    assert (told.time_s, told.type, told.count) == (210, "Warning", 1)
    assert told.message == (
        "The node was low on resource: ephemeral-storage. Threshold quantity: 150000005, available: 99995500. "
    )
    name = told.object.name
    assert [row.time_s for row in records.events if row.object == told.object and row.reason == "Killing"] == [210]
    assert [row.ended_s for row in records.running if row.pod == name] == [211]
    shown = [(row.state, row.reason) for row in records.states if row.pod == name]
    assert shown[-1] == ("Terminated", "Error")


def test_a_failed_pod_never_runs_again(world):
    cluster = under_pressure(all_in_use(world))
    records = cluster.finish()
    (name,) = [row.pod for row in records.pods if row.phase == "Failed"]
    assert len([row for row in records.running if row.pod == name]) == 1
    assert [row.ready_s is not None for row in records.pods] == [True, True, True]


def test_one_pod_after_another_goes_while_their_images_are_too_young(world):
    # Pulled after the look at 0 s, the images are first seen at 210 s, and have to be two minutes old.
    cluster = under_pressure(all_in_use(world, prepulled=()))
    records = cluster.finish()
    assert [row.time_s for row in records.events if row.reason == "Evicted"] == [210, 212, 214]
    assert {row.phase for row in records.pods} == {"Failed"}
    # With nobody left the looks come every ten seconds again, the last eviction being at 214 s.
    assert {time for time, _, _ in removed(records)} == {336}


def test_a_pod_that_is_being_deleted_is_not_evicted(world):
    lone = (pod("a", container("reg.test/a:1")),)
    scenario = all_in_use(world, pods=lone, timeline=(Delete(at_s=209.5, target="Pod/default/a"),))
    records = under_pressure(scenario).finish()
    assert not [row for row in records.events if row.reason == "Evicted"]


@pytest.mark.parametrize("deleted_at_s", [210.5, 400])
def test_an_evicted_pod_can_be_deleted_like_any_other(world, deleted_at_s):
    lone = (pod("a", container("reg.test/a:1")),)
    disk = Disk(capacity=1000 * MB, used=600 * MB)
    timeline = (Delete(at_s=deleted_at_s, target="Pod/default/a"),)
    records = under_pressure(all_in_use(world, pods=lone, prepulled=ALL[:1], disk=disk, timeline=timeline)).finish()
    assert [str(row.object) for row in records.events if row.reason == "Evicted"] == ["Pod/default/a"]
    assert records.pods[0].deleted_s is not None


def test_a_pull_that_runs_goes_on_and_its_container_does_not_stay(world):
    slow = pod("slow", container("reg.test/d:1"))
    scenario = world(tags=TAGS, disk=DISK, pods=(slow,), bandwidth=MB / 3, duration_s=600)
    cluster, disk = begun(scenario, until=203)
    disk.take(680 * MB)
    cluster.env.run(until=500)
    records = cluster.finish()
    assert [row.time_s for row in records.events if row.reason == "Evicted"] == [210]
    assert records.pods[0].phase == "Failed"
    assert [row.outcome for row in records.pulls] == ["Pulled"]
    assert all(row.ended_s - row.started_s <= 3 for row in records.running)


# --- what comes of it ---


def with_a_deployment(world, nodes: int) -> Cluster:
    web = deployment("web", 1, container("reg.test/a:1"))
    disk = Disk(capacity=1000 * MB, used=600 * MB)
    scenario = world(tags=TAGS, prepulled=ALL[:1], disk=disk, deployments=(web,), nodes=nodes, duration_s=1000)
    cluster = Cluster(scenario, 1)
    cluster.env.run(until=203)
    (name,) = [row.node for row in cluster.api.pods]
    cluster.kubelets[name].runtime.disk.take(100 * MB)
    cluster.env.run(until=1000)
    return cluster


def test_the_controller_replaces_an_evicted_pod_on_another_node(world):
    records = with_a_deployment(world, nodes=2).finish()
    first, second = records.pods
    assert (first.phase, second.phase) == ("Failed", "Running")
    assert second.created_s == second.scheduled_s == 211
    assert first.node != second.node


def test_with_no_other_node_the_new_pod_waits_until_the_taint_goes(world):
    records = with_a_deployment(world, nodes=1).finish()
    second = records.pods[1]  # its image is gone by then, so it fills the disk again, but that is another story
    # The look at 212 s still finds the threshold crossed, and the condition stays for five minutes after that.
    assert (second.created_s, second.scheduled_s) == (211, 512)
    (why,) = [
        row.message for row in records.events if row.reason == "FailedScheduling" and row.object.name == second.pod
    ]
    assert why == (
        "0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, "
        "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    )
    assert (512, "NodeHasNoDiskPressure") in node_events(records)


def test_pressure_that_comes_again_within_its_period_lasts_five_minutes_from_then(world):
    cluster, disk = begun(world(disk=DISK), until=203)
    disk.take(800 * MB)
    cluster.env.run(until=215)
    disk.give_back(800 * MB)
    cluster.env.run(until=401)
    disk.take(800 * MB)
    cluster.env.run(until=415)
    disk.give_back(800 * MB)
    cluster.env.run(until=1000)
    assert node_events(cluster.records) == [
        (210, "EvictionThresholdMet"),
        (210, "NodeHasDiskPressure"),
        (410, "EvictionThresholdMet"),
        (710, "NodeHasNoDiskPressure"),
    ]


def test_the_transition_period_can_be_shorter(world):
    kubelet = KubeletConfiguration(eviction=EvictionThresholds(transition_s=30))
    records = run(a_fourth_image_comes(world, kubelet=kubelet))
    assert node_events(records)[-1] == (240, "NodeHasNoDiskPressure")


def test_a_kubelet_under_pressure_takes_no_pod_whatever_that_tolerates(world):
    made = world(tags=TAGS, prepulled=ALL[:1], disk=Disk(capacity=1000 * MB, used=600 * MB), duration_s=1000)
    agent = daemon_set("agent", container("reg.test/a:1"))
    cluster = Cluster(replace(made, workloads=(agent,)), 1)
    cluster.env.run(until=203)
    (node,) = cluster.kubelets
    cluster.kubelets[node].runtime.disk.take(100 * MB)
    cluster.env.run(until=240)
    records = cluster.finish()
    assert [row.reason for row in records.pods][:3] == ["Evicted"] * 3
    refused = [row.message for row in records.events if row.reason == "Evicted" and row.object.kind == "Pod"]
    assert refused[1:3] == ["The node had condition: [DiskPressure]. "] * 2
