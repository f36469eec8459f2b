"""Pictures of more rows than can be told apart: added up, a stacked area for each group (a workload, a pool).

A group's row is as high as the most that it ever had at once; the areas say how many of those were in which state. The
largest groups have a row each, the others share one. At most a thousand moments are drawn, evenly spread where more
than that change something, so a picture of millions of rows takes seconds.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from imagesim.results.palette import Look
from imagesim.results.plots import scales, style
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_SEEN = 0.01
"""Of the height of a row: what is never higher is not seen, and needs no words in a legend."""
MOST_ROWS = 120
"""With more rows than this a picture adds them up."""
_MOST_GROUPS, _MOST_TIMES = 8, 1000
_ROW = 0.9
Times = npt.NDArray[Any]


class Spans(NamedTuple):
    """When things of one look began and ended, in two arrays of equal length."""

    started_s: Times
    ended_s: Times


Group = Mapping[Look, Spans]
"""What the members of one group were in, and when."""


def draw_shares(ax: Axes, groups: Mapping[str, Group], end_s: Seconds, looks: Sequence[Look], of: str) -> list[Look]:
    """Draw a row for each of *groups*, the largest first; *looks* says what lies on what, *of* what is counted.

    Returns those of *looks* that can be seen somewhere.
    """
    times = _times(groups, end_s)
    heights = {name: {look: _count(spans, times) for look, spans in group.items()} for name, group in groups.items()}
    rows = _largest(heights)
    for place, (_, counts) in enumerate(rows):
        _draw_row(ax, place, counts, times, looks)
    ax.set_ylim(len(rows) - 0.5, -0.55)
    most = [int(sum(counts.values(), np.zeros(1)).max()) for _, counts in rows]
    if len(rows) == 1:
        _numbers_on_y(ax, most[0], of)
        return _seen(rows, most, looks)
    ax.set_yticks(
        range(len(rows)),
        [f"{gate.line(name)}\nup to {count:,}" for (name, _), count in zip(rows, most, strict=True)],
        fontsize=13,
    )
    ax.set_ylabel(of)
    return _seen(rows, most, looks)


def _seen(rows: Sequence[tuple[str, Mapping[Look, Times]]], most: Sequence[int], looks: Sequence[Look]) -> list[Look]:
    seen = {
        look
        for (_, counts), whole in zip(rows, most, strict=True)
        for look, count in counts.items()
        if count.max() > _SEEN * whole
    }
    return [look for look in looks if look in seen]


def _times(groups: Mapping[str, Group], end_s: Seconds) -> Times:
    """The moments at which something changes, or as many as can be seen."""
    parts = [each for group in groups.values() for spans in group.values() for each in spans]
    changes = np.unique(np.concatenate([np.array([0.0, end_s]), *parts])) if parts else np.array([0.0, end_s])
    changes = changes[(changes >= 0) & (changes <= end_s)]
    return changes if len(changes) <= _MOST_TIMES else np.linspace(0.0, end_s, _MOST_TIMES)


def _count(spans: Spans, times: Times) -> Times:
    """How many there are at each of *times*: what begins then counts, what ends then does not."""
    begun = np.searchsorted(np.sort(spans.started_s), times, side="right")
    over = np.searchsorted(np.sort(spans.ended_s), times, side="right")
    counts: Times = begun - over
    return counts


def _largest(heights: Mapping[str, Mapping[Look, Times]]) -> list[tuple[str, dict[Look, Times]]]:
    """The groups by size; those beyond the last row are added up."""
    size = {name: int(sum(counts.values(), np.zeros(1)).max()) for name, counts in heights.items()}
    ordered = sorted(heights, key=lambda name: (-size[name], name))
    few = ordered if len(ordered) <= _MOST_GROUPS else ordered[: _MOST_GROUPS - 1]
    rows = [(name, dict(heights[name])) for name in few]
    others: dict[Look, Times] = {}
    for name in ordered[len(few) :]:
        for look, counts in heights[name].items():
            others[look] = others[look] + counts if look in others else counts
    return [*rows, (f"{len(ordered) - len(few)} others", others)] if others else rows


def _draw_row(ax: Axes, place: int, counts: Mapping[Look, Times], times: Times, looks: Sequence[Look]) -> None:
    most = sum(counts.values(), np.zeros(len(times))).max() or 1
    bottom = place + _ROW / 2
    below = np.zeros(len(times))
    for look in looks:
        if look not in counts:
            continue
        top = below + counts[look]
        ax.fill_between(
            times, bottom - _ROW * below / most, bottom - _ROW * top / most, step="post", label=look.label,
            **{**style.fill(look), "linewidth": 0.0},
        )  # fmt: skip
        below = top


def _numbers_on_y(ax: Axes, most: int, of: str) -> None:
    """One row has room for a scale."""
    scale = scales.whole_steps(most)
    ax.set_yticks([_ROW / 2 - _ROW * number / (most or 1) for number in scale], [f"{number:,}" for number in scale])
    ax.set_ylabel(of)
