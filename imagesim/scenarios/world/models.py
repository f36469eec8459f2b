"""World documents: what stands around the manifests, as pydantic models (apiVersion imagesim/v1).

Simulation says how long and under which versions; Registry what a registry holds; Image what its layers are; NodePool
which nodes there are; Timeline (in timelines.py) what happens. Each spec has a module of its own. A field that no model
lists is a mistake.
"""

from typing import Literal

from pydantic import Field

from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.image.model import ImageSpec
from imagesim.scenarios.world.node_pool.model import NodePoolSpec
from imagesim.scenarios.world.registry.model import RegistrySpec
from imagesim.scenarios.world.types import (
    ContainerdVersion,
    Count,
    Duration,
    KubernetesVersion,
    NodeName,
    NotEmpty,
    Size,
    Speed,
)

API_VERSION = "imagesim/v1"


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


class WorldDocument(WorldModel):
    """What every world document has."""

    api_version: Literal["imagesim/v1"]
    kind: str
    metadata: Metadata


class SimulationDocument(WorldDocument):
    """kind: Simulation"""

    spec: SimulationSpec = Field(default_factory=SimulationSpec)


class RegistryDocument(WorldDocument):
    """kind: Registry"""

    spec: RegistrySpec = Field(default_factory=RegistrySpec)


class ImageDocument(WorldDocument):
    """kind: Image"""

    spec: ImageSpec


class NodePoolDocument(WorldDocument):
    """kind: NodePool"""

    metadata: NodeMetadata
    spec: NodePoolSpec = Field(default_factory=NodePoolSpec)
