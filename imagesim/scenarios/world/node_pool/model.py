"""A NodePool document as pydantic models: the nodes, and how they pull."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic.alias_generators import to_camel

from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.credentials.model import CredentialsSpec
from imagesim.scenarios.world.document import Metadata, WorldDocument
from imagesim.scenarios.world.node_pool.kubelet_model import KubeletSpec, TaintSpec
from imagesim.scenarios.world.types import (
    AtLeastOne,
    ContainerdVersion,
    Count,
    Cpu,
    Duration,
    DurationOrRange,
    KubernetesVersion,
    NodeName,
    NodePlatform,
    Nodes,
    NotEmpty,
    Size,
    Speed,
    mistake,
)


class TransferSpec(WorldModel):
    """The settings of containerd's transfer service (from 2.1)."""

    max_concurrent_downloads: AtLeastOne = 3
    max_concurrent_unpacks: AtLeastOne = 1
    concurrent_layer_fetch_buffer: Size = 0


class ContainerdSpec(WorldModel):
    """The settings of containerd's CRI plugin that decide how it pulls, and those of its transfer service."""

    max_concurrent_downloads: AtLeastOne = 3
    discard_unpacked_layers: bool = False
    use_local_image_pull: bool = False
    image_pull_progress_timeout: Duration | None = None
    transfer: TransferSpec = Field(default_factory=TransferSpec)


class PaceSpec(WorldModel):
    """How fast a node works. What is not given is as in the preset, and without one as in two-core-vm."""

    preset: NotEmpty | None = None
    connection: Speed = None
    unpack: Speed = None
    per_file: Duration | None = None
    per_layer: Duration | None = None
    before_layers: Duration | None = None
    finish: Duration | None = None
    resolve: Duration | None = None
    pod_start: DurationOrRange | None = None


class DiskSpec(WorldModel):
    """The file system that holds images; a size alone is short for {size: ...}."""

    size: Size
    used: Size = 0

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"size": value}

    @model_validator(mode="after")
    def _room(self) -> "DiskSpec":
        if self.size == 0:
            raise mistake("has no room at all", "write for example size: 100Gi")
        if self.used > self.size:
            raise mistake("has more used than there is", "lower used, or raise size")
        return self


class NatSpec(WorldModel):
    """One address and one link through which the nodes reach registries; pools with the same name share them."""

    name: NotEmpty
    bandwidth: Speed = None


Capability = Literal["pull", "resolve"]


def _all() -> list[Capability]:
    return ["pull", "resolve"]


class HostSpec(WorldModel):
    """What a hosts.toml says of a host."""

    host: NotEmpty | None = None
    capabilities: Annotated[list[Capability], Field(min_length=1, default_factory=_all)]
    override_path: bool = False
    header: dict[NotEmpty, str | list[str]] = Field(default_factory=dict)
    skip_verify: bool = False
    dial_timeout: Duration | None = None


class MirrorSpec(HostSpec):
    """A [host] table of a hosts.toml. With `peers` it is no registry but the other nodes of the pool.

    The two fields after it are those of Spegel's chart, with its defaults. Without `resolveTags` Spegel writes the
    table without the capability resolve, so that beside a `capabilities` that has it one of the two is a mistake.
    """

    host: NotEmpty
    peers: bool = False
    resolve_tags: bool = True
    resolve_latest_tag: bool = True

    @model_validator(mode="after")
    def _of_peers(self) -> "MirrorSpec":
        said = [name for name in ("resolve_tags", "resolve_latest_tag") if name in self.model_fields_set]
        if said and not self.peers:
            raise mistake(f"has {to_camel(said[0])}, which is about peers alone", "write peers: true, or leave it out")
        if not self.resolve_tags and "capabilities" in self.model_fields_set and "resolve" in self.capabilities:
            raise mistake("has resolveTags: false and the capability resolve", "write only one of them")
        return self


class ServerSpec(HostSpec):
    """The server of a hosts.toml; a URL alone is short for {host: URL}. Without `host` it is the registry itself."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"host": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _of_a_url(self) -> "ServerSpec":
        if self.host is None and (self.override_path or "capabilities" in self.model_fields_set):
            raise mistake("has no host, for which alone containerd reads paths and capabilities", "write its host too")
        return self


class HostsSpec(WorldModel):
    """What containerd's hosts.toml for a registry says: as fields, or as the file itself."""

    server: ServerSpec | None = None
    mirrors: list[MirrorSpec] = Field(default_factory=list)
    file: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "HostsSpec":
        if self.file is not None and self.model_fields_set != {"file"}:
            raise mistake("has a file and fields beside it", "write either file, or server and mirrors")
        if not self.model_fields_set:
            raise mistake("says nothing", "write mirrors, server or file")
        return self


class PrepulledSpec(WorldModel):
    """An image that is on the nodes; a name alone is short for {image: NAME}. `of` names the Image that it is."""

    image: NotEmpty
    of: NotEmpty | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"image": value} if isinstance(value, str) else value


class SandboxImageSpec(WorldModel):
    """The image of pods' sandboxes (the pause image); a name alone is short for {image: NAME}."""

    image: NotEmpty | None = None
    present: bool = True

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"image": value} if isinstance(value, str) else value


class AllocatableSpec(WorldModel):
    """What each node has for pods, as its status says it; `pods` is the kubelet's maxPods."""

    cpu: Cpu | None = None
    memory: Size | None = None
    pods: Count | None = None


class NodePoolSpec(WorldModel):
    """`count` nodes that are alike. The first of them have the names in `nodes`; `count` is as many if not given."""

    nodes: list[NodeName] = Field(default_factory=list)
    count: Nodes = 1
    platform: NodePlatform = "linux/amd64"
    network: Speed = 125_000_000.0
    labels: dict[str, str] = Field(default_factory=dict)
    taints: list[TaintSpec] = Field(default_factory=list)
    allocatable: AllocatableSpec = Field(default_factory=AllocatableSpec)
    kubernetes_version: KubernetesVersion | None = None
    containerd_version: ContainerdVersion | None = None
    kubelet: KubeletSpec = Field(default_factory=KubeletSpec)
    containerd: ContainerdSpec = Field(default_factory=ContainerdSpec)
    pace: PaceSpec = Field(default_factory=PaceSpec)
    disk: DiskSpec | None = None
    hosts: dict[NotEmpty, HostsSpec] = Field(default_factory=dict)
    nat: NatSpec | None = None
    prepulled: list[PrepulledSpec] = Field(default_factory=list)
    pinned: list[NotEmpty] = Field(default_factory=list)
    sandbox_image: SandboxImageSpec = Field(default_factory=SandboxImageSpec)
    static_pods: list[dict[str, Any]] = Field(default_factory=list)
    credentials: CredentialsSpec = Field(default_factory=CredentialsSpec)

    @model_validator(mode="after")
    def _names(self) -> "NodePoolSpec":
        if len(set(self.nodes)) < len(self.nodes):
            raise mistake("has nodes of one name", "write each name once")
        return self

    @property
    def size(self) -> int:
        """How many nodes there are: as many as have names, where no count is given."""
        return len(self.nodes) if self.nodes and "count" not in self.model_fields_set else self.count


class NodeMetadata(Metadata):
    """The metadata of a NodePool, whose name begins the names of its nodes."""

    name: NodeName


class NodePoolDocument(WorldDocument):
    """kind: NodePool"""

    metadata: NodeMetadata
    spec: NodePoolSpec = Field(default_factory=NodePoolSpec)
