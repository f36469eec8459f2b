"""rolloutRestart: `kubectl rollout restart` of a workload."""

from dataclasses import dataclass
from typing import Any

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import WorkloadName
from imagesim.scenarios.timeline.place import Place
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel


class RolloutRestartSpec(WorldModel):
    """kubectl rollout restart"""

    workload: WorkloadName


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutRestart(TimelineEvent):
    """`kubectl rollout restart` of the workload: the same template under a new hash, so every pod is replaced."""

    workload: str

    def write(self) -> dict[str, Any]:
        return {"workload": self.workload}

    def text(self) -> str:
        return f"rollout restart of {self.workload}"


def read(spec: RolloutRestartSpec, at_s: Seconds, place: Place) -> RolloutRestart:
    """Return the event. Raises ScenarioError for a name that is no workload's."""
    return RolloutRestart(at_s=at_s, workload=place.workload("workload", spec.workload))


ROLLOUT_RESTART = EventKind(name="rolloutRestart", document=RolloutRestartSpec, value=RolloutRestart, read=read)
