"""The states of very many pods: how many containers of each workload were in which, over time."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from imagesim.results.palette import Look, state_look
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import count_of
from imagesim.results.plots.shares import MOST_ROWS, Spans, draw_shares
from imagesim.results.time_axis import in_words
from imagesim.rules.units import Seconds


def many_pods(states: pd.DataFrame) -> bool:
    """Whether a row for each container would be too thin to be told from the next one."""
    return count_of(states, "namespace", "pod", "container") > MOST_ROWS


def state_shares(ax: Axes, states: pd.DataFrame, versions: dict[str, Look], end_s: Seconds) -> None:
    """Draw rows of the table `states`, of which *versions* are the looks of what runs, by workload."""
    groups: dict[str, dict[Look, Spans]] = {}
    several = states.namespace.nunique() > 1
    for key, rows in states.groupby(["namespace", "workload", "state", "reason", "digest"], sort=True):
        namespace, workload, state, reason, digest = map(str, key)
        name = f"{namespace}: {workload}" if several and workload else workload or "pods of their own"
        look = versions[digest] if state == "Running" else state_look(state, reason)
        _add(groups.setdefault(name, {}), look, rows)
    used = dict.fromkeys(look for group in groups.values() for look in group)
    order = [look for look in versions.values() if look in used]
    order += [look for look in used if look not in order]
    seen = draw_shares(ax, groups, end_s, order, "containers at once")
    scales.time_on_x(ax, end_s)
    of_versions = set(versions.values())
    style.legend(ax, [look for look in order if look in of_versions or look in seen])
    pods = count_of(states, "namespace", "pod")
    title = ax.get_title(loc="left")
    style.describe(ax, f"{title}: {pods:,} pods of {len(groups)} workloads over {in_words(end_s)}.")


def _add(group: dict[Look, Spans], look: Look, rows: pd.DataFrame) -> None:
    """Several reasons may look alike."""
    spans = Spans(rows.started_s.to_numpy(), rows.ended_s.fillna(np.inf).to_numpy())
    before = group.get(look)
    if before is not None:
        spans = Spans(*(np.concatenate(pair) for pair in zip(before, spans, strict=True)))
    group[look] = spans
