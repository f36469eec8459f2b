"""Times for people: ticks of an axis that fit its span, and durations in words."""

from math import ceil
from typing import NamedTuple

from imagesim.rules.units import Seconds

_UNITS = (
    ("seconds", 1.0, 150.0, (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30)),
    ("minutes", 60.0, 3 * 3600.0, (0.5, 1, 2, 5, 10, 15, 20, 30)),
    ("hours", 3600.0, 2 * 86400.0, (0.5, 1, 2, 3, 4, 6, 12)),
    ("days", 86400.0, float("inf"), (0.5, 1, 2, 5, 10, 20, 50, 100)),
)
"""Name, seconds, the longest span that is told in it, steps between ticks in it."""


class TimeAxis(NamedTuple):
    """`ticks` are pairs of a time in seconds and its text, in `unit`."""

    unit: str
    ticks: list[tuple[Seconds, str]]

    @property
    def title(self) -> str:
        """What to write along the axis."""
        return f"{self.unit} since the start"


def time_axis(end_s: Seconds, most: int = 8, begin_s: Seconds = 0.0) -> TimeAxis:
    """Ticks from *begin_s* to *end_s*, *most* of them at the most, at steps that people count in."""
    unit, seconds, _, steps = next(row for row in _UNITS if end_s <= row[2])
    span = (end_s - begin_s) / seconds
    step = next((step for step in steps if span / step <= most - 1), steps[-1])
    first, last = ceil(begin_s / seconds / step - 1e-9), int(end_s / seconds / step + 1e-9)
    return TimeAxis(unit, [(place * step * seconds, f"{place * step:g}") for place in range(first, last + 1)])


def window(begin_s: Seconds, last_s: Seconds, end_s: Seconds) -> tuple[Seconds, Seconds]:
    """The part of a run from 0 to *end_s* to draw where something happens from *begin_s* to *last_s*.

    That is all of it unless two fifths or more of a side would be empty.
    """
    room = max(0.1, (last_s - begin_s) * 0.06)
    left = 0.0 if begin_s < 0.4 * end_s else max(0.0, begin_s - room)
    right = end_s if last_s > 0.6 * end_s else min(end_s, last_s + room)
    return left, right


def in_words(duration_s: Seconds) -> str:
    """A duration as one says it: `45 s`, `2.5 min`, `3.2 h`."""
    if duration_s < 120:
        return f"{duration_s:.3g} s"
    if duration_s < 2 * 3600:
        return f"{duration_s / 60:.3g} min"
    return f"{duration_s / 3600:.3g} h"
