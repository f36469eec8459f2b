"""How full the nodes' disks were, over time: one node as areas, a few as lines, many as the fullest and the median."""

from collections.abc import Mapping
from itertools import zip_longest
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from imagesim.results.palette import BLACK, BLUE, LIGHT_GREY, Look, host_looks
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import end_of
from imagesim.results.plots.causes import draw_causes
from imagesim.results.sizes import size
from imagesim.results.time_axis import in_words
from imagesim.rules.units import Seconds

_FEW, _MOST_TIMES, _MOST_NODES = 3, 600, 5000
_IMAGES, _OTHERS = Look(BLUE, "", "images"), Look(LIGHT_GREY, "-", "what is there besides")
_STYLES: Mapping[str, dict[str, Any]] = {
    "fullest": {"color": "#d55e00", "linewidth": 7},
    "median": {"color": BLUE, "linewidth": 4.5, "linestyle": "--"},
    "emptiest": {"color": "#009e73", "linewidth": 3, "linestyle": ":"},
}
_WIDTHS = (7.0, 4.5, 3.0)
"""Each line is narrower than the one below it, so that lines on one place are all seen."""
Numbers = npt.NDArray[np.float64]


@style.projector
def disk_use(
    frame: pd.DataFrame,
    ax: Axes | None = None,
    *,
    marks: Mapping[str, float] | None = None,
    end_s: Seconds | None = None,
    causes: pd.DataFrame | None = None,
) -> Axes:
    """Draw the table `disk_usage` and the size of the disks where they have one.

    *marks* are lines besides, by name as shares of that size: {"image GC begins": 0.85}. The disk of a node that went
    is drawn until then, where the table knows when that was (that of a Result does).
    """
    ax = style.axes(ax)
    ax.set_title("Disk of the nodes")
    if frame.empty:
        style.nothing_happened(ax, "no node's disk was written to")
        return ax
    end = end_of(frame, end_s, "time_s")
    frame = _until_nodes_went(frame)
    nodes = frame.node.unique()
    if len(nodes) == 1:
        ax.set_title(f"Disk of {nodes[0]}")
        handles: list[Any] = _draw_one(ax, frame, end)
    elif len(nodes) <= _FEW:
        handles = _draw_few(ax, frame, end)
    else:
        handles = _draw_many(ax, frame, end)
    handles += _draw_capacity(ax, frame, marks or {})
    scales.time_on_x(ax, end)
    ax.set_ylim(0, None)
    scales.bytes_on_y(ax, "taken")
    looks = [each for each in handles if isinstance(each, Look)]
    style.legend(ax, looks, [each for each in handles if not isinstance(each, Look)])
    most = float((frame.image_bytes + frame.other_bytes).max())
    told = f"{scales.counted(len(nodes), 'node')} over {in_words(end)}, at most {size(most)} taken on one"
    style.describe(ax, f"{ax.get_title(loc='left')}: {told}.")
    draw_causes(ax, frame, causes)
    return ax


def _until_nodes_went(frame: pd.DataFrame) -> pd.DataFrame:
    """*frame* without what is told of a node while it is gone, and with a row without bytes for each that went."""
    turns: dict[str, list[Seconds]] = {}
    for time_s, node in frame.attrs.get("node_turns", ()):
        turns.setdefault(node, []).append(time_s)
    if not turns:
        return frame
    written, times = frame.groupby("node", sort=False).indices, frame.time_s.to_numpy()
    over = np.zeros(len(frame), dtype=bool)
    went = []
    for node in turns.keys() & written.keys():
        rows = written[node]
        for since, until in zip_longest(turns[node][::2], turns[node][1::2], fillvalue=inf):  # it goes, it comes
            over[rows] |= (times[rows] >= since) & (times[rows] < until)
            went.append((since, node))
    ends = pd.DataFrame(sorted(went), columns=["time_s", "node"])
    told = pd.concat([ends, frame[~over]], ignore_index=True)
    told = told.sort_values("time_s", kind="stable", ignore_index=True)
    told.attrs = frame.attrs
    return told


def _draw_one(ax: Axes, frame: pd.DataFrame, end: Seconds) -> list[Look]:
    times = np.append(frame.time_s.to_numpy(), end)
    others, images = (np.append(frame[name], frame[name].iloc[-1]) for name in ("other_bytes", "image_bytes"))
    ax.fill_between(times, 0, others, step="post", label=_OTHERS.label, **style.fill(_OTHERS))
    ax.fill_between(times, others, others + images, step="post", label=_IMAGES.label, **style.fill(_IMAGES))
    return [_IMAGES, *([_OTHERS] if others.any() else [])]


def _draw_few(ax: Axes, frame: pd.DataFrame, end: Seconds) -> list[Line2D]:
    lines = []
    dashes = ("-", "--", ":")
    looks = host_looks(sorted(frame.node.unique()))
    for (node, look), dash, width in zip(looks.items(), dashes, _WIDTHS, strict=False):
        rows = frame[frame.node == node]
        taken = rows.image_bytes + rows.other_bytes
        lines += ax.step(
            [*rows.time_s, end], [*taken, taken.iloc[-1]], where="post", color=look.colour, linestyle=dash,
            linewidth=width, label=node, clip_on=False,
        )  # fmt: skip
    return lines


def _draw_many(ax: Axes, frame: pd.DataFrame, end: Seconds) -> list[Line2D]:
    """The fullest, the median and the emptiest disk at each moment, of all nodes that are known by then."""
    times = np.linspace(0.0, end, _MOST_TIMES)
    taken = _taken(frame, times)
    nodes, at_once = frame.node.nunique(), _most_at_once(frame)
    ax.set_title(f"Disks of {nodes:,} nodes" if at_once == nodes else f"Disks of up to {at_once:,} nodes at once")
    seen = ~np.isnan(taken).all(axis=0)
    known = taken[:, seen]
    found = {
        "fullest": np.nanmax(known, axis=0),
        "median": np.nanmedian(known, axis=0),
        "emptiest": np.nanmin(known, axis=0),
    }
    if np.array_equal(found["fullest"], found["emptiest"]):
        found, alike = {"median": found["median"]}, "each disk, all alike"
    else:
        alike = ""
    lines = []
    for name, values in found.items():
        look = {**_STYLES[name], "linestyle": "-"} if alike else _STYLES[name]
        lines += ax.step(times[seen], values, where="post", label=alike or f"the {name} disk", clip_on=False, **look)
    return lines


def _most_at_once(frame: pd.DataFrame) -> int:
    """How many nodes were there at once, at most."""
    there = frame.image_bytes.notna()
    before = there.groupby(frame.node, sort=False).shift(fill_value=False)
    change = (there.astype(int) - before.astype(int)).groupby(frame.time_s, sort=True).sum()
    return int(change.cumsum().max())


def _taken(frame: pd.DataFrame, times: Numbers) -> Numbers:
    """Bytes taken of each node at each of *times*; NaN before its first row. Of very many nodes every so-manieth."""
    ordered = frame.sort_values("node", kind="stable")  # a group for each of thousands of nodes would take seconds
    changes, values = ordered.time_s.to_numpy(), (ordered.image_bytes + ordered.other_bytes).to_numpy()
    names = ordered.node.to_numpy()
    begins = np.flatnonzero(np.append(True, names[1:] != names[:-1]))
    ends = np.append(begins[1:], len(names))
    each = -(-len(begins) // _MOST_NODES)
    rows = np.full((len(begins[::each]), len(times)), np.nan)
    for place, (begin, end) in enumerate(zip(begins[::each], ends[::each], strict=True)):
        at = np.searchsorted(changes[begin:end], times, side="right") - 1
        rows[place] = np.where(at >= 0, values[begin + np.maximum(at, 0)], np.nan)
    return rows


def _draw_capacity(ax: Axes, frame: pd.DataFrame, marks: Mapping[str, float]) -> list[Line2D]:
    sizes = sorted({float(each) for each in frame.capacity_bytes.dropna()})
    lines = [
        ax.axhline(each, color=BLACK, linewidth=2.5, label=f"size of a disk: {size(each)}") for each in sizes[:_FEW]
    ]
    for (name, share), dash in zip(
        marks.items() if len(sizes) == 1 else (), ((6, 3), (1, 2), (6, 2, 1, 2)), strict=False
    ):
        lines.append(
            ax.axhline(
                share * sizes[0],
                color=BLACK,
                linewidth=1.5,
                linestyle=(0, dash),
                label=f"{name}: {share:.0%}",
            )
        )
    return lines
