"""rolloutPause: `kubectl rollout pause` of a Deployment."""

from dataclasses import dataclass

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.timeline.roll_outs import ToWorkload, WorkloadSpec


class RolloutPauseSpec(WorkloadSpec):
    """kubectl rollout pause: no roll-out begins or goes on; scaling does"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutPause(ToWorkload):
    """`kubectl rollout pause` of the Deployment: it begins no roll-out and goes on with none, and no deadline passes.

    Pods that are there stay and become ready, and a scaling is shared between old and new.
    """

    @property
    def short(self) -> str:
        return f"rollout pause {plain_name(self.workload)}"

    def text(self) -> str:
        return f"rollout pause of {self.workload}"


def read(spec: RolloutPauseSpec, at_s: Seconds, place: EventPlace) -> RolloutPause:
    """Return the event. Raises ScenarioError for what is no Deployment."""
    return RolloutPause(at_s=at_s, workload=place.deployment("workload", spec.workload, "pausing"))


def check(event: RolloutPause, presence: Presence) -> Problem | None:
    """The Deployment must not be paused yet."""
    return presence.pause(event.workload)


ROLLOUT_PAUSE = EventKind(name="rolloutPause", document=RolloutPauseSpec, value=RolloutPause, read=read, check=check)
