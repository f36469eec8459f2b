"""What the random processes of a scenario do in a run: their events, drawn from streams of their own.

Each event takes three numbers of its process's stream, whatever it needs: the time since the one before, which of the
events it is, and whom it befalls. So another list of events moves no time, and another process moves nothing at all.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from imagesim.rules.units import Seconds
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.timeline.event_table import kind_of
from imagesim.scenarios.timeline.known import Known
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent

_WHOLE = 3
"""Times are drawn to a thousandth of a second, so that they can be read, and written again."""

Streams = Callable[[str], random.Random]


class DrawnEvent(NamedTuple):
    """An event of a process. `why` says why it comes to nothing, "" where it does not.

    Where `pods_of` is a workload, the event befalls the pod of it at `share` of those that there are then, by name;
    where `nodes_of` is a pool, the node of it at `share` of those that there are then. So what is done to a run while
    it lasts changes whom it befalls, and a run of what was done has the same.
    """

    event: TimelineEvent
    why: str = ""
    pods_of: str = ""
    nodes_of: str = ""
    share: float = 0.0


def drawn_events(scenario: Scenario, streams: Streams) -> list[DrawnEvent]:
    """The events of all processes by time, checked as those of the timeline are, together with them."""
    if not scenario.processes:
        return []
    drawn = [each for process in scenario.processes for each in _drawn(process, scenario.duration_s, streams)]
    planned = [(event.at_s, DrawnEvent(event), None) for event in scenario.timeline]
    presence = Known.of_scenario(scenario, Notes()).presence()
    found = []
    for _, each, process in sorted([*planned, *drawn], key=lambda one: one[0]):
        check = None if each.nodes_of else kind_of(each.event).check
        problem = check(each.event, presence) if check is not None else None
        if process is not None:
            found.append(each._replace(why=problem.rule if problem is not None else ""))
    return found


def expected_events(process: Process, duration_s: Seconds) -> list[TimelineEvent]:
    """About what the process will do: as many events as are to be expected, evenly spread, one kind after the other."""
    times: Sequence[Seconds] = process.times_s
    if process.every_s is not None:
        span = max(0.0, process.ends_s(duration_s) - process.from_s)
        count = math.ceil(span / process.every_s)
        times = [process.from_s + span * place / count for place in range(count)]
    return [_expected(process, place, at_s) for place, at_s in enumerate(times)]


def _expected(process: Process, place: int, at_s: Seconds) -> TimelineEvent:
    event = process.events[place % len(process.events)]
    changes: dict[str, Any] = {"pods": 1} if process.any_pod_of and hasattr(event, "pods") else {}
    return replace(event, at_s=at_s, **changes)


def to_pod(event: TimelineEvent, pod: str) -> TimelineEvent:
    """The event as it befalls that pod, Pod/namespace/name."""
    changes: dict[str, Any] = {"target": pod, **({"pods": None} if hasattr(event, "pods") else {})}
    return replace(event, **changes)


def to_node(event: TimelineEvent, node: str) -> TimelineEvent:
    """The event as it befalls the node of that name."""
    changes: dict[str, Any] = {"node": node}
    return replace(event, **changes)


def _drawn(process: Process, duration_s: Seconds, streams: Streams) -> Iterator[tuple[Seconds, DrawnEvent, Process]]:
    stream = streams(f"timeline/{process.name}")
    for at_s in _times(process, duration_s, stream):
        event = process.events[int(stream.random() * len(process.events))]
        at_its_time, share = replace(event, at_s=at_s), stream.random()
        yield at_s, DrawnEvent(at_its_time, "", process.any_pod_of, process.any_node_of, share), process


def _times(process: Process, duration_s: Seconds, stream: random.Random) -> Iterator[Seconds]:
    ends_s = process.ends_s(duration_s)
    if process.every_s is None:
        for at_s in process.times_s:
            stream.random()
            if at_s < ends_s:
                yield at_s
        return
    at_s = process.from_s
    while True:
        # As random.expovariate has it, and one number of the stream for certain.
        at_s += -math.log(1.0 - stream.random()) * process.every_s
        if at_s >= ends_s:
            return
        yield round(at_s, _WHOLE)
