"""rolloutUndo: `kubectl rollout undo` of a workload that keeps its revisions."""

from dataclasses import dataclass

from imagesim.rules.api.kinds import BY_NAME
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.timeline.roll_outs import RollsOut, WorkloadSpec


class RolloutUndoSpec(WorkloadSpec):
    """kubectl rollout undo: back to the template of the revision before"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutUndo(RollsOut):
    """`kubectl rollout undo` of the workload: the template of the revision before, with the names that stand in it.

    What a tag in that template points to by now is what new pods pull. It is in vain where there is no such
    revision: kubectl refuses.
    """

    @property
    def short(self) -> str:
        return f"rollout undo {plain_name(self.workload)}"

    def text(self) -> str:
        return f"rollout undo of {self.workload}"


def read(spec: RolloutUndoSpec, at_s: Seconds, place: EventPlace) -> RolloutUndo:
    """Return the event. Raises ScenarioError for a workload without revisions."""
    name = place.workload("workload", spec.workload)
    kind = BY_NAME[name.partition("/")[0]]
    if not kind.rolls_out:
        rule = f"is a {kind.name}, which keeps no revisions that could be gone back to"
        raise place.error(rule, "workload", value=spec.workload, suggestion="use setImage")
    return RolloutUndo(at_s=at_s, workload=name)


def check(event: RolloutUndo, presence: Presence) -> Problem | None:
    """A Deployment must not be paused."""
    return presence.need_unpaused(event.workload, "rolls back no paused Deployment")


ROLLOUT_UNDO = EventKind(name="rolloutUndo", document=RolloutUndoSpec, value=RolloutUndo, read=read, check=check)
