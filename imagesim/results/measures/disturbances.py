"""Disturbances that ended: which they are, and who was still waiting at their ends.

A run may have tens of thousands of them, so each question is answered for all of them in one go.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from imagesim.engine.records import Disturbance, Records
from imagesim.results.measures.scopes import Scope, ScopesOf, covers, scope_of
from imagesim.rules.pods.kubelet_texts import CONTAINER_CREATING
from imagesim.rules.units import Seconds

_Interval = tuple[Seconds, Seconds]


def ended_disturbances(records: Records) -> list[Disturbance]:
    """The disturbances that ended within the run, without those at whose end another one of the same images went on."""
    going_on = set(_going_on(records.disturbances))
    return [
        row for place, row in enumerate(records.disturbances) if row.ended_s <= records.end_s and place not in going_on
    ]


def _going_on(disturbances: Sequence[Disturbance]) -> Iterator[int]:
    """The places of those at whose end another one that began by then lasts longer, or as long and stands later."""
    groups: dict[tuple[Scope, str], list[int]] = {}
    for place, row in enumerate(disturbances):
        groups.setdefault((scope_of(row), row.secret), []).append(place)
    for (scope, secret), places in groups.items():
        # What is wrong with one Secret is right or wrong with no other, nor for who needs none.
        others = [
            place
            for (other, of), found in groups.items()
            if of in ("", secret) and covers(other, scope)
            for place in found
        ]
        begins = sorted((disturbances[place].started_s, disturbances[place].ended_s, place) for place in others)
        latest = list(accumulate(((ended, place) for _, ended, place in begins), max))
        for place in places:
            ended_s = disturbances[place].ended_s
            begun = bisect_right(begins, ended_s, key=lambda row: row[0])
            if latest[begun - 1] > (ended_s, place):
                yield place


def _by_scope(disturbances: Iterable[Disturbance]) -> dict[Scope, list[int]]:
    places: dict[Scope, list[int]] = {}
    for place, row in enumerate(disturbances):
        places.setdefault(scope_of(row), []).append(place)
    return places


class Ends:
    """The ends of some disturbances, by what they are about, to be looked up by time."""

    def __init__(self, disturbances: Sequence[Disturbance]) -> None:
        self._ends = {
            scope: sorted((disturbances[place].ended_s, place) for place in places)
            for scope, places in _by_scope(disturbances).items()
        }
        self._scopes = ScopesOf(self._ends)

    def within(self, image: str, begin: Seconds, end: Seconds) -> Iterator[int]:
        """The places of the disturbances that are about the image and ended from *begin* on and before *end*."""
        return (place for place, _ in self.moments_within(image, begin, end))

    def moments_within(self, image: str, begin: Seconds, end: Seconds) -> Iterator[tuple[int, Seconds]]:
        """The same places, each with the time of the end."""
        for scope in self._scopes[image]:
            ends = self._ends[scope]
            for at in range(bisect_left(ends, (begin, -1)), len(ends)):
                ended_s, place = ends[at]
                if ended_s >= end:
                    break
                yield place, ended_s


def waiting_pods(records: Records, disturbances: Sequence[Disturbance]) -> list[int]:
    """For each disturbance, how many pods were waiting for a first pull of an image that it is about when it ended.

    They were not failing: a request that a silent registry has taken is still under way when the registry is back.
    """
    scopes = ScopesOf(scope_of(row) for row in disturbances)
    waits: dict[tuple[Scope, str, str], list[_Interval]] = {}
    for row in records.states:
        if (row.state, row.reason) == ("Waiting", CONTAINER_CREATING):
            ended_s = float("inf") if row.ended_s is None else row.ended_s
            for scope in scopes[row.image]:
                waits.setdefault((scope, row.namespace, row.pod), []).append((row.started_s, ended_s))
    begins: dict[Scope, list[Seconds]] = {}
    ends: dict[Scope, list[Seconds]] = {}
    for (scope, _, _), intervals in waits.items():
        for begin, end in _apart(intervals):
            begins.setdefault(scope, []).append(begin)
            ends.setdefault(scope, []).append(end)
    for times in (*begins.values(), *ends.values()):
        times.sort()
    return [
        sum(
            _holds_at(row.ended_s, waits.get((scope_of(row), row.secret.partition("/")[0], pod), []))
            for pod in row.pods
        )
        if row.secret
        # Those that had begun before, less those that were over by then.
        else bisect_left(begins.get(scope_of(row), []), row.ended_s)
        - bisect_right(ends.get(scope_of(row), []), row.ended_s)
        for row in disturbances
    ]


def _holds_at(time_s: Seconds, intervals: list[_Interval]) -> bool:
    return any(begin < time_s < end for begin, end in intervals)


def _apart(intervals: list[_Interval]) -> Iterator[_Interval]:
    """The times of one pod, with those that overlap made one: it is counted once. Empty ones are left out."""
    intervals.sort()
    begin = end = float("-inf")
    for each_begin, each_end in intervals:
        if each_begin < end:
            end = max(end, each_end)
            continue
        if begin < end:
            yield begin, end
        begin, end = each_begin, each_end
    if begin < end:
        yield begin, end
