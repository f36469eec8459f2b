"""The timeline of a run: each event is handed to its handler when its time has come."""

import math
from collections.abc import Callable, Iterable
from functools import cache, partial
from importlib import import_module
from typing import Any

from imagesim.engine.fate.reach import NO_POD, Reach
from imagesim.engine.records import CauseRecord
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.status_errors import APIError
from imagesim.rules.kubectl.errors import refusal
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_table import EVENT_KINDS, kind_of
from imagesim.scenarios.timeline.processes.drawing import DrawnEvent, to_node, to_pod
from imagesim.scenarios.values.timeline_event import TimelineEvent

Handler = Callable[[Any, Reach], Seconds | None]
"""Carries out an event; it may say when that is over, if only the run knows, infinity for never."""


class Timeline:
    """Carries out timeline events at their times.

    In any instant the events come one after another and before all else that is planned later, so what is added to an
    instant that has come stands where it would stand if it had been planned from the start.
    """

    def __init__(self, reach: Reach, events: Iterable[TimelineEvent] = (), drawn: Iterable[DrawnEvent] = ()) -> None:
        self._reach = reach
        for event in events:
            reach.at(event.at_s, partial(carry_out, event, reach))
        for each in drawn:
            reach.at(each.event.at_s, partial(_carry_out_drawn, each, reach))
        # No turn between this one and the next but one is taken by anybody else.
        self._turn: float = reach.env.turn()
        reach.env.turn()

    def next_turn(self) -> float:
        """The next turn in which something of the timeline may happen, or the run be looked at."""
        self._turn = math.nextafter(self._turn, math.inf)
        return self._turn

    def add(self, event: TimelineEvent) -> None:
        """Plan *event*, after those of its time that were planned before."""
        self._reach.env.in_turn(event.at_s, self.next_turn(), lambda _: carry_out(event, self._reach))


def carry_out(event: TimelineEvent, reach: Reach) -> None:
    """Let *event* happen now, and write it down as a cause of what follows unless it comes to nothing.

    Where the API server refuses, it is in vain, with kubectl's words.
    """
    records, now = reach.records, reach.env.now
    in_vain = len(records.vain_events)
    known_end_s: Seconds | None = None
    try:
        known_end_s = handlers()[type(event)](event, reach)
    except APIError as error:
        reach.in_vain(event, refusal(error))
    # What came to nothing may be a part of it.
    if all(vain.text != event.text() for vain in records.vain_events[in_vain:]):
        # A live run may carry out an event later than at its time; it lasts as long then.
        ended_s = now + event.ends_s - event.at_s if known_end_s is None else known_end_s
        records.causes.append(_cause(event, now, None if math.isinf(ended_s) else ended_s))


def _carry_out_drawn(drawn: DrawnEvent, reach: Reach) -> None:
    """Let an event of a random process happen to what is there now."""
    event, why = drawn.event, drawn.why
    if drawn.pods_of:
        pods = reach.pods(drawn.pods_of)
        why = why or ("" if pods else NO_POD)
        if pods:
            event = to_pod(event, str(pods[int(drawn.share * len(pods))].object_name))
    if drawn.nodes_of:
        nodes = reach.nodes.named("", drawn.nodes_of)
        why = why or ("" if nodes else f"there is no node of {drawn.nodes_of} at that time")
        if nodes:
            event = to_node(event, nodes[int(drawn.share * len(nodes))].name)
    elif not why:
        why = _lacks_node(event, reach)
    if why:
        reach.in_vain(event, why)
    else:
        carry_out(event, reach)


def _lacks_node(event: TimelineEvent, reach: Reach) -> str:
    node = getattr(event, "node", "")
    gone = node and reach.api.store.find(ObjectName("Node", "", node)) is None
    return f"there was no node {node}" if gone else ""


def _cause(event: TimelineEvent, now: Seconds, ended_s: Seconds | None) -> CauseRecord:
    name = kind_of(event).name
    return CauseRecord(now, ended_s, name, event.befalls, event.text(), event.short)


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
