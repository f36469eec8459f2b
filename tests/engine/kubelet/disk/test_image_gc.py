"""Image GC on a simulated node: when it looks, what it takes, what it says, and what then goes wrong."""

from dataclasses import replace

import pytest

from imagesim.engine.kubelet.disk.image_gc import ImageGC
from imagesim.engine.run import Cluster, run
from imagesim.rules.api.app import App
from imagesim.rules.api.objects import Container, ImageVolume, Pod, PodSpec
from imagesim.rules.images.eviction import EvictionThresholds, Threshold
from imagesim.rules.images.gc_policy import ImageGCPolicy
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.node_pool import KubeletConfiguration, NodePool
from imagesim.scenarios.values.node_runtime import Disk
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image, pod

NO_EVICTION = EvictionThresholds(imagefs_available=Threshold(), nodefs_available=Threshold())
NAMES = ("a", "b", "c", "d")
TAGS = {f"{name}:1": image(name, 100 * MB) for name in NAMES}
ALL = tuple(f"reg.test/{name}:1" for name in NAMES)
SIZE = 100 * MB + 1500
"""The CRI size of each of these images: manifest, config and one layer. The unpacked layer takes 100 MB more."""
ON_DISK = 200 * MB + 1500


def kubelet(eviction: EvictionThresholds = NO_EVICTION, **policy: float) -> KubeletConfiguration:
    return KubeletConfiguration(image_gc=ImageGCPolicy(**policy), eviction=eviction)


def disk(*, images: int, available: int) -> Disk:
    """A disk of 1,000 MB on which so much is available beside the images."""
    return Disk(capacity=1000 * MB, used=1000 * MB - images * ON_DISK - available)


def removed(scenario: Scenario) -> list[tuple[float, str, str]]:
    return [(row.time_s, row.image, row.reason) for row in run(scenario).removed_images]


def events(scenario: Scenario) -> list[tuple[float, str, str, int]]:
    records = run(scenario).events
    return [(row.time_s, row.reason, row.message, row.count) for row in records if str(row.object) == "Node/node-0"]


def happenings(scenario: Scenario) -> list[float]:
    """The times of all that is planned on a node without pods, up to 1,000 s."""
    env, times = Cluster(scenario, 1).env, []
    while env.peek() < 1000:
        env.step()
        times.append(env.now)
    return times


# --- when ---


def test_without_a_disk_nothing_is_ever_planned(world):
    assert happenings(world(tags=TAGS, prepulled=ALL)) == []


def test_a_half_empty_disk_costs_a_look_every_five_minutes_and_nothing_else(world):
    planned = happenings(world(tags=TAGS, prepulled=ALL, disk=Disk(capacity=2000 * MB)))
    assert [time for time in planned if time > 0] == [300, 600, 900]


def test_a_node_without_images_whose_disk_is_not_full_costs_one_look(world):
    assert happenings(world(tags=TAGS, disk=Disk(capacity=2000 * MB))) == [0, 0], "with that of the eviction manager"
    full = happenings(world(tags=TAGS, disk=Disk(capacity=2000 * MB, used=1900 * MB), kubelet=kubelet()))
    assert [time for time in full if time > 0] == [300, 600, 900], "it cannot free anything, and says so each time"


@pytest.mark.parametrize("comes_s", [10, 600, 1000])
def test_once_an_image_comes_it_is_looked_at_when_it_would_have_been_without_a_rest(world, comes_s, monkeypatch):
    scale = Scale(at_s=comes_s, workload="Deployment/default/web", replicas=1)
    web = deployment("web", 0, container("reg.test/a:1"))
    gone = Scale(at_s=comes_s + 200, workload="Deployment/default/web", replicas=0)
    gc = kubelet(high_threshold_percent=1, low_threshold_percent=0)
    scenario = world(
        tags=TAGS,
        deployments=(web,),
        timeline=(scale, gone),
        disk=Disk(capacity=1000 * MB),
        kubelet=gc,
        duration_s=3000,
    )
    rested = run(scenario)
    assert [row.time_s % 300 for row in rested.removed_images] == [0]
    monkeypatch.setattr(ImageGC, "_finds_nothing", lambda self: False)
    assert run(scenario) == rested


def test_what_the_node_comes_with_is_too_young_at_the_start_and_goes_at_the_second_look(world):
    found = removed(world(tags=TAGS, prepulled=ALL, disk=disk(images=4, available=150 * MB), kubelet=kubelet()))
    assert found == [(300, "reg.test/a:1", "HighThreshold")]


def test_a_threshold_of_100_collects_nothing(world):
    gc = kubelet(high_threshold_percent=100)
    assert removed(world(tags=TAGS, prepulled=ALL, disk=disk(images=4, available=0), kubelet=gc)) == []


# --- how much ---


@pytest.mark.parametrize(("more", "gone"), [(0, 1), (1, 2)])
def test_it_frees_down_to_exactly_the_low_threshold_and_overshoots_by_at_most_one_image(world, more, gone):
    available = 1000 * MB // 5 - SIZE - more
    scenario = world(tags=TAGS, prepulled=ALL, disk=disk(images=4, available=available), kubelet=kubelet())
    assert [name for _, name, _ in removed(scenario)] == list(ALL[:gone])


def test_an_image_that_goes_frees_its_unpacked_layers_too(world):
    scenario = world(tags=TAGS, prepulled=ALL, disk=disk(images=4, available=150 * MB), kubelet=kubelet())
    cluster = Cluster(scenario, 1)
    cluster.env.run(until=301)
    assert cluster.kubelets["node-0"].runtime.disk.usage().available == 150 * MB + ON_DISK


def test_with_a_low_threshold_of_0_everything_unused_goes(world):
    gc = kubelet(high_threshold_percent=1, low_threshold_percent=0)
    scenario = world(tags=TAGS, prepulled=ALL, disk=disk(images=4, available=150 * MB), kubelet=gc, duration_s=301)
    assert [name for _, name, _ in removed(scenario)] == list(ALL)


# --- what ---


def everything(world, **fields):
    """A node whose kubelet takes all that it may, from the second look on."""
    gc = kubelet(high_threshold_percent=1, low_threshold_percent=0)
    return world(**({"tags": TAGS, "disk": Disk(capacity=1000 * MB), "kubelet": gc, "duration_s": 1000} | fields))


def test_what_runs_stays_and_so_does_what_is_pinned(world):
    runs = pod("web", container("reg.test/b:1"), init=(container("reg.test/c:1", name="setup"),))
    scenario = everything(world, prepulled=ALL, pods=(runs,), pinned=("reg.test/d:1",), duration_s=400)
    assert [name for _, name, _ in removed(scenario)] == ["reg.test/a:1"]


def test_a_dead_container_uses_its_image_until_its_pod_is_gone(world):
    once = Container(name="once", image="reg.test/a:1", image_pull_policy="IfNotPresent", app=App(runs_for_s=5))
    job = Pod(namespace="default", name="job", spec=PodSpec(containers=(once,), restart_policy="Never"))
    timeline = (Delete(at_s=700, target="Pod/default/job"),)
    assert removed(everything(world, prepulled=ALL[:1], pods=(job,), timeline=timeline)) == [
        (900, "reg.test/a:1", "HighThreshold")
    ]


def test_the_dead_container_before_a_running_one_uses_its_image_too(world):
    web = pod("web", container("reg.test/a:1"))
    change = SetImage(at_s=100, workload="Pod/default/web", container="app", image="reg.test/b:1")
    crash = Restart(at_s=700, target="Pod/default/web")
    found = removed(everything(world, prepulled=ALL[:2], pods=(web,), timeline=(change, crash)))
    assert found == [(900, "reg.test/a:1", "HighThreshold")]


def test_an_image_volume_that_a_container_mounts_is_in_use(world):
    app = Container(name="app", image="reg.test/a:1", image_pull_policy="IfNotPresent", volume_mounts=("data",))
    volumes = tuple(
        ImageVolume(name=name, reference=text, pull_policy="IfNotPresent")
        for name, text in (("data", "reg.test/b:1"), ("unmounted", "reg.test/c:1"))
    )
    web = Pod(namespace="default", name="web", spec=PodSpec(containers=(app,), image_volumes=volumes))
    found = removed(everything(world, prepulled=ALL, pods=(web,), duration_s=301))
    assert [name for _, name, _ in found] == ["reg.test/c:1", "reg.test/d:1"]


def test_a_kubelet_that_knows_no_image_volumes_has_none_in_use_whatever_they_are_called(world):
    app = Container(name="app", image="reg.test/a:1", image_pull_policy="IfNotPresent", volume_mounts=("b", "none"))
    volumes = tuple(
        ImageVolume(name=name, reference=text, pull_policy="IfNotPresent")
        for name, text in (("b", "reg.test/b:1"), ("none", "reg.test/No/Name"))
    )
    web = Pod(namespace="default", name="web", spec=PodSpec(containers=(app,), image_volumes=volumes))
    scenario = everything(world, prepulled=ALL, pods=(web,), duration_s=301)
    pools = tuple(replace(pool, kubernetes_version="1.34") for pool in scenario.pools)
    assert [name for _, name, _ in removed(replace(scenario, pools=pools))] == [f"reg.test/{name}:1" for name in "bcd"]


def test_the_longest_unused_goes_first_and_what_was_never_used_before_all(world):
    pods = tuple(pod(name, container(f"reg.test/{name}:1")) for name in "abc")
    timeline = tuple(
        Delete(at_s=at, target=f"Pod/default/{name}") for at, name in ((700, "a"), (400, "b"), (1000, "c"))
    )
    gc = kubelet(high_threshold_percent=50, low_threshold_percent=0, min_age=1100)
    found = removed(everything(world, prepulled=ALL, pods=pods, timeline=timeline, kubelet=gc, duration_s=1300))
    assert [name for _, name, _ in found] == [f"reg.test/{name}:1" for name in "dbac"]


def test_the_age_counts_from_the_look_that_first_saw_the_image(world):
    # Pulled at 10 s and seen at 300 s: with a minimum age of 299 s it may go at 600 s, and not before.
    once = pod("once", container("reg.test/a:1"))
    gc = kubelet(high_threshold_percent=1, low_threshold_percent=0, min_age=299)
    timeline = (Delete(at_s=20, target="Pod/default/once"),)
    found = removed(everything(world, pods=(once,), timeline=timeline, kubelet=gc))
    assert found == [(600, "reg.test/a:1", "HighThreshold")]


def test_a_moved_tag_leaves_the_old_image_to_be_collected_by_its_digest(world):
    web = deployment("web", 1, container("reg.test/a:1", policy="Always"))
    timeline = (
        Push(at_s=50, reference="reg.test/a:1", image=image("new", 100 * MB)),
        Delete(at_s=60, target="Deployment/default/web"),
    )
    found = removed(everything(world, deployments=(web,), timeline=timeline, duration_s=601))
    assert found == [(600, "reg.test/a@sha256:a", "HighThreshold")]


# --- by age ---


def test_an_image_unused_for_longer_than_the_maximum_age_goes_without_any_disk(world):
    web = deployment("web", 1, container("reg.test/b:1"))
    timeline = (Scale(at_s=650, workload="Deployment/default/web", replicas=0),)
    scenario = world(
        tags=TAGS,
        prepulled=ALL[:2],
        deployments=(web,),
        timeline=timeline,
        duration_s=2000,
        kubelet=kubelet(max_age=600),
    )
    assert removed(scenario) == [(900, "reg.test/a:1", "MaximumAge"), (1500, "reg.test/b:1", "MaximumAge")]


# --- what it says ---


def full_of_others(version: str, world, **fields) -> Scenario:
    return world(version=version, disk=Disk(capacity=1000 * MB, used=900 * MB), kubelet=kubelet(), **fields)


@pytest.mark.parametrize("version", ["1.32", "1.34", "1.35", "1.36"])
def test_too_little_freed_is_said_each_time_and_from_the_second_time_on_gc_has_failed(world, version):
    text = {
        True: "Failed to garbage collect required amount of images. Attempted to free 100000000 bytes, but only found "
        "0 bytes eligible to free.",
        False: "Insufficient free disk space on the node's image filesystem (90% of 953.7 MiB used). Failed to free "
        "sufficient space by deleting unused images (freed 0 bytes). Investigate disk usage, as it could be used by "
        "active images, logs, volumes, or other data.",
    }[version < "1.35"]
    assert events(full_of_others(version, world, duration_s=700)) == [
        (0, "FreeDiskSpaceFailed", text, 1),
        (300, "FreeDiskSpaceFailed", text, 2),
        (300, "ImageGCFailed", text, 1),
        (600, "FreeDiskSpaceFailed", text, 3),
        (600, "ImageGCFailed", text, 2),
    ]


def test_a_success_between_two_failures_starts_the_count_again(world):
    web = deployment("web", 1, container("reg.test/a:1"))
    timeline = (
        Scale(at_s=100, workload="Deployment/default/web", replicas=0),
        Scale(at_s=500, workload="Deployment/default/web", replicas=1),
    )
    scenario = world(
        tags=TAGS,
        prepulled=ALL[:1],
        deployments=(web,),
        timeline=timeline,
        disk=disk(images=1, available=100 * MB),
        kubelet=kubelet(),
        duration_s=700,
    )
    # At 0 s the image is too young, at 300 s it goes, and at 600 s it is back and in use.
    assert [(time, reason) for time, reason, _, _ in events(scenario)] == [
        (0, "FreeDiskSpaceFailed"),
        (600, "FreeDiskSpaceFailed"),
    ]


def test_a_disk_without_a_size_is_said(world):
    found = events(world(disk=Disk(capacity=0), kubelet=kubelet(), duration_s=100))
    assert found == [(0, "InvalidDiskCapacity", "invalid capacity 0 on image filesystem", 1)]


def test_events_of_a_node_are_warnings_in_the_default_namespace(world):
    (event,) = run(full_of_others("1.36", world, duration_s=100)).events
    assert (event.namespace, str(event.object), event.type) == ("default", "Node/node-0", "Warning")


# --- what comes of it ---


def scaled_down_and_up(world, policy: str, **fields) -> Scenario:
    """A preloaded image whose Deployment is scaled to 0 at 60 s and back at 700 s, on a node that collects all."""
    tool = deployment("tool", 1, container("reg.test/a:1", policy=policy))
    timeline = tuple(Scale(at_s=at, workload="Deployment/default/tool", replicas=n) for at, n in ((60, 0), (700, 1)))
    return everything(world, prepulled=ALL[:1], deployments=(tool,), timeline=timeline, **fields)


def test_never_worked_yesterday_and_fails_after_the_collection(world):
    records = run(scaled_down_and_up(world, "Never"))
    assert [row.outcome for row in records.pulls] == ["AlreadyPresent"]
    assert records.states[-1].reason == "ErrImageNeverPull"


def test_if_not_present_pulls_again_after_the_collection(world):
    records = run(scaled_down_and_up(world, "IfNotPresent"))
    assert [row.outcome for row in records.pulls] == ["AlreadyPresent", "Pulled"]


def pull_manager(scenario: Scenario, until: float):
    cluster = Cluster(scenario, 1)
    cluster.env.run(until=until)
    return cluster.kubelets["node-0"].image_manager.pull_manager


def test_a_collection_by_space_drops_the_pull_records_even_of_images_in_use(world):
    web = pod("web", container("reg.test/b:1"))
    scenario = everything(world, prepulled=ALL[:1], pods=(web,))
    assert [record.image_ref for record in pull_manager(scenario, 250).records] == ["sha256:b-config"]
    assert pull_manager(scenario, 301).records == ()


def test_a_collection_that_was_not_needed_leaves_the_pull_records(world):
    scenario = world(
        tags=TAGS, pods=(pod("web", container("reg.test/b:1")),), disk=Disk(capacity=1000 * MB), duration_s=1000
    )
    assert len(pull_manager(scenario, 901).records) == 1


def test_a_version_without_pull_records_collects_all_the_same(world):
    scenario = everything(world, prepulled=ALL[:1], version="1.32")
    assert pull_manager(scenario, 301) is None
    assert len(removed(scenario)) == 1


def test_pools_pin_nothing_unless_told():
    assert NodePool(name="n", count=1, kubernetes_version="1.36", containerd_version="2.3").pinned == ()
