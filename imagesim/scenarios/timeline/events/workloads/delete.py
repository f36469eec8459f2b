"""delete: `kubectl delete pod`, of one pod or of some pods of a workload."""

from dataclasses import dataclass

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_pods import SomePodsSpec, ToSomePods, read_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete(ToSomePods):
    """`kubectl delete pod`. A workload's pods are made anew by its controller."""

    def new_pods(self, kept: dict[str, int]) -> dict[str, int]:
        count = kept.get(self.target, 0)
        return {self.target: count if self.pods is None else min(self.pods, count)} if count else {}

    @property
    def short(self) -> str:
        of = "" if self.target.startswith("Pod/") else "s of"
        return f"delete pod{of} {plain_name(self.target)}"

    def text(self) -> str:
        return f"delete {self.whom()}"


def read(spec: SomePodsSpec, at_s: Seconds, place: EventPlace) -> Delete:
    """Return the event. Raises ScenarioError for a target that is not there."""
    return Delete(at_s=at_s, target=read_target(spec, place), pods=spec.pods, over_s=spec.over)


DELETE = EventKind(name="delete", document=SomePodsSpec, value=Delete, read=read)
