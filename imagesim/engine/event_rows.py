"""The events of a run, as rows.

A row is kept as one place in each of some columns, about 40 bytes: a long outage of a large cluster has ten million
events. What an event says is held by reference, as texts that are said again and again are shared. How often it has
happened, and the part of its object, are kept as the number of that pair, of which there are few.
"""

from array import array
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import islice
from operator import le
from typing import overload

from imagesim.engine.records import EventRecord
from imagesim.rules.api.names import ObjectName
from imagesim.rules.pods.kubelet_texts import Event
from imagesim.rules.units import Seconds

_MANY = 1_000
"""Events that are put into the columns at once."""

_Tail = tuple[int, str]
"""How often an event had happened, and the path of what it is about."""

_SLICES = 200
"""Of the time of a run, sorted one after another."""


class _TailNumbers(dict[_Tail, int]):
    """Numbers pairs in the order in which they are first asked for; `pairs` has them in that order."""

    def __init__(self) -> None:
        self.pairs: list[_Tail] = []

    def __missing__(self, tail: _Tail) -> int:
        self[tail] = number = len(self.pairs)
        self.pairs.append(tail)
        return number


class EventRows(Sequence[EventRecord]):
    """Events in the order in which they were told of, or `in_order` of time."""

    __slots__ = ("_about", "_fresh", "_numbers", "_order", "_said", "_tails", "_times")

    def __init__(self) -> None:
        self._times = array("d")
        self._about: list[ObjectName] = []
        self._said: list[Event] = []
        self._tails = array("I")
        self._numbers = _TailNumbers()
        self._fresh: list[tuple[Seconds, ObjectName, Event, int, str]] = []  # put into the columns many at once
        self._order: array[int] | None = None

    def add(self, time_s: Seconds, about: ObjectName, said: Event, count: int, path: str = "") -> None:
        """An event about an object, or the part of it at *path*, came then; it had happened *count* times by then."""
        self._fresh.append((time_s, about, said, count, path))
        if len(self._fresh) >= _MANY:
            self._put_away()

    def in_order(self) -> "EventRows":
        """The rows so far in order of time; those of one instant as they came. Later ones are not among them."""
        self._put_away()
        rows = copy(self)
        rows._fresh = []
        rows._order = _in_order(self._times)
        return rows

    def _put_away(self) -> None:
        if self._fresh:
            times, about, said, counts, paths = zip(*self._fresh, strict=True)
            self._fresh.clear()
            self._times.extend(times)
            self._about.extend(about)
            self._said.extend(said)
            self._tails.extend(map(self._numbers.__getitem__, zip(counts, paths, strict=True)))

    def __len__(self) -> int:
        return len(self._times) + len(self._fresh) if self._order is None else len(self._order)

    @overload
    def __getitem__(self, place: int) -> EventRecord: ...
    @overload
    def __getitem__(self, place: slice) -> list[EventRecord]: ...
    def __getitem__(self, place: int | slice) -> EventRecord | list[EventRecord]:
        self._put_away()
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self._row(place if self._order is None else self._order[place])

    def __iter__(self) -> Iterator[EventRecord]:
        self._put_away()
        return map(self._row, range(len(self)) if self._order is None else self._order)

    def _row(self, place: int) -> EventRecord:
        about = self._about[place]
        # An event about an object without a namespace is in the default one.
        return EventRecord(
            self._times[place],
            about.namespace or "default",
            about,
            *self._said[place],
            *self._numbers.pairs[self._tails[place]],
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(EventRecord.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]  # it grows


def _in_order(times: Sequence[Seconds]) -> "array[int]":
    """The places of *times* in their order; equal ones as they stand.

    They are sorted in slices of time, so that the keys of a few are held at a time.
    """
    if all(map(le, times, islice(times, 1, None))):
        return array("I", range(len(times)))
    first, last = min(times), max(times)
    scale = _SLICES / (last - first)
    slices = [array("I") for _ in range(_SLICES + 1)]
    for place, time in enumerate(times):
        slices[int((time - first) * scale)].append(place)
    order = array("I")
    for places in slices:
        order.extend(sorted(places, key=times.__getitem__))
    return order
