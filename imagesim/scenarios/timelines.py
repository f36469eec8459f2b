"""Timeline documents as pydantic models: what happens while the run lasts, each event at its time.

An event has `at` and exactly one of the names below. Targets are written Deployment/NAMESPACE/NAME, Deployment/NAME
(namespace default) or NAME where only one workload has it.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from imagesim.scenarios.world_values import AtLeastOne, Count, Duration, NotEmpty, mistake
from imagesim.scenarios.worlds import WorldDocument, WorldModel


class PushSpec(WorldModel):
    """Somebody pushes the Image named `to` over the tag `image`."""

    image: NotEmpty
    to: NotEmpty


class OutageSpec(WorldModel):
    """Nobody answers at the registry's address."""

    registry: NotEmpty
    for_: Annotated[Duration, Field(alias="for")]
    how: Literal["refused"] = "refused"


class ScaleSpec(WorldModel):
    """kubectl scale"""

    workload: NotEmpty
    replicas: Count


class SetImageSpec(WorldModel):
    """kubectl set image; `container` may be left out where there is only one."""

    workload: NotEmpty
    container: NotEmpty | None = None
    image: NotEmpty


class RolloutRestartSpec(WorldModel):
    """kubectl rollout restart"""

    workload: NotEmpty


class SomePodsSpec(WorldModel):
    """A pod, or the first `pods` pods of a workload (all if left out), one after another over the time `over`."""

    target: NotEmpty
    pods: AtLeastOne | None = None
    over: Duration = 0.0


class EventSpec(WorldModel):
    """One event; the field that is not `at` says what happens."""

    at: Duration
    push: PushSpec | None = None
    outage: OutageSpec | None = None
    scale: ScaleSpec | None = None
    set_image: SetImageSpec | None = None
    rollout_restart: RolloutRestartSpec | None = None
    restart: SomePodsSpec | None = None
    delete: SomePodsSpec | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "EventSpec":
        given = [name for name in EVENTS if getattr(self, _attribute(name)) is not None]
        if not given:
            raise mistake("says when, but not what happens", f"add one of {', '.join(EVENTS)}")
        if len(given) > 1:
            raise mistake(f"has {' and '.join(given)}, and an event is one of them", "write two events")
        return self

    @property
    def what(self) -> tuple[str, Any]:
        """The event's name and its fields."""
        return next(
            (name, getattr(self, _attribute(name))) for name in EVENTS if getattr(self, _attribute(name)) is not None
        )


EVENTS = ("push", "outage", "scale", "setImage", "rolloutRestart", "restart", "delete")
"""The events that there are, as they are written."""


def _attribute(name: str) -> str:
    return {"setImage": "set_image", "rolloutRestart": "rollout_restart"}.get(name, name)


class TimelineSpec(WorldModel):
    """The events, in any order."""

    events: list[EventSpec] = Field(default_factory=list)


class Timeline(WorldDocument):
    """kind: Timeline"""

    spec: TimelineSpec = Field(default_factory=TimelineSpec)
