"""A row per pod, time from left to right: which version runs, or all that the API showed."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from imagesim.results.palette import Look, state_look
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import Key, end_of, keys_of, looks_of, places_of, pod_rows, rows_of
from imagesim.results.plots.causes import draw_causes
from imagesim.results.plots.shares import MOST_ROWS
from imagesim.results.plots.state_shares import many_pods, state_shares
from imagesim.results.time_axis import in_words
from imagesim.rules.units import Seconds

_MOST_WITH_WORDS = 20


class _StateBar(NamedTuple):
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
    causes: pd.DataFrame | None = None,
) -> Axes:
    """Draw the table `states`: ContainerCreating, ErrImagePull, ImagePullBackOff, ..., Running by version."""
    return _draw(frame, ax, "What the API showed of each pod", end_s, versions, causes)


@style.projector
def version_map(
    frame: pd.DataFrame,
    ax: Axes | None = None,
    *,
    ran: pd.DataFrame | None = None,
    end_s: Seconds | None = None,
    versions: Sequence[str] | None = None,
    causes: pd.DataFrame | None = None,
) -> Axes:
    """Draw each pod's version over time, blank while it runs nothing: a row for each pod of the table `states`.

    What runs is what *ran*, the table `running`, says, as in `version_mix`. Without it the picture shows of `states`
    what the API says that runs, which differs where nobody tells it: on a node that is lost.
    """
    title = "What the API says that each pod runs" if ran is None else "The version that each pod runs"
    shown = frame[frame.state == "Running"] if ran is None else ran.assign(state="Running", reason="")
    return _draw(frame, ax, title, end_s, versions, causes, shown)


def _draw(
    frame: pd.DataFrame,
    ax: Axes | None,
    title: str,
    end_s: Seconds | None,
    versions: Sequence[str] | None,
    causes: pd.DataFrame | None,
    shown: pd.DataFrame | None = None,
) -> Axes:
    """Draw the states *shown*, all of *frame* if left out, with a row for each container of *frame*."""
    end = end_of(frame, end_s, "started_s", "ended_s")
    looks = looks_of(frame, versions, frame.digest)
    if shown is None:
        shown = frame
        looks = {digest: look._replace(label=f"Running {look.label}") for digest, look in looks.items()}
    if len(frame) > MOST_ROWS and many_pods(frame):
        ax = style.axes(ax)
        ax.set_title(f"{title}, added up by workload")
        state_shares(ax, shown, looks, end)
    else:
        columns = ["namespace", "pod", "container", "node", "started_s"]
        both = pd.concat([frame[columns], shown[columns]])
        names = pod_rows(both, "started_s")
        if len(names) > style.MOST_NAMED:
            names = _by_first_run(names, shown[shown.state == "Running"])
        ax = style.axes(ax, style.height_for(len(names)))
        ax.set_title(title)
        if shown.empty:
            style.nothing_happened(ax, "no pod was started" if frame.empty else "no container ran")
            return ax
        _draw_bars(ax, shown, names, looks, end)
        scales.rows_on_y(ax, list(names.values()), places=places_of(both, names))
    draw_causes(ax, frame, causes)
    return ax


def _by_first_run(names: dict[Key, str], running: pd.DataFrame) -> dict[Key, str]:
    """Rows without a name by when they first ran, those that never did last: bands, where there would be stripes."""
    first: dict[Key, Seconds] = {}
    for row, key in zip(rows_of(running), keys_of(running), strict=True):
        first[key] = min(row.started_s, first.get(key, math.inf))
    return {key: names[key] for key in sorted(names, key=lambda key: first.get(key, math.inf))}


def _draw_bars(ax: Axes, frame: pd.DataFrame, names: dict[Key, str], looks: dict[str, Look], end: Seconds) -> None:
    """A row for each container, also for one of which nothing is shown."""
    bars = _bars(frame, names, looks, end)
    boxes: dict[Look, list[style.Box]] = {}
    for bar in bars:
        boxes.setdefault(bar.look, []).append((bar.started_s, bar.ended_s, bar.row))
    used = _in_order(boxes, list(looks.values()))
    for look in used:
        style.bars(ax, boxes[look], look, of=len(names))
    for bar in bars if len(names) <= _MOST_WITH_WORDS else ():
        if scales.fits(bar.word, bar.ended_s - bar.started_s, end):
            style.word(ax, (bar.started_s + bar.ended_s) / 2, bar.row, bar.word, bar.look)
    scales.time_on_x(ax, end)
    versions = set(looks.values())
    style.legend(ax, [look for look in used if look in versions or _seen(boxes[look], end)])
    last = Counter(bar.look.label for bar in bars if bar.last)
    told = ", ".join(f"{count} {label}" for label, count in last.items()) or "nothing"
    title = ax.get_title(loc="left")
    style.describe(ax, f"{title}: {len(names)} rows over {in_words(end)}; at the end {told}.")


def _seen(boxes: Iterable[style.Box], end: Seconds) -> bool:
    """Whether any of *boxes* is wide enough; what nobody sees needs no words in a legend."""
    return any(scales.can_be_seen(right - left, end) for left, right, _ in boxes)


def _bars(frame: pd.DataFrame, names: dict[Key, str], looks: dict[str, Look], end: Seconds) -> list[_StateBar]:
    place = {key: number for number, key in enumerate(names)}
    kinds: dict[tuple[str, str, str], tuple[Look, str]] = {}  # few, and there are rows by the thousand
    bars = []
    for row, key in zip(rows_of(frame), keys_of(frame), strict=True):
        kind = row.state, row.reason, row.digest
        if kind not in kinds:
            kinds[kind] = _look(*kind, looks)
        last = bool(pd.isna(row.ended_s))
        bars.append(_StateBar(place[key], row.started_s, end if last else row.ended_s, *kinds[kind], last))
    return bars


def _look(state: str, reason: str, digest: str, looks: dict[str, Look]) -> tuple[Look, str]:
    """How a bar looks and which word is on it. Of what really happened the version may be unknown."""
    if state == "Running" and digest in looks:
        return looks[digest], looks[digest].label.removeprefix("Running ")
    look = state_look(state, reason)
    return look, look.label


def _in_order(used: Collection[Look], versions: list[Look]) -> list[Look]:
    return [look for look in versions if look in used] + [look for look in used if look not in versions]
