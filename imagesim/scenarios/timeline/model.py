"""Timeline documents as pydantic models: what happens while the run lasts, each event at its time.

An event has `at` and exactly one of the names of the table of events. Targets are written Deployment/NAMESPACE/NAME,
Deployment/NAME (namespace default) or NAME where only one workload has it.
"""

import re
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, create_model, model_validator

from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.event_table import EVENT_KINDS
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.document import WorldDocument
from imagesim.scenarios.world.types import Duration, mistake

EVENTS = tuple(kind.name for kind in EVENT_KINDS)
"""The events that there are, as they are written."""


class _At(WorldModel):
    """What all events have; below it stands a field for each kind of event."""

    UNKNOWN_FIELD: ClassVar[str] = "unknown event"

    at: Duration = Field(description="When, counted from the start of the run.")

    @model_validator(mode="after")
    def _exactly_one(self) -> "_At":
        given = [kind.name for kind, _ in self._given()]
        if not given:
            raise mistake("says when, but not what happens", f"add one of {', '.join(EVENTS)}")
        if len(given) > 1:
            raise mistake(f"has {' and '.join(given)}, and an event is one of them", "write two events")
        return self

    @property
    def what(self) -> tuple[EventKind[Any, Any], WorldModel]:
        """The event's kind and its fields."""
        return self._given()[0]

    def _given(self) -> list[tuple[EventKind[Any, Any], WorldModel]]:
        fields = [(kind, getattr(self, _attribute(kind.name))) for kind in EVENT_KINDS]
        return [(kind, spec) for kind, spec in fields if spec is not None]


def _attribute(name: str) -> str:
    return re.sub("[A-Z]", lambda capital: "_" + capital.group().lower(), name)


if TYPE_CHECKING:
    EventSpec = _At
else:
    EventSpec = create_model(
        "EventSpec",
        __base__=_At,
        __doc__="One event; the field that is not `at` says what happens.",
        __module__=__name__,
        **{_attribute(kind.name): (kind.document | None, None) for kind in EVENT_KINDS},
    )


class TimelineSpec(WorldModel):
    """The events, in any order."""

    events: list[EventSpec] = Field(default_factory=list, description="What happens, in any order.")


class TimelineDocument(WorldDocument):
    """kind: Timeline"""

    spec: TimelineSpec = Field(default_factory=TimelineSpec)
