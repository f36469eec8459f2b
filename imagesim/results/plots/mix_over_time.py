"""The version mix as stacked areas: how many pods, or which share of them, run which version."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from imagesim.results.palette import Look, short_digest
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import end_of, looks_of, rows_of
from imagesim.results.plots.causes import draw_causes, free_of_causes
from imagesim.results.time_axis import in_words
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_LONGEST_TITLE, _MOST_STEPS = 66, 1500
_LOWEST_WITH_NAME = 0.06
"""Of the whole height: an area that is lower has no room for its name."""
_GROUP = ("namespace", "workload", "container", "image")
Numbers = npt.NDArray[Any]
Snapshot = tuple[Seconds, dict[str, int]]
_Part = tuple[Seconds, Seconds, float, float]
"""From when to when, and from which height to which."""


@style.projector
def version_mix(
    frame: pd.DataFrame,
    ax: Axes | None = None,
    *,
    share: bool = False,
    end_s: Seconds | None = None,
    versions: Sequence[str] | None = None,
    causes: pd.DataFrame | None = None,
) -> Axes:
    """Draw a table of `version_mix()`: pods by version, or with *share* their percentage.

    A black line above marks the times in which a workload ran two or more versions. Several workloads are added up:
    choose one with `frame[frame.workload == "Deployment/web"]`.
    """
    ax = style.axes(ax)
    ax.set_title(gate.line(_title(frame)))
    ax.set_ylabel("share of pods (%)" if share else "pods")
    if frame.empty:
        style.nothing_happened(ax, "no container ran")
        return ax
    end = end_of(frame, end_s, "time_s")
    looks = looks_of(frame, versions, frame.digest)
    there = set(frame.digest.unique())
    digests = [digest for digest in looks if digest in there]
    times, heights = _steps(_seen(_snapshots(frame), end), end, digests, share)
    most = max(map(sum, zip(*heights.values(), strict=True)))
    below = [0.0] * len(times)
    for digest in digests:
        top = [low + high for low, high in zip(below, heights[digest], strict=True)]
        ax.fill_between(times, below, top, label=looks[digest].label, **style.fill(looks[digest]))
        _name(ax, looks[digest], list(zip(times[::2], times[1::2], below[::2], top[::2], strict=True)), most, end)
        below = top
    scales.time_on_x(ax, end)
    words = _mark_mixed(ax, frame, end, max(below), looks, share)
    style.legend(ax, [looks[digest] for digest in digests])
    draw_causes(ax, frame, causes)
    _say(ax, words, max(below))
    return ax


def _title(frame: pd.DataFrame) -> str:
    what = frame[["workload", "container", "image"]].drop_duplicates()
    if len(what) != 1:
        return "Versions that run"
    name, at, digest = str(what.image.iloc[0]).partition("@")
    workload, image = str(what.workload.iloc[0]), f"{name}{at}{short_digest(digest)}"
    title = f"{workload}: versions of {image}"
    if len(title) > _LONGEST_TITLE:
        title = f"{workload.rpartition('/')[2]}: versions of {image.rpartition('/')[2]}"
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def _snapshots(frame: pd.DataFrame) -> list[Snapshot]:
    """Pods by digest at each change, over all groups of the table, which is in order of time."""
    of_one = frame.groupby([*_GROUP, "digest"], sort=False, dropna=False).pods
    change = (frame.pods - of_one.shift(fill_value=0)).to_numpy()
    times, digests = frame.time_s.to_numpy(), frame.digest
    shown = _fewer(np.flatnonzero(np.append(times[1:] != times[:-1], True)), times)
    totals = {digest: np.cumsum(np.where(digests == digest, change, 0))[shown] for digest in digests.unique()}
    return [
        (float(times[row]), {digest: int(total[place]) for digest, total in totals.items()})
        for place, row in enumerate(shown)
    ]


def _seen(snapshots: list[Snapshot], end: Seconds) -> list[Snapshot]:
    """Without what came and went faster than a picture can show: a roll-out within a second is a step and no peak."""
    found: list[Snapshot] = []
    burst: list[Snapshot] = []
    for (time, pods), (until, _) in pairwise([*snapshots, (max(end, snapshots[-1][0]), {})]):
        burst.append((time, pods))
        if scales.can_be_seen(until - time, end):
            found += burst if scales.can_be_seen(time - burst[0][0], end) else burst[-1:]
            burst = []
    return found + burst


def _fewer(rows: Numbers, times: Numbers) -> Numbers:
    """The last row of each moment; of more moments than can be seen beside each other, one of each of so many parts."""
    if len(rows) <= _MOST_STEPS:
        return rows
    begin, end = times[rows[0]], times[rows[-1]]
    parts = ((times[rows] - begin) / (end - begin) * _MOST_STEPS).astype(int)
    return np.append(rows[0], rows[np.append(parts[1:] != parts[:-1], True)])


def _steps(
    snapshots: list[Snapshot], end: Seconds, digests: list[str], share: bool
) -> tuple[list[float], dict[str, list[float]]]:
    """Corners of a stair: each snapshot holds until the next one."""
    times: list[float] = []
    heights: dict[str, list[float]] = {digest: [] for digest in digests}
    for (time, pods), (until, _) in pairwise([*snapshots, (max(end, snapshots[-1][0]), {})]):
        whole = (sum(pods.values()) or 1) / 100 if share else 1
        times += [time, until]
        for digest in digests:
            heights[digest] += [pods.get(digest, 0) / whole] * 2
    return times, heights


def _name(ax: Axes, look: Look, parts: list[_Part], most: float, end: Seconds) -> None:
    """The version's name in the largest of *parts* of its area that have room for it."""
    lowest = _LOWEST_WITH_NAME * most
    roomy = [part for part in parts if part[3] - part[2] > lowest and scales.fits(look.label, part[1] - part[0], end)]
    if roomy:
        left, right, low, high = max(roomy, key=lambda part: (part[1] - part[0]) * (part[3] - part[2]))
        style.word(ax, (left + right) / 2, (low + high) / 2, look.label, look, size=14)


def _mark_mixed(ax: Axes, frame: pd.DataFrame, end: Seconds, top: float, looks: dict[str, Look], share: bool) -> str:
    """Draw when versions were mixed; returns that in words."""
    spells = _mixed(frame, end)
    room = top * 1.2 or 1.0
    ax.set_ylim(0, room)
    if not share:
        scale = scales.whole_steps(int(top))
        ax.set_yticks(scale, [f"{number:,}" for number in scale])
    for start, until in spells:
        ax.plot([start, until], [top * 1.05] * 2, color="black", linewidth=7, solid_capstyle="butt")
    total = sum(until - start for start, until in spells)
    alone = len(frame[list(_GROUP)].drop_duplicates()) == 1
    words = f"mixed for {in_words(total)}" if spells else "never mixed" if alone else "no workload was mixed"
    last = frame[frame.time_s == frame.time_s.max()]
    ends = ", ".join(f"{row.pods} of {looks[row.digest].label}" for row in rows_of(last) if row.pods)
    style.describe(ax, f"{ax.get_title(loc='left')} over {in_words(end)}: {words}; pods after the last change: {ends}.")
    return words


def _say(ax: Axes, words: str, top: float) -> None:
    """Write *words* above the areas, as far to the right as no line of a cause crosses them."""
    place = free_of_causes(ax, 0.016 * len(words) + 0.01)
    rim = style.rim("white")
    ax.text(place, top * 1.09, words, ha="right", va="bottom", fontweight="bold", path_effects=rim, gid="mixed")


def _mixed(frame: pd.DataFrame, end: Seconds) -> list[tuple[Seconds, Seconds]]:
    """When at least one group ran two or more versions, joined where it touches or overlaps."""
    spells: list[tuple[Seconds, Seconds]] = []
    for _, group in frame.groupby(list(_GROUP), sort=True):
        times = np.unique(group.time_s)
        versions = np.bincount(np.searchsorted(times, group.time_s[group.pods > 0]), minlength=len(times))
        # One at either side, so that every spell of mixed moments begins and ends with a change.
        change = np.diff(np.concatenate([[0], versions > 1, [0]]).astype(int))
        ends = np.append(times, max(end, times[-1]))
        spells += zip(times[change[:-1] > 0].tolist(), ends[change < 0].tolist(), strict=True)
    joined: list[tuple[Seconds, Seconds]] = []
    for start, until in sorted(spells):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(until, joined[-1][1])
        else:
            joined.append((start, until))
    return joined
