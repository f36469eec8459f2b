"""World documents: what stands around the manifests, as pydantic models (apiVersion imagesim/v1).

Simulation says how long and under which versions; Registry what a registry holds; Image what its layers are; NodePool
which nodes there are; Timeline (in timelines.py) what happens. A field that is not listed here is a mistake.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from imagesim.scenarios.credential_models import AccessSpec, CredentialsSpec, UserSpec
from imagesim.scenarios.kubelet_fields import KUBELET_FIELDS
from imagesim.scenarios.world_model import WorldModel
from imagesim.scenarios.world_values import (
    AtLeastOne,
    ContainerdVersion,
    Count,
    Digest,
    Duration,
    KubernetesVersion,
    NodeName,
    NotEmpty,
    Platform,
    Size,
    Speed,
    Tag,
    mistake,
    not_supported,
)

API_VERSION = "imagesim/v1"

NotSupported = Annotated[Any, BeforeValidator(not_supported)]


class Metadata(WorldModel):
    """`metadata`: the name, and what people like to note down."""

    name: NotEmpty
    labels: dict[str, str] = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)


class NodeMetadata(Metadata):
    """The metadata of a NodePool, whose name begins the names of its nodes."""

    name: NodeName


class Defaults(WorldModel):
    """What a registry that no document describes serves, and how fast."""

    image_size: Size | None = None
    latency: Duration | None = None
    bandwidth: Speed = None


class SimulationSpec(WorldModel):
    """How long the run lasts, what it asks, and which versions hold where a NodePool names none."""

    title: str = ""
    question: str = ""
    duration: Duration | None = None
    seed: Count | None = None
    kubernetes_version: KubernetesVersion | None = None
    containerd_version: ContainerdVersion | None = None
    admission: list[Literal["AlwaysPullImages", "PinDigests"]] = Field(default_factory=list)
    defaults: Defaults = Field(default_factory=Defaults)
    assumptions: list[str] = Field(default_factory=list)
    not_modelled: list[str] = Field(default_factory=list)


class Repository(WorldModel):
    """What a repository holds: tags, and `images` that are there by digest alone."""

    tags: dict[Tag, NotEmpty] = Field(default_factory=dict)
    images: list[NotEmpty] = Field(default_factory=list)


class RegistrySpec(WorldModel):
    """A registry that holds exactly these repositories. `host` is metadata.name where it is left out."""

    host: NotEmpty | None = None
    latency: Duration | None = None
    bandwidth: Speed = None
    auth: Literal["none", "basic", "bearer"] = "none"
    users: list[UserSpec] = Field(default_factory=list)
    access: list[AccessSpec] = Field(default_factory=list)
    limits: NotSupported = None
    repositories: dict[NotEmpty, Repository] = Field(default_factory=dict)


class LayerSpec(WorldModel):
    """A layer; a size alone is short for {size: ...}."""

    size: Size
    digest: Digest | None = None
    unpacked: Size | None = None
    files: NotSupported = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"size": value}


class ManifestSpec(WorldModel):
    """An image for one platform. The digests and sizes of manifest and config are derived unless they are given."""

    platform: Platform = "linux/amd64"
    layers: list[LayerSpec]
    digest: Digest | None = None
    size: Size | None = None
    config_digest: Digest | None = None
    config_size: Size | None = None


class ImageSpec(WorldModel):
    """What a tag can point to: `manifests`, or `layers` alone for one linux/amd64 manifest."""

    digest: Digest | None = None
    layers: list[LayerSpec] | None = None
    manifests: list[ManifestSpec] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "ImageSpec":
        if (self.layers is None) == (self.manifests is None):
            raise mistake("needs either layers or manifests", "write for example layers: [30Mi, 4Mi]")
        if self.manifests is not None and len(self.manifests) != 1:
            raise mistake("needs exactly one manifest; several platforms are not supported yet", "keep one of them")
        return self


class KubeletSpec(WorldModel):
    """KubeletConfiguration (kubelet.config.k8s.io/v1beta1). Fields that are not modelled gather in `others`."""

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"others"})

    serialize_image_pulls: bool | None = None
    max_parallel_image_pulls: AtLeastOne | None = None
    registry_pull_qps: Annotated[Count, Field(alias="registryPullQPS")] = 5
    registry_burst: Count = 10
    image_pull_credentials_verification_policy: (
        Literal["NeverVerify", "NeverVerifyPreloadedImages", "NeverVerifyAllowlistedImages", "AlwaysVerify"] | None
    ) = None
    preloaded_images_verification_allowlist: list[str] = Field(default_factory=list)
    others: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _set_aside(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        own = {key: inner for key, inner in value.items() if key not in KUBELET_FIELDS}
        others = {key: value[key] for key in value if key in KUBELET_FIELDS}
        return {**own, "others": others} if others else own

    @model_validator(mode="after")
    def _parallel(self) -> "KubeletSpec":
        if self.serialize_image_pulls and (self.max_parallel_image_pulls or 0) > 1:
            count = self.max_parallel_image_pulls
            raise mistake(
                f"maxParallelImagePulls is {count} and cannot be larger than 1 unless serializeImagePulls is false",
                "set serializeImagePulls: false",
            )
        return self


class NodePoolSpec(WorldModel):
    """`count` nodes that are alike."""

    count: Count = 1
    platform: Platform = "linux/amd64"
    network: Speed = 125_000_000.0
    labels: dict[str, str] = Field(default_factory=dict)
    kubernetes_version: KubernetesVersion | None = None
    containerd_version: ContainerdVersion | None = None
    kubelet: KubeletSpec = Field(default_factory=KubeletSpec)
    prepulled: list[NotEmpty] = Field(default_factory=list)
    credentials: CredentialsSpec = Field(default_factory=CredentialsSpec)
    hosts: NotSupported = None
    disk: NotSupported = None


class WorldDocument(WorldModel):
    """What every world document has."""

    api_version: Literal["imagesim/v1"]
    kind: str
    metadata: Metadata


class Simulation(WorldDocument):
    """kind: Simulation"""

    spec: SimulationSpec = Field(default_factory=SimulationSpec)


class Registry(WorldDocument):
    """kind: Registry"""

    spec: RegistrySpec = Field(default_factory=RegistrySpec)


class Image(WorldDocument):
    """kind: Image"""

    spec: ImageSpec


class NodePool(WorldDocument):
    """kind: NodePool"""

    metadata: NodeMetadata
    spec: NodePoolSpec = Field(default_factory=NodePoolSpec)
