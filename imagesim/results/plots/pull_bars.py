"""Every pull over time: a row per container, how long it waited for the puller, how long it took, how it ended.

And after a failed one, how long the kubelet did not try again. Of very many containers the rows are added up by pool.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from imagesim.results.palette import BLACK, Look, cause_looks, outcome_looks
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import Key, count_of, end_of, keys_of, places_of, pod_rows, pool_of, values
from imagesim.results.plots.causes import draw_causes
from imagesim.results.plots.shares import MOST_ROWS, Spans, draw_shares
from imagesim.results.time_axis import in_words, window
from imagesim.rules.units import Seconds

_MARKERS = {"Pulled": "o", "AlreadyPresent": "D", "Failed": "X"}
_MOST_MARKED = 32
"""With more markers in a row than that they are smaller, so that they do not cover each other."""


class _Part(NamedTuple):
    """Of all pulls that are `chosen` the time between two columns, with one look; thin ones lie behind the others."""

    look: Look
    started_s: "pd.Series[float]"
    ended_s: "pd.Series[float]"
    chosen: "pd.Series[bool]"
    thin: bool


@style.projector
def pulls_over_time(
    pulls: pd.DataFrame,
    ax: Axes | None = None,
    *,
    pods: pd.DataFrame | None = None,
    end_s: Seconds | None = None,
    causes: pd.DataFrame | None = None,
) -> Axes:
    """Draw the table `pulls`. A marker ends each pull, so that those too short to see are seen.

    With *pods*, the table `pods`, a back-off ends at the latest with its pod, for which nobody will try again.
    """
    end = end_of(pulls, end_s, "ended_s")
    count = count_of(pulls, "namespace", "pod", "container")
    many = count > MOST_ROWS
    ax = style.axes(ax, 6.0 if many else style.height_for(count))
    ax.set_title("Pulls under way, added up by pool of nodes" if many else "Pulls of each pod")
    if pulls.empty:
        style.nothing_happened(ax, "no image was needed")
        return ax
    parts = list(_parts(pulls, _backs_off_until(pulls, pods, end)))
    last = max(float(pulls.ended_s.max()), *(float(part.ended_s[part.chosen].max()) for part in parts))
    begin, until = window(float(pulls.queued_s.min()), last, end)
    if many:
        _draw_pools(ax, pulls, parts, until)
    else:
        names = _rows(pulls, pods)
        scales.time_on_x(ax, until, begin, end)
        _draw_rows(ax, pulls, parts, list(names), end)
        scales.rows_on_y(ax, list(names.values()), places=places_of(pulls, names))
    scales.time_on_x(ax, until, begin, end)
    counts = ", ".join(f"{(pulls.outcome == name).sum():,} {look.label}" for name, look in _outcomes(pulls))
    style.describe(ax, f"Pulls of {count:,} containers over {in_words(end)}: {counts}.")
    draw_causes(ax, pulls, causes)
    return ax


def _rows(pulls: pd.DataFrame, pods: pd.DataFrame | None) -> dict[Key, str]:
    """The rows and their names, in the order of the pictures of states: as pods were created, where that is known.

    Rows without a name are in the order in which they had their image, those that never had it last.
    """
    if pods is None:
        return pod_rows(pulls, "queued_s")
    ordered = pods.sort_values(["created_s", "namespace", "pod"], kind="stable")
    place = {key: row for row, key in reversed(list(enumerate(zip(ordered.namespace, ordered.pod, strict=True))))}
    names = pod_rows(pulls.assign(place=[place.get(key[:2], len(place)) for key in keys_of(pulls)]), "place")
    if len(names) <= style.MOST_NAMED:
        return names
    there = pulls[pulls.outcome != "Failed"]
    first = dict(zip(reversed(list(keys_of(there))), reversed(values(there.ended_s)), strict=True))
    return {key: names[key] for key in sorted(names, key=lambda key: first.get(key, math.inf))}


def _backs_off_until(pulls: pd.DataFrame, pods: pd.DataFrame | None, end: Seconds) -> "pd.Series[float]":
    """When the back-off after each pull is over; NaN where there is none.

    That is by itself, with the container's next pull (for a restarted kubelet forgets, and an image may have come in
    another way), with its pod, or with the run.
    """
    ordered = pulls.sort_values("queued_s", kind="stable")
    again = ordered.groupby(["namespace", "pod", "container"], sort=False).queued_s.shift(-1)
    until = pulls.backoff_until_s.astype("float64").clip(upper=end).clip(upper=again.reindex(pulls.index))
    if pods is None:
        return until
    return until.clip(upper=_gone(pulls[until.notna()], pods).reindex(pulls.index))


def _gone(pulls: pd.DataFrame, pods: pd.DataFrame) -> "pd.Series[float]":
    """When the pod of each pull is gone, NaN if it stays. Pods of one name may come one after another."""
    of = ["namespace", "pod"]
    ends = pods[[*of, "deleted_s"]].astype({"deleted_s": "float64"}).dropna().sort_values("deleted_s", kind="stable")
    asked = pulls[[*of, "ended_s"]].rename_axis("pull").reset_index().sort_values("ended_s", kind="stable")
    found = pd.merge_asof(asked, ends, left_on="ended_s", right_on="deleted_s", by=of, direction="forward")
    gone: pd.Series[float] = found.set_index("pull").deleted_s
    return gone


def _parts(pulls: pd.DataFrame, until: "pd.Series[float]") -> Iterator[_Part]:
    """Back-off, waiting for the puller, and the pulls by how they ended, as far as they occur."""
    yield _Part(cause_looks()["backoff_s"], pulls.ended_s, until, until > pulls.ended_s, True)
    yield _Part(cause_looks()["queue_s"], pulls.queued_s, pulls.started_s, pulls.started_s > pulls.queued_s, True)
    for name, look in _outcomes(pulls):
        took = pulls.ended_s > pulls.started_s  # a marker says enough of what took no time
        yield _Part(look, pulls.started_s, pulls.ended_s, (pulls.outcome == name) & took, False)


def _outcomes(pulls: pd.DataFrame) -> list[tuple[str, Look]]:
    return [(name, look) for name, look in outcome_looks().items() if (pulls.outcome == name).any()]


def _draw_rows(ax: Axes, pulls: pd.DataFrame, parts: list[_Part], keys: list[Any], end: Seconds) -> None:
    place = {key: row for row, key in enumerate(keys)}
    rows = pd.Series([place[key] for key in keys_of(pulls)], index=pulls.index)
    used = [part for part in parts if part.chosen.any()]
    for part in used:
        spans = (values(column[part.chosen]) for column in (part.started_s, part.ended_s, rows))
        style.bars(ax, zip(*spans, strict=True), part.look, of=len(keys), height=0.5 if part.thin else 0.8)
    handles = []
    crowd = int(rows.value_counts().max())
    for name, look in _outcomes(pulls):
        chosen = pulls.outcome == name
        marker = _marker(name, look, len(keys), crowd)
        ax.plot(pulls.ended_s[chosen], rows[chosen], label=look.label, clip_on=False, **marker)
        handles.append(Line2D([], [], label=look.label, **_marker(name, look)))
    begin, until = ax.get_xlim()
    named = [part.look for part in used if part.thin and scales.can_be_seen(_longest(part), until - begin)]
    style.legend(ax, named, handles)


def _longest(part: _Part) -> Seconds:
    return float((part.ended_s - part.started_s)[part.chosen].max())


def _draw_pools(ax: Axes, pulls: pd.DataFrame, parts: list[_Part], until: Seconds) -> None:
    """How many containers of each pool wait, pull and back off; what takes no time is not seen here."""
    pools = pulls.node.map({node: pool_of(node) for node in pulls.node.unique()})
    used = [part for part in parts if part.chosen.any()]
    groups: dict[str, dict[Look, Spans]] = {}
    for pool in sorted(pools.unique()):
        here = {part.look: _spans(part, part.chosen & (pools == pool)) for part in used}
        groups[str(pool)] = {look: spans for look, spans in here.items() if len(spans.started_s)}
    style.legend(ax, draw_shares(ax, groups, until, [part.look for part in used], "containers at once"))


def _spans(part: _Part, chosen: "pd.Series[bool]") -> Spans:
    return Spans(*(column[chosen].to_numpy(dtype=np.float64) for column in (part.started_s, part.ended_s)))


def _marker(name: str, look: Look, rows: int = 1, crowd: int = 1) -> dict[str, Any]:
    """Where rows are too many to be named, or a row has a *crowd* of markers, they are small and have no black edge."""
    few = rows <= style.MOST_NAMED and crowd <= _MOST_MARKED
    return {
        "marker": _MARKERS[name],
        "linestyle": "",
        "markersize": 11 if few else 4,
        "markerfacecolor": look.colour,
        "markeredgecolor": BLACK if few else look.colour,
    }
