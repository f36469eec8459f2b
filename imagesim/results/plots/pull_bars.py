"""Every pull over time: a row per container, how long it waited for the puller, how long it took, how it ended."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from imagesim.results.palette import BLACK, Look, cause_looks, outcome_looks
from imagesim.results.plots import style
from imagesim.results.plots.about import end_of, keys_of, pod_rows, values
from imagesim.results.time_axis import in_words
from imagesim.rules.units import Seconds

_MARKERS = {"Pulled": "o", "AlreadyPresent": "D", "Failed": "X"}


@style.projector
def pulls_over_time(pulls: pd.DataFrame, ax: Axes | None = None, *, end_s: Seconds | None = None) -> Axes:
    """Draw the table `pulls`. A marker ends each pull, so that those too short to see are seen."""
    names = pod_rows(pulls, "queued_s")
    ax = style.axes(ax, style.height_for(len(names)))
    ax.set_title("Pulls of each pod")
    if pulls.empty:
        style.nothing_happened(ax)
        return ax
    end = end_of(pulls, end_s, "ended_s")
    place = {key: row for row, key in enumerate(names)}
    rows = [place[key] for key in keys_of(pulls)]
    queue = cause_looks()["queue_s"]
    waited = pulls.queued_s < pulls.started_s
    style.bars(ax, _boxes(pulls, rows, "queued_s", "started_s", waited), queue, of=len(names), height=0.5)
    outcomes = [(name, look) for name, look in outcome_looks().items() if (pulls.outcome == name).any()]
    for name, look in outcomes:
        chosen = pulls.outcome == name
        style.bars(ax, _boxes(pulls, rows, "started_s", "ended_s", chosen), look, of=len(names))
        places = [row for row, there in zip(rows, values(chosen), strict=True) if there]
        ax.plot(pulls.ended_s[chosen], places, label=look.label, clip_on=False, **_marker(name, look, len(names)))
    style.time_on_x(ax, end)
    style.rows_on_y(ax, list(names.values()))
    handles = [Line2D([], [], label=look.label, **_marker(name, look)) for name, look in outcomes]
    style.legend(ax, [queue] if waited.any() else [], handles)
    counts = ", ".join(f"{(pulls.outcome == name).sum()} {look.label}" for name, look in outcomes)
    style.describe(ax, f"Pulls of {len(names)} containers over {in_words(end)}: {counts}.")
    return ax


def _boxes(
    pulls: pd.DataFrame, rows: list[int], start: str, end: str, chosen: "pd.Series[bool]"
) -> list[tuple[float, float, float]]:
    every = zip(values(pulls[start]), values(pulls[end]), rows, values(chosen), strict=True)
    return [(left, right, row) for left, right, row, there in every if there]


def _marker(name: str, look: Look, rows: int = 1) -> dict[str, Any]:
    """Where rows are too many to be named, markers are small and have no black edge, which would be all one sees."""
    few = rows <= style.MOST_NAMED
    return {
        "marker": _MARKERS[name],
        "linestyle": "",
        "markersize": 11 if few else 4,
        "markerfacecolor": look.colour,
        "markeredgecolor": BLACK if few else look.colour,
    }
