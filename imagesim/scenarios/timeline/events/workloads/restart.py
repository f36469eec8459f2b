"""restart: containers exit and are started again in their pods."""

from dataclasses import dataclass

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_pods import SomePodsSpec, ToSomePods, read_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart(ToSomePods):
    """Containers exit and the kubelet starts them again in the same pod, as after a crash or a failed probe."""

    @property
    def short(self) -> str:
        return f"restart {plain_name(self.target)}"

    def text(self) -> str:
        return f"restart containers of {self.whom()}"


def read(spec: SomePodsSpec, at_s: Seconds, place: EventPlace) -> Restart:
    """Return the event. Raises ScenarioError for a target that is not there."""
    return Restart(at_s=at_s, target=read_target(spec, place), pods=spec.pods, over_s=spec.over)


RESTART = EventKind(name="restart", document=SomePodsSpec, value=Restart, read=read)
