"""rolloutUndo: `kubectl rollout undo` of a Deployment."""

from dataclasses import dataclass
from typing import Any

from imagesim.rules.api.objects import Deployment
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import WorkloadName
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel


class RolloutUndoSpec(WorldModel):
    """kubectl rollout undo: back to the template of the revision before"""

    workload: WorkloadName


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutUndo(TimelineEvent):
    """`kubectl rollout undo` of the Deployment: the template of the revision before, with the names that stand in it.

    What a tag in that template points to by now is what new pods pull. Nothing happens where there is no such revision:
    kubectl refuses.
    """

    workload: str

    def new_pods(self, kept: dict[str, int]) -> dict[str, int]:
        return {self.workload: kept[self.workload]} if self.workload in kept else {}

    def write(self) -> dict[str, Any]:
        return {"workload": self.workload}

    def text(self) -> str:
        return f"rollout undo of {self.workload}"


def read(spec: RolloutUndoSpec, at_s: Seconds, place: EventPlace) -> RolloutUndo:
    """Return the event. Raises ScenarioError for a name that is no Deployment's, or that of a paused one."""
    name = place.workload("workload", spec.workload)
    workload = place.known.workloads[name]
    if not isinstance(workload, Deployment):
        kind = name.partition("/")[0]
        rule = f"is a {kind}, and here only a Deployment keeps the revisions that can be gone back to"
        raise place.error(rule, "workload", value=spec.workload, suggestion="use setImage")
    if workload.paused:
        raise place.error("is paused, and kubectl rolls back no paused Deployment", "workload", value=spec.workload)
    return RolloutUndo(at_s=at_s, workload=name)


ROLLOUT_UNDO = EventKind(name="rolloutUndo", document=RolloutUndoSpec, value=RolloutUndo, read=read)
