"""What the records say of one pod: when it was Ready, and what it waited for at any time, found in one sweep.

A pod may have a million pulls, and be asked after each of ten thousand disturbances, so nothing is looked for twice.
"""

from bisect import bisect_left, bisect_right
from functools import cached_property
from heapq import heappop, heappush
from typing import NamedTuple

from imagesim.engine.records import PodRecord, PullRecord, StateRecord
from imagesim.rules.units import Seconds

CAUSES = ("backoff_s", "sync_s", "queue_s", "pull_s", "crash_backoff_s", "start_s")
_GRID = 2**30
_NEVER = float("-inf")


def on_grid(time: Seconds) -> int:
    """A time in units of 2**-30 s, about a nanosecond: whole numbers add up exactly."""
    return round(time * _GRID)


def seconds(units: int) -> Seconds:
    """Units of the grid in seconds."""
    return units / _GRID


class _Causes(NamedTuple):
    """From each of `moments` on, until the next, one cause holds; `before` is how long each has held until then."""

    moments: list[Seconds]
    cause: list[int]
    before: list[tuple[int, ...]]


class PodHistory:
    """The rows of one pod, in the order of the records."""

    def __init__(self, pod: PodRecord) -> None:
        self.pod = pod
        self.pulls: list[PullRecord] = []
        self.states: list[StateRecord] = []

    def ready_after(self, time: Seconds) -> Seconds | None:
        """When the API next shows every container of the pod ready, after a *time* at which one of them failed."""
        ready = self._ready
        place = bisect_left(ready, time)
        return ready[place] if place < len(ready) else None

    @cached_property
    def _ready(self) -> list[Seconds]:
        """The moments of a change at which every container is ready."""
        running = [row for row in self.states if row.state == "Running" and row.ready]
        begins = sorted((row.started_s, row.container) for row in running)
        ends = sorted((row.ended_s, row.container) for row in running if row.ended_s is not None)
        count = dict.fromkeys(self.pod.containers, 0)
        begun = ended = 0
        found = []
        for now in sorted({row.started_s for row in self.states}):
            while begun < len(begins) and begins[begun][0] <= now:
                count[begins[begun][1]] = count.get(begins[begun][1], 0) + 1
                begun += 1
            while ended < len(ends) and ends[ended][0] <= now:
                count[ends[ended][1]] -= 1
                ended += 1
            if all(count[container] for container in self.pod.containers):
                found.append(now)
        return found

    def waited(self, start: Seconds, end: Seconds) -> dict[str, Seconds]:
        """How long each cause held between *start*, when the pod was failing, and *end*, a moment of change."""
        moments, cause, before = self._causes
        first, last = bisect_right(moments, start) - 1, bisect_left(moments, end)
        parts = [at_end - at_start for at_start, at_end in zip(before[first], before[last], strict=True)]
        parts[cause[first]] -= on_grid(start) - on_grid(moments[first])
        return dict(zip(CAUSES, map(seconds, parts), strict=True))

    @cached_property
    def _causes(self) -> _Causes:
        moments = sorted(
            {time for row in self.states for time in (row.started_s, row.ended_s) if time is not None}
            | {pull.queued_s for pull in self.pulls}
            | {pull.started_s for pull in self.pulls}
            | {pull.ended_s for pull in self.pulls}
            | {pull.backoff_until_s for pull in self.pulls if pull.backoff_until_s is not None}
        )
        sweep = _Sweep(self.pulls, self.states)
        cause = [CAUSES.index(sweep.cause(moment)) for moment in moments]
        held = [0] * len(CAUSES)
        before = [tuple(held)]
        for place in range(1, len(moments)):
            held[cause[place - 1]] += on_grid(moments[place]) - on_grid(moments[place - 1])
            before.append(tuple(held))
        return _Causes(moments, cause, before)


class _Sweep:
    """Goes over a pod's rows once, moment by moment."""

    def __init__(self, pulls: list[PullRecord], states: list[StateRecord]) -> None:
        self._pulls = pulls
        self._queued = sorted(range(len(pulls)), key=lambda place: pulls[place].queued_s)
        self._ended = sorted(range(len(pulls)), key=lambda place: pulls[place].ended_s)
        crashes = [row for row in states if row.reason == "CrashLoopBackOff"]
        self._crash_begins = sorted(row.started_s for row in crashes)
        self._crash_ends = sorted(row.ended_s for row in crashes if row.ended_s is not None)
        self._next_queued = self._next_ended = 0
        self._under_way: list[int] = []
        self._failed: dict[str, Seconds] = {}

    def cause(self, now: Seconds) -> str:
        """What the pod waits for from *now* until the next moment; *now* only ever grows."""
        self._go_to(now)
        if self._under_way:
            return "pull_s" if self._pulls[self._under_way[0]].started_s <= now else "queue_s"
        if bisect_right(self._crash_begins, now) > bisect_right(self._crash_ends, now):
            return "crash_backoff_s"
        if any(now < until for until in self._failed.values()):
            return "backoff_s"
        return "sync_s" if self._failed else "start_s"

    def _go_to(self, now: Seconds) -> None:
        pulls = self._pulls
        while self._next_queued < len(pulls) and pulls[self._queued[self._next_queued]].queued_s <= now:
            heappush(self._under_way, self._queued[self._next_queued])
            self._next_queued += 1
        while self._under_way and pulls[self._under_way[0]].ended_s <= now:
            heappop(self._under_way)
        while self._next_ended < len(pulls) and pulls[self._ended[self._next_ended]].ended_s <= now:
            pull = pulls[self._ended[self._next_ended]]
            self._failed.pop(pull.container, None)
            if pull.outcome == "Failed":
                self._failed[pull.container] = _NEVER if pull.backoff_until_s is None else pull.backoff_until_s
            self._next_ended += 1
