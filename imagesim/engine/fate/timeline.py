"""The timeline of a run: each event is handed to its handler when its time has come."""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from imagesim.engine.fate.reach import Reach
from imagesim.engine.records import CauseRecord
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_table import EVENT_KINDS, kind_of
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
    """Let *event* happen now, and write it down as a cause of what follows unless it comes to nothing."""
    records, now = reach.records, reach.env.now
    in_vain = len(records.vain_events)
    handlers()[type(event)](event, reach)
    if len(records.vain_events) == in_vain:
        records.causes.append(_cause(event, now))


def _cause(event: TimelineEvent, now: Seconds) -> CauseRecord:
    name = kind_of(event).name
    # A live run may carry out an event later than at its time; it lasts as long then.
    ended_s = now + event.ends_s - event.at_s
    return CauseRecord(now, ended_s, name, event.befalls, event.text(), event.short or _in_words(name))


def _in_words(name: str) -> str:
    """rolloutRestart: rollout restart."""
    return re.sub("[A-Z]", lambda capital: " " + capital.group().lower(), name)


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
