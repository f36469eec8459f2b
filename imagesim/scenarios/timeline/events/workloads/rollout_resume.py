"""rolloutResume: `kubectl rollout resume` of a Deployment that is paused."""

from dataclasses import dataclass

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.timeline.roll_outs import RollsOut, WorkloadSpec


class RolloutResumeSpec(WorkloadSpec):
    """kubectl rollout resume: what was changed while paused is rolled out, all at once"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutResume(RollsOut):
    """`kubectl rollout resume` of the Deployment: its template of now is rolled out, whatever came in between.

    The deadline counts from here on, unless it had passed before the pause.
    """

    @property
    def short(self) -> str:
        return f"rollout resume {plain_name(self.workload)}"

    def text(self) -> str:
        return f"rollout resume of {self.workload}"


def read(spec: RolloutResumeSpec, at_s: Seconds, place: EventPlace) -> RolloutResume:
    """Return the event. Raises ScenarioError for what is no Deployment."""
    return RolloutResume(at_s=at_s, workload=place.deployment("workload", spec.workload, "resuming"))


def check(event: RolloutResume, presence: Presence) -> Problem | None:
    """The Deployment has to be paused."""
    return presence.resume(event.workload)


ROLLOUT_RESUME = EventKind(
    name="rolloutResume", document=RolloutResumeSpec, value=RolloutResume, read=read, check=check
)
