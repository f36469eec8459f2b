"""Rows of records that are kept in columns, each row as one place in all of them.

A long outage of a large cluster has millions of rows, of some 200 bytes each if each is a tuple. In columns of numbers
a row takes 20 to 40 bytes; what many rows say is kept once, under its number.
"""

from abc import abstractmethod
from array import array
from collections.abc import Callable, Hashable, Iterator, Sequence
from copy import copy
from itertools import islice
from operator import le
from typing import Any, Self, TypeVar, overload

from imagesim.rules.units import Seconds

Row = TypeVar("Row", bound=tuple[Any, ...])
Value = TypeVar("Value", bound=Hashable)

MANY = 1_000
"""Rows that are put into the columns at once."""

_SLICES = 200
"""Of the time of a run, sorted one after another."""


class Numbered(dict[Value, int]):
    """Numbers values in the order in which they are first asked for; `values_by_number` has them in that order."""

    def __init__(self) -> None:
        self.values_by_number: list[Value] = []

    def __missing__(self, value: Value) -> int:
        self[value] = number = len(self.values_by_number)
        self.values_by_number.append(value)
        return number


class RowsInColumns(Sequence[Row]):
    """Rows in the order in which they were written, or `in_order` of time.

    Who derives from it has further columns, and says how fresh rows get into them, what a row is, and in what order
    rows of one instant are. Its method `add` puts what it is told into `_fresh`, and that away when `MANY` are there:
    it does so itself, since a large cluster calls it some millions of times.
    """

    __slots__ = ("_fresh", "_order", "_times")

    def __init__(self) -> None:
        self._times = array("d")
        self._fresh: list[tuple[Any, ...]] = []  # put into the columns many at once
        self._order: array[int] | None = None

    @abstractmethod
    def _extend(self, fresh: Sequence[tuple[Any, ...]]) -> None:
        """Put these rows into the columns, `_times` among them."""

    @abstractmethod
    def _row(self, place: int) -> Row:
        """The row at that place of the columns."""

    @abstractmethod
    def _tie(self) -> Callable[[int], int] | None:
        """A key for the places of rows of one instant; None if they stay as they were written."""

    def _put_away(self) -> None:
        if self._fresh:
            self._extend(self._fresh)
            self._fresh.clear()

    def in_order(self) -> Self:
        """The rows so far in order of time. Later ones are not among them."""
        self._put_away()
        rows = copy(self)
        rows._fresh = []
        rows._order = _in_order(self._times, self._tie())
        return rows

    def __len__(self) -> int:
        return len(self._times) + len(self._fresh) if self._order is None else len(self._order)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        self._put_away()
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self._row(range(len(self))[place] if self._order is None else self._order[place])

    def __iter__(self) -> Iterator[Row]:
        self._put_away()
        return map(self._row, range(len(self)) if self._order is None else self._order)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it grows


def _in_order(times: Sequence[Seconds], tie: Callable[[int], int] | None) -> "array[int]":
    """The places of *times* in their order; equal ones by their *tie*, or as they stand.

    They are sorted in slices of time, so that the keys of a few are held at a time.
    """
    if tie is None and all(map(le, times, islice(times, 1, None))):
        return array("I", range(len(times)))
    order = array("I")
    for places in _slices(times):
        if tie is not None:
            places = sorted(places, key=tie)
        order.extend(sorted(places, key=times.__getitem__))
    return order


def _slices(times: Sequence[Seconds]) -> Sequence[Sequence[int]]:
    """The places of *times* in parts, of which each is later than those before it."""
    first, last = min(times, default=0.0), max(times, default=0.0)
    if first == last:
        return (range(len(times)),)
    scale = _SLICES / (last - first)
    slices = [array("I") for _ in range(_SLICES + 1)]
    for place, time in enumerate(times):
        slices[int((time - first) * scale)].append(place)
    return slices
