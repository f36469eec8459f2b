"""A Simulation document as pydantic models."""

from pydantic import Field

from imagesim.rules.admission.unreachable_webhook import FailurePolicy
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.document import WorldDocument
from imagesim.scenarios.world.types import (
    AdmissionPlugins,
    ContainerdVersion,
    Count,
    Duration,
    KubernetesVersion,
    Moment,
    Size,
    Speed,
)


class Defaults(WorldModel):
    """What a registry that no document describes serves, and how fast."""

    image_size: Size | None = None
    latency: Duration | None = None
    bandwidth: Speed = None


class SimulationSpec(WorldModel):
    """How long the run lasts, what it asks, and which versions hold where a NodePool names none."""

    title: str = ""
    question: str = ""
    topic: str = ""
    look: list[str] = Field(default_factory=list)
    start: Moment | None = None
    duration: Duration | None = None
    seed: Count | None = None
    kubernetes_version: KubernetesVersion | None = None
    containerd_version: ContainerdVersion | None = None
    admission: AdmissionPlugins = Field(default_factory=list)
    failure_policy: FailurePolicy = "Ignore"
    defaults: Defaults = Field(default_factory=Defaults)
    assumptions: list[str] = Field(default_factory=list)
    not_modelled: list[str] = Field(default_factory=list)


class SimulationDocument(WorldDocument):
    """kind: Simulation"""

    spec: SimulationSpec = Field(default_factory=SimulationSpec)
