"""Nodes that are alike, as a value. How they pull is in node_runtime, what they pull with in node_access."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from imagesim.rules.api.node import PODS_ALONE, Allocatable, Taint
from imagesim.rules.api.objects import Pod
from imagesim.rules.credentials.docker_config import DockerConfig
from imagesim.rules.images.eviction import EvictionThresholds
from imagesim.rules.images.gc_policy import ImageGCPolicy
from imagesim.rules.images.verification_policy import VerificationPolicy
from imagesim.rules.units import BytesPerSecond, Seconds
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_access import CredentialPlugin, VendorHook
from imagesim.scenarios.values.node_runtime import (
    ContainerdConfiguration,
    Disk,
    HostConfiguration,
    Nat,
    OwnSandboxImage,
    Pace,
)

MAX_CRASH_BACK_OFF_S: Seconds = 300.0
"""How long a container that crashed waits at most, unless a kubelet's configuration says less (MaxCrashLoopBackOff)."""
_MOST = 10**12
_NUMBER = re.compile(r"0|[1-9][0-9]{0,11}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KubeletConfiguration:
    """The fields of the kubelet's configuration that decide about images (kubelet.config.k8s.io/v1beta1).

    `kube_api_limit` are kubeAPIQPS and kubeAPIBurst, None for no limit.
    """

    serialize_image_pulls: bool = True
    max_parallel_image_pulls: int | None = None
    registry_pull_qps: int = 5
    registry_burst: int = 10
    verification: VerificationPolicy = field(default_factory=VerificationPolicy)
    image_gc: ImageGCPolicy = field(default_factory=ImageGCPolicy)
    eviction: EvictionThresholds = field(default_factory=EvictionThresholds)
    node_status_max_images: int = 50
    crash_back_off_max_s: Seconds = MAX_CRASH_BACK_OFF_S
    kube_api_limit: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePool:
    """`count` nodes that are alike, named NAME-0, NAME-1, ... `network` is a node's link, None for no limit.

    The first of them are called by the names in `nodes`, where there are some.

    `credentials` are the entries of the docker config file that every node of the pool has, `plugins` its credential
    provider plugins in the order of their configuration. Image GC never takes an image under one of the `pinned` names
    (containerd's pinned_images). Of the `prepulled` names no registry holds those that were `loaded` (`kind load`),
    and `loaded_images` says of some what they are, whatever a registry holds under that name.
    Without a `disk` there is always room. The nodes register with `taints`; one that
    does not say how much CPU and memory is `allocatable` has enough.
    `static_pods` are the manifests in the folder of every kubelet's staticPodPath.
    """

    name: str
    count: int
    nodes: tuple[str, ...] = ()
    platform: str = "linux/amd64"
    network: BytesPerSecond | None = None
    labels: tuple[tuple[str, str], ...] = ()
    kubernetes_version: str
    containerd_version: str
    kubelet: KubeletConfiguration = field(default_factory=KubeletConfiguration)
    prepulled: tuple[str, ...] = ()
    loaded: tuple[str, ...] = ()
    loaded_images: tuple[tuple[str, Image], ...] = ()
    pinned: tuple[str, ...] = ()
    sandbox_image: OwnSandboxImage = field(default_factory=OwnSandboxImage)
    static_pods: tuple[Pod, ...] = ()
    credentials: DockerConfig = ()
    plugins: tuple[CredentialPlugin, ...] = ()
    vendor_hook: VendorHook | None = None
    containerd: ContainerdConfiguration = field(default_factory=ContainerdConfiguration)
    pace: Pace = field(default_factory=Pace)
    disk: Disk | None = None
    hosts: tuple[HostConfiguration, ...] = ()
    nat: Nat | None = None
    taints: tuple[Taint, ...] = ()
    allocatable: Allocatable = PODS_ALONE

    def node_name(self, index: int) -> str:
        """The name of the node of that number, the first being 0."""
        others = index - len(self.nodes)
        return self.nodes[index] if others < 0 else f"{self.name}-{others + first_number(self.name, self.nodes)}"

    def has(self, node: str) -> bool:
        """Whether a node of the beginning has that name."""
        return is_one_of(node, self.name, self.nodes, self.count)


def is_node_of(node: str, pool: str, count: int) -> bool:
    """Whether *node* is the name of one of the *count* nodes of a NodePool, of which there may be a million."""
    number = node.removeprefix(f"{pool}-")
    return _NUMBER.fullmatch(number) is not None and number != node and int(number) < count


def first_number(pool: str, nodes: Sequence[str]) -> int:
    """The number of the first node of a pool that has no name of its own: none of *nodes* has a higher one."""
    numbers = (int(node[len(pool) + 1 :]) for node in nodes if is_node_of(node, pool, _MOST))
    return max((number + 1 for number in numbers), default=0)


def is_one_of(node: str, pool: str, nodes: Sequence[str], count: int) -> bool:
    """Whether *node* is the name of one of the *count* nodes of a NodePool, of which the first are called *nodes*."""
    if not nodes:
        return is_node_of(node, pool, count)
    first = first_number(pool, nodes)
    numbered = is_node_of(node, pool, first + max(0, count - len(nodes)))
    return node in nodes[:count] or (numbered and int(node[len(pool) + 1 :]) >= first)


def pool_of(node: str, names: Mapping[str, Sequence[str]]) -> str:
    """The NodePool of a node, or of one that may join it; "" for none. *names* are those of nodes that have their own.

    The longest name of a pool wins: `web-2-0` is of `web-2`, not of `web`.
    """
    found = [pool for pool, own in names.items() if is_one_of(node, pool, own, _MOST)]
    return max(found, key=len, default="")


def is_static_pod(pools: Iterable[NodePool], namespace: str, name: str) -> bool:
    """Whether a pod of that name is, or may be once a node has joined, a static pod of one of these pools."""
    return any(
        (pod.namespace, pod.name) == (namespace, name[: len(pod.name)])
        and is_node_of(name[len(pod.name) + 1 :], pool.name, _MOST)
        and name[len(pod.name)] == "-"
        for pool in pools
        for pod in pool.static_pods
    )
