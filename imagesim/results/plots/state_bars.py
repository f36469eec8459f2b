"""A row per pod, time from left to right: which version runs, or all that the API showed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from imagesim.results.palette import Look, short_digest, state_look
from imagesim.results.plots import style
from imagesim.results.plots.about import Key, end_of, looks_of, pod_rows, rows_of
from imagesim.results.time_axis import in_words
from imagesim.rules.units import Seconds


class _Bar(NamedTuple):
    row: int
    started_s: Seconds
    ended_s: Seconds
    look: Look
    word: str
    last: bool


@style.projector
def states(
    frame: pd.DataFrame,
    ax: Axes | None = None,
    *,
    end_s: Seconds | None = None,
    versions: Sequence[str] | None = None,
) -> Axes:
    """Draw the table `states`: ContainerCreating, ErrImagePull, ImagePullBackOff, ..., Running by version."""
    return _draw(frame, ax, "What the API showed of each pod", end_s, versions)


@style.projector
def version_map(
    frame: pd.DataFrame,
    ax: Axes | None = None,
    *,
    end_s: Seconds | None = None,
    versions: Sequence[str] | None = None,
) -> Axes:
    """Draw of the table `states` only what runs: each pod's version over time, blank while it runs nothing."""
    return _draw(frame, ax, "The version that each pod runs", end_s, versions, only_running=True)


def _draw(
    frame: pd.DataFrame,
    ax: Axes | None,
    title: str,
    end_s: Seconds | None,
    versions: Sequence[str] | None,
    only_running: bool = False,
) -> Axes:
    names = pod_rows(frame, "started_s")
    ax = style.axes(ax, style.height_for(len(names)))
    ax.set_title(title)
    if frame.empty:
        style.nothing_happened(ax)
        return ax
    end = end_of(frame, end_s, "started_s", "ended_s")
    looks = looks_of(frame, versions, frame.digest)
    if not only_running:
        looks = {digest: look._replace(label=f"Running {look.label}") for digest, look in looks.items()}
    bars = _bars(frame, names, looks, end)
    if only_running:
        bars = [bar for bar in bars if bar.look in looks.values()]
    used = _in_order({bar.look: None for bar in bars}, list(looks.values()))
    for look in used:
        style.bars(ax, [(bar.started_s, bar.ended_s, bar.row) for bar in bars if bar.look == look], look, of=len(names))
    for bar in bars:
        if len(names) <= 20 and style.fits(bar.word, bar.ended_s - bar.started_s, end):
            style.word(ax, (bar.started_s + bar.ended_s) / 2, bar.row, bar.word, bar.look)
    style.time_on_x(ax, end)
    style.rows_on_y(ax, list(names.values()))
    style.legend(ax, used)
    last = Counter(bar.look.label for bar in bars if bar.last)
    told = ", ".join(f"{count} {label}" for label, count in last.items()) or "nothing"
    style.describe(ax, f"{title}: {len(names)} rows over {in_words(end)}; at the end {told}.")
    return ax


def _bars(frame: pd.DataFrame, names: dict[Key, str], looks: dict[str, Look], end: Seconds) -> list[_Bar]:
    place = {key: number for number, key in enumerate(names)}
    return [_bar(row, place[row.namespace, row.pod, row.container], looks, end) for row in rows_of(frame)]


def _bar(row: Any, place: int, looks: dict[str, Look], end: Seconds) -> _Bar:
    running = row.state == "Running"
    look = looks[row.digest] if running else state_look(row.state, row.reason)
    last = bool(pd.isna(row.ended_s))
    word = short_digest(row.digest) if running else look.label
    return _Bar(place, row.started_s, end if last else row.ended_s, look, word, last)


def _in_order(used: dict[Look, None], versions: list[Look]) -> list[Look]:
    return [look for look in versions if look in used] + [look for look in used if look not in versions]
