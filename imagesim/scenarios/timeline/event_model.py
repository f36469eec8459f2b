"""One event of a Timeline document as a pydantic model: it has exactly one of the names of the table of events."""

import re
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, create_model, model_validator

from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.event_table import EVENT_KINDS
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import Duration, mistake

EVENTS = tuple(kind.name for kind in EVENT_KINDS)
"""The events that there are, as they are written."""


class _Happening(WorldModel):
    """What happens; there is a field for each kind of event."""

    UNKNOWN_FIELD: ClassVar[str] = "unknown event"
    SAYS_NOTHING: ClassVar[str] = "says not what happens"

    @model_validator(mode="after")
    def _exactly_one(self) -> "_Happening":
        given = [kind.name for kind, _ in self._given()]
        if not given:
            raise mistake(self.SAYS_NOTHING, f"add one of {', '.join(EVENTS)}")
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


class _At(_Happening):
    """What all events of a timeline have besides."""

    SAYS_NOTHING: ClassVar[str] = "says when, but not what happens"

    at: Duration = Field(description="When, counted from the start of the run.")


def _attribute(name: str) -> str:
    return re.sub("[A-Z]", lambda capital: "_" + capital.group().lower(), name)


if TYPE_CHECKING:
    EventSpec = _At
    HappeningSpec = _Happening
else:
    _FIELDS = {_attribute(kind.name): (kind.document | None, None) for kind in EVENT_KINDS}
    EventSpec = create_model(
        "EventSpec",
        __base__=_At,
        __doc__="One event; the field that is not `at` says what happens.",
        __module__=__name__,
        **_FIELDS,
    )
    HappeningSpec = create_model(
        "HappeningSpec",
        __base__=_Happening,
        __doc__="One event without its time.",
        __module__=__name__,
        **_FIELDS,
    )
