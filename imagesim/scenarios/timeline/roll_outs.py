"""What `kubectl rollout`'s events have in common: they happen to one workload, which they name."""

from dataclasses import dataclass
from typing import Any

from imagesim.scenarios.timeline.field_types import WorkloadName
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel


class WorkloadSpec(WorldModel):
    """A workload."""

    workload: WorkloadName


@dataclass(frozen=True, slots=True, kw_only=True)
class ToWorkload(TimelineEvent):
    """Something happens to the `workload` ("Deployment/NAMESPACE/NAME")."""

    workload: str

    def write(self) -> dict[str, Any]:
        return {"workload": self.workload}


@dataclass(frozen=True, slots=True, kw_only=True)
class RollsOut(ToWorkload):
    """The workload's pods may all be made anew."""

    def new_pods(self, kept: dict[str, int]) -> dict[str, int]:
        return {self.workload: kept[self.workload]} if self.workload in kept else {}
