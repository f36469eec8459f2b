"""What is used of registries' budgets over time, and when they are full again.

A budget belongs to a limit of a registry and to whom it counts (an address, an account, or all). It is used up request
by request until its window ends; then it is empty, and the next request opens a window.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from imagesim.results.palette import BLACK, LIGHT_GREY, host_looks
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import end_of
from imagesim.results.plots.causes import draw_causes
from imagesim.results.time_axis import in_words
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_MOST_NAMED = 5
_DASHES = ("-", "--", ":", "-.", (0, (5, 1)))
_ABOVE_CAUSES, _BELOW_ALL = 2.6, 1.4
"""A budget jumps where something was done and then lies on its limit: it is drawn over both."""
_COUNTED = {
    "manifest-gets": "manifests fetched",
    "blob-gets": "blobs fetched",
    "tokens": "tokens asked for",
    "requests": "requests",
}
"""What the values of `counts` are in plain words."""
Numbers = npt.NDArray[np.float64]


class _Budget(NamedTuple):
    """How much of one budget is used, in stairs: `used[n]` from `times[n]` on."""

    name: str
    amount: int
    window_s: Seconds
    times: Numbers
    used: Numbers


@style.projector
def budget(
    frame: pd.DataFrame,
    ax: Axes | None = None,
    *,
    end_s: Seconds | None = None,
    causes: pd.DataFrame | None = None,
) -> Axes:
    """Draw the table `budgets`: what is used of each, with its limit as a black line.

    Budgets of different sizes are drawn in percent. Of many budgets the one that is used most has a name.
    """
    ax = style.axes(ax)
    ax.set_title("Used of the registries' budgets")
    if frame.empty:
        style.nothing_happened(ax, "no registry has a limit that something counted against")
        return ax
    end = end_of(frame, end_s, "time_s")
    budgets = list(_budgets(frame, end))
    amounts = {each.amount for each in budgets}
    of = None if len(amounts) == 1 else 100.0
    for each, look in _looks(budgets):
        height = each.used if of is None else each.used / each.amount * of
        ax.step(each.times, height, where="post", clip_on=False, **look)
    top = float(next(iter(amounts))) if of is None else of
    windows = {in_words(each.window_s) for each in budgets}
    said = f"the limit: {top:,.0f} in {' or '.join(sorted(windows))}" if of is None else "the limit of each"
    # Wider than a budget, so that one that is used up is seen upon it.
    ax.axhline(top, color=BLACK, linewidth=7, label=said, zorder=_BELOW_ALL)
    ax.set_ylim(0, top * 1.08)
    scales.time_on_x(ax, end)
    scales.numbers_on_y(ax, "requests that counted" if of is None else "used of each budget (%)")
    handles = {str(line.get_label()): line for line in ax.lines if not str(line.get_label()).startswith("_")}
    style.legend(ax, [], handles.values())
    full = sum(each.used.max() >= each.amount for each in budgets)
    told = f"{scales.counted(len(budgets), 'budget')} over {in_words(end)}, {full} of them used up"
    style.describe(ax, f"{ax.get_title(loc='left')}: {told}.")
    draw_causes(ax, frame, causes)
    return ax


def _budgets(frame: pd.DataFrame, end: Seconds) -> Iterator[_Budget]:
    """Each budget with the ends of its windows, the one that is used most first."""
    found = []
    for key, rows in frame.groupby(["host", "limit", "counts", "sharer"], sort=True):
        host, _, counts, sharer = map(str, key)
        name = f"{host}: {_COUNTED.get(counts, counts)}" + (f" by {sharer}" if sharer else "")
        opened = rows[rows.used == 1]
        window = float((opened.window_ends_s - opened.time_s).max()) if len(opened) else 0.0
        found.append(_Budget(name, int(rows.amount.iloc[0]), window, *_stairs(rows, end)))
    return iter(sorted(found, key=lambda each: -each.used.max() / each.amount))


def _stairs(rows: pd.DataFrame, end: Seconds) -> tuple[Numbers, Numbers]:
    """Times, and how much is used from each on. A window that ends within the run leaves the budget empty."""
    ends = rows.window_ends_s.drop_duplicates().to_numpy(dtype=np.float64)
    ends = ends[ends < end]
    times = np.concatenate([[0.0], rows.time_s.to_numpy(), ends])
    used = np.concatenate([[0.0], rows.used.to_numpy(dtype=np.float64), np.zeros(len(ends))])
    # At the moment at which one window ends and the next one opens, the row of the new window counts.
    order = np.lexsort((used, times))
    return np.append(times[order], end), np.append(used[order], used[order[-1]])


def _looks(budgets: list[_Budget]) -> Iterator[tuple[_Budget, dict[str, Any]]]:
    few = budgets if len(budgets) <= _MOST_NAMED else budgets[:1]
    # Those without a name lie behind, so they are drawn first.
    for each in budgets[len(few) :]:
        others = f"the other {len(budgets) - len(few)}"
        yield each, {"color": LIGHT_GREY, "linewidth": 1.2, "label": others, "zorder": 1.5}
    looks = host_looks(each.name for each in few)
    for each, dash in zip(few, _DASHES, strict=False):
        colour = looks[each.name].colour
        drawn = {"color": colour, "linewidth": 2.5, "linestyle": dash, "zorder": _ABOVE_CAUSES}
        yield each, {**drawn, "label": gate.line(each.name)}
