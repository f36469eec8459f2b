"""rolloutRestart: `kubectl rollout restart` of a workload."""

from dataclasses import dataclass

from imagesim.rules.api.kinds import BY_NAME
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.timeline.roll_outs import RollsOut, WorkloadSpec


class RolloutRestartSpec(WorkloadSpec):
    """kubectl rollout restart"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutRestart(RollsOut):
    """`kubectl rollout restart` of the workload: the same template under a new hash, so every pod is replaced."""

    @property
    def short(self) -> str:
        return f"rollout restart {plain_name(self.workload)}"

    def text(self) -> str:
        return f"rollout restart of {self.workload}"


def read(spec: RolloutRestartSpec, at_s: Seconds, place: EventPlace) -> RolloutRestart:
    """Return the event. Raises ScenarioError for a name that is no workload's, or one that does not roll out."""
    workload = place.workload("workload", spec.workload)
    kind = BY_NAME[workload.partition("/")[0]]
    if not kind.rolls_out:
        rule = f"is a {kind.name}, and restarting one is not supported by kubectl"
        raise place.error(rule, "workload", value=spec.workload, suggestion="use delete; it makes new pods")
    return RolloutRestart(at_s=at_s, workload=workload)


def check(event: RolloutRestart, presence: Presence) -> Problem | None:
    """A Deployment must not be paused."""
    return presence.need_unpaused(event.workload, "restarts no paused Deployment")


ROLLOUT_RESTART = EventKind(
    name="rolloutRestart", document=RolloutRestartSpec, value=RolloutRestart, read=read, check=check
)
