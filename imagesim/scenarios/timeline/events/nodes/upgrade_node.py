"""upgradeNode: nodes get another Kubernetes or containerd version, one after another."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field, model_validator

from imagesim.rules.units import Seconds
from imagesim.rules.versions.skew import skew_problem
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.timeline.some_nodes import SomeNodesSpec, ToSomeNodes, check_node, read_nodes
from imagesim.scenarios.world.types import ContainerdVersion, Duration, KubernetesVersion, mistake

EVERY_S: Seconds = 600.0


class UpgradeNodeSpec(SomeNodesSpec):
    """Each node is drained, gets another kubelet or containerd, and is uncordoned; or a new one takes its place."""

    kubernetes_version: KubernetesVersion | None = Field(
        default=None, description="The kubelet's version from then on."
    )
    containerd_version: ContainerdVersion | None = Field(default=None, description="containerd's version from then on.")
    every: Duration = Field(default=EVERY_S, description="From the begin of one node to that of the next, at least.")
    drain: bool = Field(default=True, description="Whether its pods are evicted first.")
    replace: bool = Field(default=False, description="Whether a new node takes its place, without images.")

    @model_validator(mode="after")
    def _to_what(self) -> "UpgradeNodeSpec":
        if self.kubernetes_version is None and self.containerd_version is None:
            raise mistake("names no version", "add kubernetesVersion or containerdVersion")
        if self.replace and not self.drain:
            raise mistake("has replace and drain: false, and a node that is replaced is drained", "remove one of them")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeNode(ToSomeNodes):
    """The nodes get these versions ("" for those that they have), one after another as in replaceNode.

    In place, images and the kubelet's records of them stay on the disk; with `replace` new nodes come, without images.
    The control plane stays as it is.
    """

    kubernetes_version: str = ""
    containerd_version: str = ""
    every_s: Seconds = EVERY_S
    drain: bool = True
    replace: bool = False
    count: int = 1

    @property
    def ends_s(self) -> Seconds:
        return self.at_s + (self.count - 1) * self.every_s

    @property
    def new_nodes(self) -> int:
        return self.count if self.replace else 0

    def write(self) -> dict[str, Any]:
        versions = {"kubernetesVersion": self.kubernetes_version, "containerdVersion": self.containerd_version}
        how = {"every": format_duration(self.every_s), "drain": self.drain, "replace": self.replace}
        return {**self.which(), **{name: version for name, version in versions.items() if version}, **how}

    @property
    def short(self) -> str:
        named = (("kubelet", self.kubernetes_version), ("containerd", self.containerd_version))
        return f"{self.node or self.pool}: {', '.join(f'{name} {version}' for name, version in named if version)}"

    def text(self) -> str:
        named = (("Kubernetes", self.kubernetes_version), ("containerd", self.containerd_version))
        versions = " and ".join(f"{name} {version}" for name, version in named if version)
        every = f", one every {format_duration(self.every_s)}" if self.pool else ""
        return f"upgrade {self.where()} to {versions}{every}"


def read(spec: UpgradeNodeSpec, at_s: Seconds, place: EventPlace) -> UpgradeNode:
    """Return the event. Raises ScenarioError for a pool that is not there, and for a kubelet that is too new or old."""
    version = spec.kubernetes_version
    problem = version and skew_problem(version, place.known.kubernetes_version)
    if problem:
        raise place.error(problem, "kubernetesVersion", value=version)
    return UpgradeNode(
        at_s=at_s,
        kubernetes_version=version or "",
        containerd_version=spec.containerd_version or "",
        every_s=spec.every,
        drain=spec.drain,
        replace=spec.replace,
        count=1 if spec.pool is None else place.known.pools.get(spec.pool, 1),
        **read_nodes(spec, place),
    )


def check(event: UpgradeNode, presence: Presence) -> Problem | None:
    """A node that is named has to be there; one that is replaced is not from now on, and another one joins."""
    problem = check_node(event, presence)
    if problem is None and event.replace:
        if event.node:
            presence.remove_node(event.node)
        presence.add_nodes(event.pool or presence.pool_of(event.node), event.count)
    return problem


UPGRADE_NODE = EventKind(name="upgradeNode", document=UpgradeNodeSpec, value=UpgradeNode, read=read, check=check)
