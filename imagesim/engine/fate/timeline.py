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
    """The handler of each kind of event: `carry_out` of the module in fate/handlers called as the event's own."""
    return {kind.value: _handler(kind.value.__module__.rpartition(".")[2]) for kind in EVENT_KINDS}


def _handler(module: str) -> Handler:
    handler: Handler = import_module(f"imagesim.engine.fate.handlers.{module}").carry_out
    return handler
