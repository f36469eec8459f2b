"""What events have in common that happen to a pod, or to some pods of a workload."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import counted, format_duration
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import AtLeastOne, Duration, NotEmpty


class SomePodsSpec(WorldModel):
    """A pod, or the first `pods` pods of a workload (all if left out), one after another over the time `over`."""

    target: NotEmpty = Field(
        description="Deployment/namespace/name or Pod/namespace/name; a name alone where only one object has it."
    )
    pods: AtLeastOne | None = Field(
        default=None, description="How many pods of the workload, the first by name. All if left out."
    )
    over: Duration = Field(default=0.0, description="Over how long this is spread; 0 is all at once.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSomePods(TimelineEvent):
    """Something happens to the pod or the workload `target` ("Pod/NAMESPACE/NAME", "Deployment/NAMESPACE/NAME").

    Of a workload it happens to the first `pods` pods by name (all if None), spread evenly over `over_s` seconds.
    """

    target: str
    pods: int | None = None
    over_s: Seconds = 0

    @property
    def ends_s(self) -> Seconds:
        return self.at_s + self.over_s

    def write(self) -> dict[str, Any]:
        pods = {} if self.pods is None else {"pods": self.pods}
        return {"target": self.target, **pods, "over": format_duration(self.over_s)}

    def whom(self) -> str:
        """The target, as the event's text names it."""
        pods = f" ({counted(self.pods, 'pod')})" if self.pods is not None else ""
        over = f" over {format_duration(self.over_s)}" if self.over_s else ""
        return f"{self.target}{pods}{over}"


def read_target(spec: SomePodsSpec, place: EventPlace) -> str:
    """The target by its full name. Raises ScenarioError where it is none, or is one pod and `pods` is given."""
    target = place.target("target", spec.target)
    if spec.pods is not None and target.startswith("Pod/"):
        rule = "says how many pods of a workload, and the target is one pod"
        raise place.error(rule, "pods", suggestion="remove it, or name a Deployment")
    return target
