"""What the records say of one pod: when it was Ready, and what it waited for at any time, found in one sweep.

A pod may have a million pulls, and be asked after each of ten thousand disturbances, so nothing is looked for twice.
"""

import math
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

from imagesim.engine.records import (
    PodRecord,
    PullRecord,
    Records,
    RunningRecord,
    SandboxFailure,
    StateRecord,
    UnfinishedPullRecord,
)
from imagesim.results.measures.pod_causes import CAUSES, Sweep, Times
from imagesim.rules.units import Seconds

_GRID = 2**30


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


class _Readiness(NamedTuple):
    """From each of `moments` on it `holds` that the pod is ready, or not; `when` are those at which it does."""

    moments: list[Seconds]
    holds: list[bool]
    when: list[Seconds]


class PodHistory:
    """The rows of one pod, in the order of the records."""

    def __init__(self, pod: PodRecord) -> None:
        self.pod = pod
        self.pulls: list[PullRecord] = []
        self.unfinished: list[UnfinishedPullRecord] = []
        self.states: list[StateRecord] = []
        self.runs: list[RunningRecord] = []
        self.sandbox_failures: list[SandboxFailure] = []

    @property
    def sandbox_s(self) -> Seconds:
        """When a pod that could not get its sandbox had one: when it first asked for an image, infinity if never.

        Minus infinity for a pod that always got it.
        """
        if not self.sandbox_failures:
            return -math.inf
        asked = [pull.queued_s for pull in self.pulls] + [pull.queued_s for pull in self.unfinished]
        return min(asked, default=math.inf)

    def ready_after(self, time: Seconds) -> Seconds | None:
        """When the API next shows every container of the pod ready, after a *time* at which one of them failed."""
        ready = self._ready.when
        place = bisect_left(ready, time)
        return ready[place] if place < len(ready) else None

    def ready_at(self, time: Seconds) -> bool:
        """Whether the API shows every container of the pod ready at *time*."""
        place = bisect_right(self._ready.moments, time)
        return bool(place) and self._ready.holds[place - 1]

    def runs_at(self, time: Seconds) -> bool:
        """Whether every container of the pod really ran at *time*, whatever the API showed."""
        return all(self._runs[container].hold(time) for container in self.pod.containers)

    def terminated_at(self, time: Seconds) -> bool:
        """Whether the API shows every container of the pod Terminated at *time*."""
        shown = {
            row.container: row.state
            for row in self.states
            if row.started_s <= time and (row.ended_s is None or time < row.ended_s)
        }
        return all(shown.get(container) == "Terminated" for container in self.pod.containers)

    @cached_property
    def _runs(self) -> dict[str, Times]:
        return {
            container: Times(run for run in self.runs if run.container == container)
            for container in self.pod.containers
        }

    @cached_property
    def _ready(self) -> _Readiness:
        """The moments of a change, and whether every container is ready from then on."""
        running = [row for row in self.states if row.state == "Running" and row.ready]
        begins = sorted((row.started_s, row.container) for row in running)
        ends = sorted((row.ended_s, row.container) for row in running if row.ended_s is not None)
        count = dict.fromkeys(self.pod.containers, 0)
        begun = ended = 0
        holds: list[bool] = []
        moments = sorted({row.started_s for row in self.states})
        for now in moments:
            while begun < len(begins) and begins[begun][0] <= now:
                count[begins[begun][1]] = count.get(begins[begun][1], 0) + 1
                begun += 1
            while ended < len(ends) and ends[ended][0] <= now:
                count[ends[ended][1]] -= 1
                ended += 1
            holds.append(all(count[container] for container in self.pod.containers))
        return _Readiness(moments, holds, [moment for moment, ready in zip(moments, holds, strict=True) if ready])

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
            # A pod of a node that is down has no other moment before the end of that.
            {self.pod.created_s}
            | {time for row in self.states for time in (row.started_s, row.ended_s) if time is not None}
            | {time for run in self.runs for time in (run.started_s, run.ended_s) if time is not None}
            | {pull.queued_s for pull in self.pulls}
            | {pull.started_s for pull in self.pulls}
            | {pull.ended_s for pull in self.pulls}
            | {pull.backoff_until_s for pull in self.pulls if pull.backoff_until_s is not None}
            | {failure.time_s for failure in self.sandbox_failures}
        )
        sweep = Sweep(
            self.pod, self.pulls, self.states, self.runs, self.sandbox_s if self.sandbox_failures else -math.inf
        )
        cause = [CAUSES.index(sweep.cause(moment)) for moment in moments]
        held = [0] * len(CAUSES)
        before = [tuple(held)]
        for place in range(1, len(moments)):
            held[cause[place - 1]] += on_grid(moments[place]) - on_grid(moments[place - 1])
            before.append(tuple(held))
        return _Causes(moments, cause, before)


def pod_histories(records: Records) -> list[PodHistory]:
    """The history of every pod, in the order of their creation."""
    histories = [PodHistory(pod) for pod in records.pods]
    named: dict[tuple[str, str], list[PodHistory]] = {}
    for history in histories:
        named.setdefault((history.pod.namespace, history.pod.pod), []).append(history)
    for pull in records.pulls:
        _at(named[pull.namespace, pull.pod], pull.queued_s).pulls.append(pull)
    for unfinished in records.unfinished_pulls:
        if found := named.get((unfinished.namespace, unfinished.pod)):
            _at(found, unfinished.queued_s).unfinished.append(unfinished)
    for failure in records.sandbox_failures:
        _at(named[failure.namespace, failure.pod], failure.time_s).sandbox_failures.append(failure)
    for state in records.states:
        _at(named[state.namespace, state.pod], state.started_s).states.append(state)
    for run in records.running:
        if found := named.get((run.namespace, run.pod)):
            _at(found, run.started_s).runs.append(run)
    return histories


def _at(named: list[PodHistory], time_s: Seconds) -> PodHistory:
    """Of the pods that had a name one after another, the one that had it then."""
    if len(named) == 1:
        return named[0]
    return next((history for history in reversed(named) if history.pod.created_s <= time_s), named[0])
