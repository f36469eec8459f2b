"""delete: `kubectl delete pod`, of one pod, of some pods of a workload, or of those in a phase."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_pods import SomePodsSpec, ToSomePods, read_target

Phase = Literal["Pending", "Running"]
"""Pods that have ended are no pods of an event: their phases are left out."""


class DeleteSpec(SomePodsSpec):
    """kubectl delete pod: a pod, or pods of a workload, which makes new ones."""

    phase: Phase | None = Field(
        default=None,
        description="Only pods of the workload in this phase, as --field-selector status.phase=Pending: Pending are "
        "those of which no container has started yet, such as all that wait for an image.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete(ToSomePods):
    """`kubectl delete pod`. A workload's pods are made anew by its controller.

    With a `phase` only pods that are in it then: `--field-selector status.phase=Pending`.
    """

    phase: Phase | None = None

    def write(self) -> dict[str, Any]:
        phase = {} if self.phase is None else {"phase": self.phase}
        # `super()` without arguments does not work in a dataclass with slots.
        return {**ToSomePods.write(self), **phase}

    def new_pods(self, kept: dict[str, int]) -> dict[str, int]:
        count = kept.get(self.target, 0)
        return {self.target: count if self.pods is None else min(self.pods, count)} if count else {}

    @property
    def short(self) -> str:
        of = "" if self.target.startswith("Pod/") else "s of"
        return f"delete {self._phase}pod{of} {plain_name(self.target)}"

    def text(self) -> str:
        return f"delete {self._phase}{'pods of ' if self.phase else ''}{self.whom()}"

    @property
    def _phase(self) -> str:
        return f"{self.phase} " if self.phase else ""


def read(spec: DeleteSpec, at_s: Seconds, place: EventPlace) -> Delete:
    """Return the event. Raises ScenarioError for a target that is not there, or is one pod and a phase is given."""
    target = read_target(spec, place)
    if spec.phase is not None and target.startswith("Pod/"):
        rule = "says which pods of a workload, and the target is one pod"
        raise place.error(rule, "phase", suggestion="remove it, or name a Deployment")
    return Delete(at_s=at_s, target=target, pods=spec.pods, over_s=spec.over, phase=spec.phase)


DELETE = EventKind(name="delete", document=DeleteSpec, value=Delete, read=read)
