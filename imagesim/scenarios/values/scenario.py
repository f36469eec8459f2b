"""A Scenario: everything that one run needs, frozen and checked.

It is made by `imagesim.load()` (files) or by hand (tests, libraries), and read by the engine. Nothing in it is
looked up later: names have become objects, quantities have become numbers, defaults have been filled in.
"""

from dataclasses import dataclass, field
from typing import Literal

from imagesim.rules.api.objects import Deployment, Pod
from imagesim.rules.credentials.docker_config import DockerConfig
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.service_account_token import ServiceAccount
from imagesim.rules.images.eviction import EvictionThresholds
from imagesim.rules.images.gc_policy import ImageGCPolicy
from imagesim.rules.images.verification_policy import VerificationPolicy
from imagesim.rules.registry.access import OPEN, RegistryAccess
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds
from imagesim.scenarios.timeline.cluster_events import ClusterEvent
from imagesim.scenarios.values.node_access import CredentialPlugin, VendorHook
from imagesim.scenarios.values.node_runtime import ContainerdConfiguration, Disk, HostConfiguration, Nat, Pace
from imagesim.scenarios.values.registry_service import RegistryService, Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer as the manifest lists it: `size` is compressed bytes, `unpacked` bytes on disk in `files` files.

    `diff_id` is the digest of the raw layer, "" for one that follows from `digest`. `defect` is what is wrong with the
    layer as it was pushed: it is no tar archive, or its raw bytes are not those that the config names.
    """

    digest: str
    size: Bytes
    unpacked: Bytes
    files: int = 0
    diff_id: str = ""
    defect: Literal["", "not-a-tar", "wrong-diff-id"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageManifest:
    """An image for one platform. `size` and `config_size` are the bytes of the manifest and of the config blob.

    `diff_ids` is how many layers the config lists, None for as many as the manifest. An `artifact` is no image (a Helm
    chart, say), though a registry holds it under a name like any other.
    """

    platform: str
    digest: str
    size: Bytes
    config_digest: str
    config_size: Bytes
    layers: tuple[Layer, ...]
    diff_ids: int | None = None
    artifact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What a tag points to. `digest` is the index's digest where there is an index, else the manifest's.

    `index_size` is the bytes of the index, 0 where there is none and `manifests` holds the one manifest.
    """

    name: str
    digest: str
    manifests: tuple[ImageManifest, ...]
    index_size: Bytes = 0

    @property
    def size(self) -> Bytes:
        """Bytes of what the digest names: the index, or the manifest."""
        return self.index_size or self.manifests[0].size

    def alone(self, manifest: ImageManifest) -> "Image":
        """One of the manifests as an image of its own, as its digest names it."""
        return Image(name=self.name, digest=manifest.digest, manifests=(manifest,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """A registry that a document describes: it holds exactly these repositories.

    `repositories` maps a repository path ("library/nginx", without host) to its tags, and each tag to an image.
    `held` lists, per repository, further images that are there by digest only. `bandwidth` is the egress shared by
    all pulls, None for no limit; `latency` is the time of one request's round trip.
    """

    host: str
    latency_s: Seconds
    bandwidth: BytesPerSecond | None
    repositories: tuple[tuple[str, tuple[tuple[str, Image], ...]], ...] = ()
    held: tuple[tuple[str, tuple[Image, ...]], ...] = ()
    access: RegistryAccess = OPEN
    service: RegistryService = field(default_factory=RegistryService)


@dataclass(frozen=True, slots=True, kw_only=True)
class KubeletConfiguration:
    """The fields of the kubelet's configuration that decide about images (kubelet.config.k8s.io/v1beta1)."""

    serialize_image_pulls: bool = True
    max_parallel_image_pulls: int | None = None
    registry_pull_qps: int = 5
    registry_burst: int = 10
    verification: VerificationPolicy = field(default_factory=VerificationPolicy)
    image_gc: ImageGCPolicy = field(default_factory=ImageGCPolicy)
    eviction: EvictionThresholds = field(default_factory=EvictionThresholds)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePool:
    """`count` nodes that are alike, named NAME-0, NAME-1, ... `network` is a node's link, None for no limit.

    `credentials` are the entries of the docker config file that every node of the pool has, `plugins` its credential
    provider plugins in the order of their configuration. Image GC never takes an image under one of the `pinned` names
    (containerd's pinned_images). Without a `disk` there is always room.
    """

    name: str
    count: int
    platform: str = "linux/amd64"
    network: BytesPerSecond | None = None
    labels: tuple[tuple[str, str], ...] = ()
    kubernetes_version: str
    containerd_version: str
    kubelet: KubeletConfiguration = field(default_factory=KubeletConfiguration)
    prepulled: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    credentials: DockerConfig = ()
    plugins: tuple[CredentialPlugin, ...] = ()
    vendor_hook: VendorHook | None = None
    containerd: ContainerdConfiguration = field(default_factory=ContainerdConfiguration)
    pace: Pace = field(default_factory=Pace)
    disk: Disk | None = None
    hosts: tuple[HostConfiguration, ...] = ()
    nat: Nat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """Somebody pushes `image` over the tag of `reference` ("docker.io/library/nginx:1.27")."""

    at_s: Seconds
    reference: str
    image: Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """The registry `registry` fails for `for_s` seconds.

    `how` is "refused" (nobody listens at its port), another Transport, "silent" (it accepts and never answers), or
    "status" (it answers each request with `status`). All but the last two break off what is under way.
    """

    at_s: Seconds
    registry: str
    for_s: Seconds
    how: Transport | Literal["silent", "status"] = "refused"
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """`kubectl scale` of the workload "Deployment/NAMESPACE/NAME" to `replicas`."""

    at_s: Seconds
    workload: str
    replicas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetImage:
    """`kubectl set image`: a new image text for one container. The pull policy stays as stored.

    `workload` is "Deployment/NAMESPACE/NAME", which rolls out, or "Pod/NAMESPACE/NAME", whose container is restarted.
    """

    at_s: Seconds
    workload: str
    container: str
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutRestart:
    """`kubectl rollout restart` of the workload: the same template under a new hash, so every pod is replaced."""

    at_s: Seconds
    workload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """Containers exit and the kubelet starts them again in the same pod, as after a crash or a failed liveness probe.

    `target` is "Deployment/NAMESPACE/NAME" or "Pod/NAMESPACE/NAME". Of a workload the first `pods` pods by name
    restart (all if None), spread evenly over `over_s` seconds.
    """

    at_s: Seconds
    target: str
    pods: int | None = None
    over_s: Seconds = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """`kubectl delete pod`. `target` and `pods` as in Restart; a workload's pods are made anew by its controller."""

    at_s: Seconds
    target: str
    pods: int | None = None
    over_s: Seconds = 0


TimelineEvent = Push | Outage | Scale | SetImage | RolloutRestart | Restart | Delete | ClusterEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One frozen, checked input of `simulate()`.

    `duration_s` is how long the run lasts. `default_image` is what a registry that no document describes serves under
    every name; the engine derives its digests from the name. `assumptions` and `not_modelled` are sentences that
    reports repeat. `documents` are the source documents as plain values, from which a saved scenario is written.
    """

    name: str
    title: str = ""
    question: str = ""
    duration_s: Seconds
    seed: int = 1
    kubernetes_version: str
    containerd_version: str
    admission: tuple[str, ...] = ()
    default_image_size: Bytes
    default_latency_s: Seconds
    default_bandwidth: BytesPerSecond | None = None
    registries: tuple[Registry, ...] = ()
    images: tuple[Image, ...] = ()
    pools: tuple[NodePool, ...] = ()
    pods: tuple[Pod, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    secrets: tuple[PullSecret, ...] = ()
    service_accounts: tuple[ServiceAccount, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()
    assumptions: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    documents: tuple[dict[str, object], ...] = field(default=(), repr=False, compare=False, hash=False)
