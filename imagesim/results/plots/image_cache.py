"""Which versions were on which node, and how full the nodes' disks were.

Nobody sees this in a cluster: a name in a pod's spec says nothing of what a node has under it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from imagesim.results.palette import BLACK, Look, short_digest, short_image, version_looks
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import end_of, rows_of
from imagesim.results.plots.causes import draw_causes
from imagesim.results.plots.shares import Spans, draw_shares
from imagesim.results.time_axis import in_words
from imagesim.rules.units import Seconds

_MOST_LANES = 60
_REASONS = {
    "DiskPressure": ("P", "the node was short of disk (DiskPressure)"),
    "HighThreshold": ("X", "the disk was too full (HighThreshold)"),
    "MaximumAge": ("s", "unused for too long (MaximumAge)"),
}
"""A marker for each reason that a kubelet has, and what it means."""


class _Held(NamedTuple):
    """A version on a node, under whatever names."""

    node: str
    digest: str
    started_s: Seconds
    ended_s: Seconds


@style.projector
def image_cache(
    frame: pd.DataFrame,
    ax: Axes | None = None,
    *,
    removed: pd.DataFrame | None = None,
    nodes: Iterable[str] = (),
    end_s: Seconds | None = None,
    causes: pd.DataFrame | None = None,
) -> Axes:
    """Draw a table of `node_images()`: a row for each version on each node, a bar while it is there.

    *removed*, the table `removed_images`, marks what the kubelet took. Those of *nodes* that never had an image have an
    empty row. Of very many rows only how many nodes have each version is drawn.
    """
    end = end_of(frame, end_s, "started_s", "ended_s")
    held = _held(frame, end)
    looks = _looks(frame)
    lanes = _lanes(held, looks, nodes)
    many = len(lanes) > _MOST_LANES
    ax = style.axes(ax, 6.0 if many else style.height_for(len(lanes)))
    of = len({node for node, _ in lanes})
    ax.set_title(f"How many of the {of:,} nodes have each image" if many else "Images on each node")
    if frame.empty:
        style.nothing_happened(ax, "no image was on any node")
        return ax
    if many:
        _draw_counts(ax, held, looks, end)
    else:
        _draw_lanes(ax, held, lanes, looks, removed, end)
    scales.time_on_x(ax, end)
    taken = "" if removed is None else f"; kubelets removed {len(removed)}"
    having = scales.counted(len({row.node for row in held}), "node")
    told = f"{scales.counted(len(looks), 'version')} on {having} over {in_words(end)}{taken}"
    style.describe(ax, f"{ax.get_title(loc='left')}: {told}.")
    draw_causes(ax, frame, causes)
    return ax


def _held(frame: pd.DataFrame, end: Seconds) -> list[_Held]:
    """When each version was on each node: times of several names are joined where they touch."""
    spans: dict[tuple[str, str], list[tuple[Seconds, Seconds]]] = {}
    for row in rows_of(frame.sort_values("started_s", kind="stable")):
        until = end if pd.isna(row.ended_s) else row.ended_s
        joined = spans.setdefault((row.node, row.digest), [])
        if joined and row.started_s <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(until, joined[-1][1])
        else:
            joined.append((row.started_s, until))
    return [_Held(*key, *span) for key, found in spans.items() for span in found]


def _looks(frame: pd.DataFrame) -> dict[str, Look]:
    """Looks as in the run's other pictures; what no pod ran is called by the name that it had first."""
    first = frame.drop_duplicates("digest")
    used = {row.digest: short_image(row.image) for row in rows_of(first)}
    count = Counter(used.values())
    used = {digest: name if count[name] == 1 else f"{name} ({short_digest(digest)})" for digest, name in used.items()}
    looks = version_looks([*frame.attrs.get("versions", ()), *used], used | frame.attrs.get("names", {}))
    return {digest: looks[digest] for digest in looks if digest in used}


def _lanes(held: list[_Held], looks: dict[str, Look], nodes: Iterable[str]) -> list[tuple[str, str]]:
    """Nodes by name, on each its versions in the order of their *looks*; "" is the version of one that has none."""
    place = {digest: number for number, digest in enumerate(looks)}
    lanes = {(row.node, row.digest) for row in held}
    having = {row.node for row in held}
    lanes |= {(node, "") for node in nodes if node not in having}
    return sorted(lanes, key=lambda lane: (_natural(lane[0]), place.get(lane[1], -1)))


def _natural(name: str) -> list[int | str]:
    """workers-10 comes after workers-9."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def _draw_lanes(
    ax: Axes,
    held: list[_Held],
    lanes: list[tuple[str, str]],
    looks: dict[str, Look],
    removed: pd.DataFrame | None,
    end: Seconds,
) -> None:
    place = {lane: row for row, lane in enumerate(lanes)}
    for digest, look in looks.items():
        boxes = [(row.started_s, row.ended_s, place[row.node, digest]) for row in held if row.digest == digest]
        style.bars(ax, boxes, look, of=min(len(lanes), style.MOST_NAMED))
    for row in held:
        look = looks[row.digest]
        if scales.fits(look.label, row.ended_s - row.started_s, end) and len(lanes) <= style.MOST_NAMED:
            style.word(ax, (row.started_s + row.ended_s) / 2, place[row.node, row.digest], look.label, look)
    alone = len({node for node, _ in lanes}) == 1
    names = [looks[digest].label if digest else "no image" for _, digest in lanes]
    scales.rows_on_y(ax, names if alone else [f"{lane[0]}  {name}" for lane, name in zip(lanes, names, strict=True)])
    if alone:
        ax.set_ylabel(f"on {lanes[0][0]}")
    style.legend(ax, list(looks.values()), _mark_removed(ax, removed, place))


def _mark_removed(ax: Axes, removed: pd.DataFrame | None, place: dict[tuple[str, str], int]) -> list[Line2D]:
    """A cross where the kubelet had an image removed; returns what explains it."""
    handles = []
    for reason, rows in () if removed is None else removed.groupby("reason", sort=True):
        known = [row for row in rows_of(rows) if (row.node, row.digest) in place]
        marker, why = _REASONS.get(str(reason), ("s", str(reason)))
        look: Any = {
            "marker": marker,
            "color": BLACK,
            "linestyle": "",
            "markersize": 11,
            "markeredgecolor": "white",
            "label": f"removed: {why}",
        }
        ax.plot([row.time_s for row in known], [place[row.node, row.digest] for row in known], clip_on=False, **look)
        handles.append(Line2D([], [], **look))
    return handles


def _draw_counts(ax: Axes, held: list[_Held], looks: dict[str, Look], end: Seconds) -> None:
    groups: dict[str, dict[Look, Spans]] = {}
    for digest, look in looks.items():
        rows = [row for row in held if row.digest == digest]
        spans = Spans(*(np.array([getattr(row, name) for row in rows]) for name in ("started_s", "ended_s")))
        groups[look.label] = {look: spans}
    draw_shares(ax, groups, end, list(looks.values()), "nodes")
    style.legend(ax, list(looks.values()))
