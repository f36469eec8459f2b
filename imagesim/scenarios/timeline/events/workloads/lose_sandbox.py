"""loseSandbox: the sandboxes of pods go, and their kubelets make them anew."""

from dataclasses import dataclass

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_pods import SomePodsSpec, ToSomePods, read_target


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseSandbox(ToSomePods):
    """The sandboxes go, as when a node's runtime or network plugin was restarted: all containers start again."""

    @property
    def short(self) -> str:
        return f"sandboxes of {plain_name(self.target)} lost"

    def text(self) -> str:
        return f"the sandboxes of {self.whom()} are lost"


def read(spec: SomePodsSpec, at_s: Seconds, place: EventPlace) -> LoseSandbox:
    """Return the event. Raises ScenarioError for a target that is not there."""
    return LoseSandbox(at_s=at_s, target=read_target(spec, place), pods=spec.pods, over_s=spec.over)


LOSE_SANDBOX = EventKind(name="loseSandbox", document=SomePodsSpec, value=LoseSandbox, read=read)
