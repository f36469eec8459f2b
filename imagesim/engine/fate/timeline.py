"""The timeline of a run: each event is handed to its handler when its time has come."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.event_table import EVENT_KINDS
from imagesim.scenarios.values.timeline_event import TimelineEvent

Handler = Callable[[Any, Reach], None]


class Timeline:
    """Carries out timeline events at their times."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def add(self, event: TimelineEvent) -> None:
        """Plan *event* for its time."""
        self._reach.at(event.at_s, lambda: carry_out(event, self._reach))


def carry_out(event: TimelineEvent, reach: Reach) -> None:
    """Let *event* happen now."""
    handlers()[type(event)](event, reach)


@cache
def handlers() -> dict[type[TimelineEvent], Handler]:
    """The handler of each kind of event: `carry_out` of the module that stands in fate/handlers as the event's own does
    in timeline/events.
    """
    return {kind.value: _handler(kind.value.__module__) for kind in EVENT_KINDS}


def _handler(event_module: str) -> Handler:
    room_and_name = ".".join(event_module.split(".")[-2:])
    handler: Handler = import_module(f"imagesim.engine.fate.handlers.{room_and_name}").carry_out
    return handler
