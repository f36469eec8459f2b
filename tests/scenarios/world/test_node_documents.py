"""How the nodes of a pool pull: containerd's settings, pace, disk, NAT, and when a kubelet collects images."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import yaml

from imagesim.rules.api.node import PODS_ALONE, Allocatable, Taint
from imagesim.rules.images.eviction import EvictionThresholds, Threshold
from imagesim.rules.images.gc_policy import ImageGCPolicy
from imagesim.scenarios.presets.nodes import NODES
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.node_runtime import ContainerdConfiguration, Disk, Nat, Pace
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.node_pool.write import pool_document

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]


def pool(spec: str, name: str = "workers") -> str:
    return f"apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {{name: {name}}}\nspec: {{{spec}}}\n"


def made(loaded: Loaded, spec: str) -> NodePool:
    return loaded(pool(spec)).pools[0]


def test_a_pool_that_says_nothing_has_containerds_defaults_and_always_room(loaded: Loaded) -> None:
    nodes = made(loaded, "")
    assert nodes.containerd == ContainerdConfiguration()
    assert (nodes.disk, nodes.nat, nodes.hosts) == (None, None, ())


def test_the_settings_of_containerd_are_read(loaded: Loaded) -> None:
    transfer = "{maxConcurrentDownloads: 6, maxConcurrentUnpacks: 2, concurrentLayerFetchBuffer: 8Mi}"
    spec = (
        "containerd: {maxConcurrentDownloads: 10, discardUnpackedLayers: true, useLocalImagePull: true, "
        f"imagePullProgressTimeout: 1m, transfer: {transfer}}}"
    )
    assert made(loaded, spec).containerd == ContainerdConfiguration(
        max_concurrent_downloads=10,
        discard_unpacked_layers=True,
        use_local_image_pull=True,
        image_pull_progress_timeout_s=60,
        transfer_max_concurrent_downloads=6,
        transfer_max_concurrent_unpacks=2,
        transfer_concurrent_layer_fetch_buffer=8 * 2**20,
    )


def test_what_a_node_has_for_pods_and_which_taints_keep_them_away(loaded: Loaded) -> None:
    kubelet = "{maxPods: 30, nodeStatusMaxImages: -1, registerWithTaints: [{key: a, effect: NoExecute}]}"
    taints = "[{key: gpu, value: b, effect: NoSchedule}]"
    nodes = made(loaded, f"allocatable: {{cpu: 3920m, memory: 12Gi}}, taints: {taints}, kubelet: {kubelet}")
    assert nodes.allocatable == Allocatable(30, 3920, 12 * 2**30)
    assert nodes.taints == (Taint("gpu", "b", "NoSchedule"), Taint("a", "", "NoExecute"))
    assert nodes.kubelet.node_status_max_images == -1
    assert made(loaded, "allocatable: {pods: 17}").allocatable == Allocatable(17)
    assert made(loaded, "").allocatable == PODS_ALONE == Allocatable(110, None, None)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("taints: [{key: a, effect: Sometimes}]", "spec.taints[0].effect: 'Sometimes'"),
        ("taints: [{key: -a, effect: NoExecute}]", "is no part of a label"),
        ("taints: [{effect: NoExecute}]", "spec.taints[0].key"),
        (
            "taints: [{key: a, effect: NoExecute}], kubelet: {registerWithTaints: [{key: a, effect: NoExecute}]}",
            "spec.kubelet.registerWithTaints[0].key: 'a' stands twice: a node has one taint of a key and an effect",
        ),
        (
            "allocatable: {pods: 5}, kubelet: {maxPods: 6}",
            "spec.allocatable.pods: 5 is not the kubelet's maxPods, which is 6",
        ),
        ("allocatable: {cpu: many}", "spec.allocatable.cpu: 'many' is not a quantity"),
        ("allocatable: {disk: 5}", "spec.allocatable.disk"),
        ("kubelet: {nodeStatusMaxImages: -2}", "spec.kubelet.nodeStatusMaxImages"),
    ],
)
def test_taints_and_sizes_that_cannot_be(mistake: Mistake, spec: str, said: str) -> None:
    assert said in mistake(pool(spec))


MEASURED = Pace(
    unpack=160e6, per_file_s=0.00015, per_layer_s=0.02, before_layers_s=0.09, finish_s=0.055, resolve_s=0.015
)


def test_a_pace_that_is_not_given_is_the_measured_one_and_said_once(loaded: Loaded) -> None:
    scenario = loaded(pool(""), pool("pace: {perFile: 1ms}", "others"))
    assert [nodes.pace.per_file_s for nodes in scenario.pools] == [0.00015, 0.001]
    assert scenario.pools[0].pace == MEASURED == NODES["two-core-vm"].pace
    assert sum("gives no pace" in sentence for sentence in scenario.assumptions) == 1


def test_a_preset_or_a_pace_in_full_is_no_assumption(loaded: Loaded) -> None:
    full = "connection: 50MB/s, unpack: unlimited, perFile: 0, perLayer: 0, beforeLayers: 0, finish: 1s, resolve: 0"
    scenario = loaded(pool("pace: {preset: two-core-vm, unpack: 1GB/s}"), pool(f"pace: {{{full}}}", "others"))
    assert [nodes.pace.unpack for nodes in scenario.pools] == [1e9, None]
    assert scenario.pools[1].pace == Pace(connection=50e6, finish_s=1)
    assert "gives no pace" not in str(scenario.assumptions)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("150ms", (0.15, 0.15)), ("[10ms, 300ms]", (0.01, 0.3)), ("[0, 1s]", (0.0, 1.0)), ("0", (0.0, 0.0))],
)
def test_the_start_of_a_pod_is_a_time_or_a_range_and_is_written_as_it_reads(
    loaded: Loaded, written: str, expected: tuple[float, float]
) -> None:
    scenario = loaded(pool(f"pace: {{podStart: {written}}}"))
    assert scenario.pools[0].pace == replace(MEASURED, pod_start_s=expected)
    again = yaml.safe_dump(pool_document(scenario.pools[0]))
    assert ("podStart" in again) == (expected != (0.0, 0.0))
    assert loaded(again).pools[0].pace.pod_start_s == expected


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("150", "spec.pace.podStart: 150 has no unit"),
        ("[1s, 10ms]", "is no range: its first duration is longer than its second"),
        ("[1s]", "is no range of durations; write the least and the most, such as [10ms, 300ms]"),
        ("[1s, soon]", "is not a duration"),
        ("-1s", "is negative"),
    ],
)
def test_starts_of_pods_that_cannot_be(mistake: Mistake, written: str, said: str) -> None:
    assert said in mistake(pool(f"pace: {{podStart: {written}}}"))


def test_a_disk_may_be_its_size_alone(loaded: Loaded) -> None:
    assert made(loaded, "disk: 100Gi").disk == Disk(capacity=100 * 2**30)
    assert made(loaded, "disk: {size: 100G, used: 20G}").disk == Disk(capacity=10**11, used=2 * 10**10)


def test_pools_may_share_a_nat(loaded: Loaded) -> None:
    scenario = loaded(pool("nat: {name: a, bandwidth: 1Gbit/s}"), pool("nat: {name: a, bandwidth: 125MB/s}", "others"))
    assert {nodes.nat for nodes in scenario.pools} == {Nat(name="a", bandwidth=125e6)}


POLICIES = [
    ("", ImageGCPolicy()),
    (
        "imageGCHighThresholdPercent: 70, imageGCLowThresholdPercent: 60",
        ImageGCPolicy(high_threshold_percent=70, low_threshold_percent=60),
    ),
    ("imageMinimumGCAge: 1h2m3s, imageMaximumGCAge: 24h", ImageGCPolicy(min_age=3723, max_age=86400)),
    ("imageMinimumGCAge: 0s", ImageGCPolicy(min_age=120)),
]


@pytest.mark.parametrize(("written", "expected"), POLICIES)
def test_when_images_are_collected_is_read(loaded: Loaded, written: str, expected: ImageGCPolicy) -> None:
    assert made(loaded, f"kubelet: {{{written}}}").kubelet.image_gc == expected


NONE = Threshold()
THRESHOLDS = [
    ("", EvictionThresholds()),
    ("evictionHard: {}", EvictionThresholds(imagefs_available=NONE, nodefs_available=NONE)),
    (
        "evictionHard: {imagefs.available: 20%}",
        EvictionThresholds(imagefs_available=Threshold(percent=20), nodefs_available=NONE),
    ),
    (
        "evictionHard: {imagefs.available: 0%, nodefs.available: 10Gi}, evictionPressureTransitionPeriod: 30s",
        EvictionThresholds(imagefs_available=NONE, nodefs_available=Threshold(amount=10 * 2**30), transition_s=30),
    ),
    (
        "evictionHard: {imagefs.available: 100%}, evictionPressureTransitionPeriod: 0s",
        EvictionThresholds(imagefs_available=NONE, nodefs_available=NONE, transition_s=300),
    ),
]


@pytest.mark.parametrize(("written", "expected"), THRESHOLDS)
def test_a_given_eviction_hard_replaces_all_defaults(
    loaded: Loaded, written: str, expected: EvictionThresholds
) -> None:
    assert made(loaded, f"kubelet: {{{written}}}").kubelet.eviction == expected


def test_other_eviction_signals_are_listed_as_not_modelled(loaded: Loaded) -> None:
    scenario = loaded(pool("kubelet: {evictionHard: {memory.available: 100Mi, nodefs.available: 5%}, podsPerCore: 3}"))
    expected = "KubeletConfiguration: evictionHard memory.available, podsPerCore is not modelled (NodePool/workers)."
    assert scenario.not_modelled == (expected,)


MISTAKES = [
    ("disk: 0", "disk: 0 has no room at all; write for example size: 100Gi"),
    ("disk: {size: 1Gi, used: 2Gi}", "disk: has more used than there is; lower used, or raise size"),
    ("disk: {used: 2Gi}", "disk.size: is missing"),
    ("pace: {preset: two-cores}", "pace.preset: 'two-cores' is no preset; did you mean two-core-vm?"),
    ("pace: {unpack: 5}", "pace.unpack: 5 has no unit; write 5bit/s for bits or 5B/s for bytes"),
    ("pace: {perfile: 5ms}", "pace.perfile: unknown field; did you mean perFile?"),
    ("nat: {bandwidth: 1Gbit/s}", "nat.name: is missing"),
    ("containerd: {maxConcurrentDownloads: 0}", "containerd.maxConcurrentDownloads: 0 is less than 1"),
    (
        "containerdVersion: '2.0', containerd: {transfer: {maxConcurrentDownloads: 4}}",
        "containerd.transfer: is no setting of containerd 2.0; set containerdVersion to 2.1 or later, "
        "or remove the field",
    ),
    (
        "containerdVersion: '2.1', containerd: {transfer: {maxConcurrentUnpacks: 2}}",
        "containerd.transfer.maxConcurrentUnpacks: is no setting of containerd 2.1; "
        "set containerdVersion to 2.2 or later, or remove the field",
    ),
    (
        "containerdVersion: '1.7', containerd: {useLocalImagePull: false}",
        "containerd.useLocalImagePull: is no setting of containerd 1.7; set containerdVersion to 2.1 or later, "
        "or remove the field",
    ),
    (
        "containerdVersion: '1.6', containerd: {imagePullProgressTimeout: 1m}",
        "containerd.imagePullProgressTimeout: is no setting of containerd 1.6; "
        "set containerdVersion to 1.7 or later, or remove the field",
    ),
    (
        "kubelet: {imageGCHighThresholdPercent: 101}",
        "kubelet.imageGCHighThresholdPercent: 101 is more than 100",
    ),
    (
        "kubelet: {imageGCHighThresholdPercent: 80}",
        "kubelet: imageGCLowThresholdPercent is 80 and must be less than imageGCHighThresholdPercent, which is 80; "
        "lower the one or raise the other",
    ),
    (
        "kubelet: {imageMaximumGCAge: 1m}",
        "kubelet: imageMaximumGCAge is 1m0s and must be greater than imageMinimumGCAge, which is 2m0s; "
        "raise the one, or set it to 0s to turn it off",
    ),
    (
        "kubelet: {imageMinimumGCAge: 120}",
        "kubelet.imageMinimumGCAge: 120 is not text, and Kubernetes writes a duration so; write for example 2m0s",
    ),
    (
        "kubelet: {imageMaximumGCAge: 1d}",
        'kubelet.imageMaximumGCAge: \'1d\' is not a duration: time: unknown unit "d" in duration "1d"; '
        "write for example 2m0s or 24h",
    ),
    (
        "kubelet: {evictionPressureTransitionPeriod: -1s}",
        "kubelet.evictionPressureTransitionPeriod: '-1s' must not be negative; write for example 2m0s",
    ),
    (
        "kubelet: {evictionHard: {imagefs.availabel: 15%}}",
        "kubelet.evictionHard[imagefs.availabel]: is no eviction signal; did you mean imagefs.available?",
    ),
    (
        "kubelet: {evictionHard: {imagefs.available: 101%}}",
        "kubelet.evictionHard[imagefs.available]: '101%' is more than all of it; write for example 15%",
    ),
    (
        "kubelet: {evictionHard: {nodefs.available: lots}}",
        "kubelet.evictionHard[nodefs.available]: 'lots' is not a threshold; "
        "write a part such as 15%, or an amount such as 10Gi",
    ),
    (
        "kubelet: {evictionHard: {nodefs.available: '0'}}",
        "kubelet.evictionHard[nodefs.available]: '0' must be positive; "
        "write for example 10Gi; 0% turns the threshold off",
    ),
]


@pytest.mark.parametrize(("spec", "message"), MISTAKES, ids=[spec for spec, _ in MISTAKES])
def test_a_mistake_in_how_nodes_pull_is_said_with_its_place(mistake: Mistake, spec: str, message: str) -> None:
    assert mistake(pool(spec)) == f"file.yaml:4: NodePool/workers: spec.{message}"


def test_one_nat_has_one_bandwidth(mistake: Mistake) -> None:
    first, second = pool("nat: {name: a, bandwidth: 1Gbit/s}"), pool("nat: {name: a}", "others")
    assert mistake(first, second) == (
        "file.yaml:9: NodePool/others: spec.nat: another bandwidth than in file.yaml:3, which names the NAT a too; "
        "give both the same, or another name"
    )


def test_a_kubelet_may_cap_the_crash_back_off_from_1_35_on(loaded: Loaded, mistake: Mistake) -> None:
    capped = "kubelet: {crashLoopBackOff: {maxContainerRestartPeriod: 1m0s}}"
    nodes = made(loaded, capped)
    assert nodes.kubelet.crash_back_off_max_s == 60
    assert made(loaded, "").kubelet.crash_back_off_max_s == 300
    message = mistake(pool(f'kubernetesVersion: "1.34", {capped}'))
    assert "crashLoopBackOff: needs the feature gate KubeletCrashLoopBackOffMax, which is off in 1.34" in message
    message = mistake(pool(capped.replace("1m0s", "10m")))
    assert "maxContainerRestartPeriod that is not between 1s and 300s" in message
