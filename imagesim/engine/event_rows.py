"""The events of a run, as rows.

What an event says is held by reference, as texts that are said again and again are shared. How often it has happened,
and the part of its object, are kept as the number of that pair, of which there are few.
"""

from array import array
from collections.abc import Sequence
from typing import Any

from imagesim.engine.records import EventRecord
from imagesim.engine.rows_in_columns import MANY, Numbered, RowsInColumns
from imagesim.rules.api.names import ObjectName
from imagesim.rules.pods.kubelet_texts import Event
from imagesim.rules.units import Seconds

_Tail = tuple[int, str]
"""How often an event had happened, and the path of what it is about."""


class EventRows(RowsInColumns[EventRecord]):
    """Events in the order in which they were told of, or `in_order` of time; those of one instant as they came."""

    __slots__ = ("_about", "_said", "_tail_numbers", "_tails")

    def __init__(self) -> None:
        super().__init__()
        self._about: list[ObjectName] = []
        self._said: list[Event] = []
        self._tails = array("I")
        self._tail_numbers: Numbered[_Tail] = Numbered()

    def add(self, time_s: Seconds, about: ObjectName, said: Event, count: int, path: str = "") -> None:
        """An event about an object, or the part of it at *path*, came then; it had happened *count* times by then."""
        fresh = self._fresh
        fresh.append((time_s, about, said, count, path))
        if len(fresh) >= MANY:
            self._put_away()

    def _extend(self, fresh: Sequence[tuple[Any, ...]]) -> None:
        times, about, said, counts, paths = zip(*fresh, strict=True)
        self._times.extend(times)
        self._about.extend(about)
        self._said.extend(said)
        self._tails.extend(map(self._tail_numbers.__getitem__, zip(counts, paths, strict=True)))

    def _tie(self) -> None:
        return None

    def _row(self, place: int) -> EventRecord:
        about = self._about[place]
        # An event about an object without a namespace is in the default one.
        return EventRecord(
            self._times[place],
            about.namespace or "default",
            about,
            *self._said[place],
            *self._tail_numbers.values_by_number[self._tails[place]],
        )
