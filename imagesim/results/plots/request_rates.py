"""What registries had to do over time: requests a second by how they were answered, and bytes a second by registry.

A request counts when its answer began, the bytes of its body evenly from then until it had come. Rates are means over
spans that the axis names, eighty at the most, however many requests there are.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from imagesim.results.palette import Look, host_looks, status_look
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import end_of
from imagesim.results.plots.causes import draw_causes
from imagesim.results.sizes import size
from imagesim.results.time_axis import in_words, window
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_MOST_SPANS, _MOST_HOSTS = 80, 8
_SPANS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
Numbers = npt.NDArray[Any]


class _Bodies(NamedTuple):
    """What came from when until when, and how much: three arrays of equal length."""

    started_s: Numbers
    ended_s: Numbers
    sizes: Numbers


@style.projector
def registry_load(
    requests: pd.DataFrame,
    ax: Axes | None = None,
    *,
    end_s: Seconds | None = None,
    causes: pd.DataFrame | None = None,
) -> Axes:
    """Draw the table `requests`: requests a second by status. Registries are added up; choose one by its `host`."""
    ax = style.axes(ax)
    ax.set_title(f"Requests to {_whom(requests)}, by answer")
    if requests.empty:
        style.nothing_happened(ax, "no registry was asked")
        return ax
    looks = {status: status_look(int(status)) for status in sorted(requests.status.unique())}
    parts: dict[Look, Numbers] = {}
    for status, look in looks.items():
        times = requests.time_s[requests.status == status].to_numpy()
        parts[look] = np.concatenate([parts.get(look, np.array([])), times])
    bodies = {look: _Bodies(times, times, np.ones(len(times))) for look, times in parts.items()}
    span, end, by_second = _draw(ax, requests, end_s, bodies, few=True)
    title = f"requests a second,\nmean of {in_words(span)}" if by_second else f"requests in each {in_words(span)}"
    scales.numbers_on_y(ax, title, whole=not by_second)
    counts = ", ".join(f"{len(times):,} × {look.label}" for look, times in parts.items())
    style.legend(ax, [look._replace(label=f"{look.label}: {len(times):,}") for look, times in parts.items()])
    return _told(ax, requests, causes, end, counts)


@style.projector
def egress(
    requests: pd.DataFrame,
    ax: Axes | None = None,
    *,
    end_s: Seconds | None = None,
    causes: pd.DataFrame | None = None,
) -> Axes:
    """Draw the table `requests`: bytes a second that each registry sent; those that sent least are added up."""
    ax = style.axes(ax)
    ax.set_title(f"Sent by {_whom(requests)}, each body spread evenly over its time")
    sent = requests[requests.bytes_sent > 0]
    if sent.empty:
        style.nothing_happened(ax, "no registry was asked" if requests.empty else "no registry sent anything")
        return ax
    totals = sent.groupby("host", sort=True).bytes_sent.sum().sort_values(ascending=False, kind="stable")
    parts: dict[Look, _Bodies] = {}
    for look, hosts in _looks_of_hosts(list(totals.index)):
        rows = sent[sent.host.isin(hosts)]
        total = size(float(rows.bytes_sent.sum()))
        ended = rows.ended_s.fillna(rows.time_s).to_numpy()
        sizes = rows.bytes_sent.to_numpy(dtype=np.float64)
        parts[look._replace(label=f"{look.label}: {total}")] = _Bodies(rows.time_s.to_numpy(), ended, sizes)
    span, end, _ = _draw(ax, requests, end_s, parts)
    scales.bytes_on_y(ax, f"a second,\nmean of {in_words(span)}")
    style.legend(ax, parts)
    return _told(ax, requests, causes, end, ", ".join(look.label for look in parts))


def _told(ax: Axes, requests: pd.DataFrame, causes: pd.DataFrame | None, end: Seconds, parts: str) -> Axes:
    """The axes with a text of what they show, and with what was done."""
    style.describe(ax, f"{ax.get_title(loc='left')}, over {in_words(end)}: {parts}.")
    draw_causes(ax, requests, causes)
    return ax


def _whom(requests: pd.DataFrame) -> str:
    hosts = requests.host.unique()
    return gate.line(str(hosts[0])) if len(hosts) == 1 else f"{len(hosts)} registries" if len(hosts) else "registries"


def _looks_of_hosts(hosts: Sequence[str]) -> Iterable[tuple[Look, list[str]]]:
    few = hosts if len(hosts) <= _MOST_HOSTS else hosts[: _MOST_HOSTS - 1]
    for host, look in host_looks(few).items():
        yield look, [host]
    if len(few) < len(hosts):
        others = list(hosts[len(few) :])
        yield Look("#dcdcdc", ".", f"{len(others)} others"), others


def _draw(
    ax: Axes, requests: pd.DataFrame, end_s: Seconds | None, parts: dict[Look, _Bodies], few: bool = False
) -> tuple[Seconds, Seconds, bool]:
    """Stacked stairs of what the parts are a second, or with *few* in each span where that is less than one a second
    or where a span is shorter than a second, in which nobody asks thirty times a second but three times.

    Returns the span, the end, and whether it is a second.
    """
    end = end_of(requests, end_s, "time_s", "ended_s")
    last = max(float(part.ended_s.max(initial=0.0)) for part in parts.values())
    begin, until = window(float(requests.time_s.min()), last, end)
    span = next((each for each in _SPANS if (until - begin) / each <= _MOST_SPANS), _SPANS[-1])
    first = np.floor(begin / span) * span
    edges = np.arange(first, until + span, span)
    sums = {look: np.append(_sums(part, edges), 0.0) for look, part in parts.items()}
    most = sum(sums.values(), np.zeros(len(edges))).max() or 1.0
    by_second = not few or most >= span >= 1
    below = np.zeros(len(edges))
    for look, heights in sums.items():
        top = below + (heights / span if by_second else heights)
        drawn = {**style.fill(look), "linewidth": 0.4}
        ax.fill_between(edges, below, top, step="post", label=look.label, **drawn)
        below = top
    scales.time_on_x(ax, until, begin, end)
    ax.set_ylim(0, (most / span if by_second else most) * 1.06)
    return float(span), end, by_second


def _sums(part: _Bodies, edges: Numbers) -> Numbers:
    """How much came between one of *edges* and the next."""
    took = part.ended_s - part.started_s
    flows = took > 0
    sums: Numbers = np.histogram(part.started_s[~flows], bins=edges, weights=part.sizes[~flows])[0].astype(float)
    if flows.any():
        sums += np.diff(_come_by(part.started_s[flows], part.ended_s[flows], part.sizes[flows], edges))
    return sums


def _come_by(started: Numbers, ended: Numbers, sizes: Numbers, times: Numbers) -> Numbers:
    """How much has come by each of *times*: all rates that have begun by then, less those that are over."""
    rates = sizes / (ended - started)
    come = np.zeros(len(times))
    for moments, sign in ((started, 1.0), (ended, -1.0)):
        order = np.argsort(moments, kind="stable")
        count = np.searchsorted(moments[order], times, side="right")
        begun = np.concatenate([[0.0], np.cumsum(rates[order])])[count]
        offset = np.concatenate([[0.0], np.cumsum((rates * moments)[order])])[count]
        come += sign * (begun * times - offset)
    return come
