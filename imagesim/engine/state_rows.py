"""What the API showed of the containers of a run, as rows. Whose a row is and what was shown are kept as numbers."""

from array import array
from collections.abc import Callable, Sequence
from math import isnan, nan
from typing import Any

from imagesim.engine.records import StateRecord
from imagesim.engine.rows_in_columns import MANY, Numbered, RowsInColumns
from imagesim.rules.api.names import ObjectName
from imagesim.rules.units import Seconds

Whose = tuple[str, str, str, str, ObjectName | None]
"""The container that a row is about, as StateRecord has it: namespace, pod, container, node, workload."""

ShownState = tuple[str, str, str, str, str, int | None, bool, bool]
"""What was shown, as StateRecord has it: state, reason, image, digest, message, exit_code, ready, started."""

# Plain tuples: some of both are made at each change of a container, and named ones take twice as long to make.


class StateRows(RowsInColumns[StateRecord]):
    """States in the order in which they ended, or `in_order` of when they began; those of one instant by container."""

    __slots__ = ("_ends", "_shown", "_shown_numbers", "_whose", "_whose_numbers")

    def __init__(self) -> None:
        super().__init__()
        self._ends = array("d")
        self._whose = array("I")
        self._shown = array("I")
        self._whose_numbers: Numbered[Whose] = Numbered()
        self._shown_numbers: Numbered[ShownState] = Numbered()

    def add(self, whose: Whose, started_s: Seconds, ended_s: Seconds | None, shown: ShownState) -> None:
        """That was shown of it from *started_s* until *ended_s* (None: the run is over, and it still is)."""
        fresh = self._fresh
        fresh.append((started_s, nan if ended_s is None else ended_s, whose, shown))
        if len(fresh) >= MANY:
            self._put_away()

    def _extend(self, fresh: Sequence[tuple[Any, ...]]) -> None:
        times, ends, whose, shown = zip(*fresh, strict=True)
        self._times.extend(times)
        self._ends.extend(ends)
        self._whose.extend(map(self._whose_numbers.__getitem__, whose))
        self._shown.extend(map(self._shown_numbers.__getitem__, shown))

    def _tie(self) -> Callable[[int], int]:
        """By namespace, pod and container."""
        known = self._whose_numbers.values_by_number
        ranks = array("I", bytes(4 * len(known)))
        rank, before = 0, ("", "", "")
        for number in sorted(range(len(known)), key=lambda number: known[number][:3]):
            if known[number][:3] != before:
                rank, before = rank + 1, known[number][:3]
            ranks[number] = rank
        return array("I", map(ranks.__getitem__, self._whose)).__getitem__

    def _row(self, place: int) -> StateRecord:
        namespace, pod, container, node, workload = self._whose_numbers.values_by_number[self._whose[place]]
        shown = self._shown_numbers.values_by_number[self._shown[place]]
        state, reason, image, digest, message, exit_code, ready, started = shown
        ended = self._ends[place]
        return StateRecord(
            namespace, pod, container, node, self._times[place], None if isnan(ended) else ended, state, reason, image,
            digest, message, workload, exit_code, ready, started,
        )  # fmt: skip
