"""Recovery: for each pod a bar from the end of a disturbance to Ready, made of what the pod waited for."""

from collections import Counter

import pandas as pd
from matplotlib.axes import Axes

from imagesim.results.palette import Look, cause_looks
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import rows_of
from imagesim.results.time_axis import in_words
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_MOST_ROWS, _LOWEST_TEXT = 500, 0.025
"""Rows, and the middle of a text in parts of the picture's height."""
_NOT_READY, _DELETED = "not Ready before the end of the run", "deleted before it was Ready"


@style.projector
def recovery(frame: pd.DataFrame, ax: Axes | None = None, *, pods: pd.DataFrame | None = None) -> Axes:
    """Draw a table of `recovery()`, the slowest pod at the top; pods that were never Ready again say so.

    With *pods*, the table `pods`, those among them that were deleted say that.
    """
    rows, each = _rows(frame)
    ax = style.axes(ax, style.height_for(len(rows)))
    ax.set_title(gate.line(_title(frame)))
    if frame.empty:
        style.nothing_happened(ax, "no pod was failing at the end of a disturbance")
        return ax
    longest = frame.delay_s.max()
    end = 1.0 if pd.isna(longest) else longest * 1.12
    used = _stack(ax, rows, end)
    _time_on_x(ax, end, used)
    _say_who_never_came_back(ax, rows, pods, each)
    scales.rows_on_y(ax, list(rows.pod), "pods", _places(rows))
    if each > 1:
        ax.set_ylabel(f"{len(frame):,} pods, each row for {each}")
    style.legend(ax, used)
    came_back = frame.delay_s.notna()
    told = f"median {in_words(frame.delay_s.median())}, longest {in_words(longest)}" if came_back.any() else "none"
    style.describe(
        ax,
        f"{ax.get_title(loc='left')}: {came_back.sum()} of {len(frame)} pods were Ready again; "
        f"time until then: {told}.",
    )
    return ax


def _rows(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The rows in the order of the picture, and for how many pods each stands: of very many every so-manieth."""
    rows = frame.sort_values(["delay_s", "pod"], ascending=[False, True], na_position="first", kind="stable")
    each = -(-len(frame) // _MOST_ROWS) or 1
    return rows.iloc[::each].reset_index(drop=True), each


def _time_on_x(ax: Axes, end: Seconds, used: list[Look]) -> None:
    """The axis, which has nothing to measure where no pod was Ready again."""
    scales.time_on_x(ax, end)
    ax.set_xlabel(ax.get_xlabel().replace("since the start", "from the end of the disturbance to Ready"))
    if not used:
        ax.set_xticks([])
        ax.set_xlabel("")


def _places(rows: pd.DataFrame) -> list[str]:
    """Of each row its namespace and its disturbance, where there are several."""
    namespaces, disturbances = rows.namespace.nunique() > 1, rows.disturbance.nunique() > 1
    return [
        ", ".join([f"in {row.namespace}"] * namespaces + [f"after the {row.disturbance}"] * disturbances)
        for row in rows_of(rows)
    ]


def _deleted(never: pd.DataFrame, pods: pd.DataFrame | None) -> set[tuple[str, str]]:
    """Of the pods of the rows *never* those that are gone, and none of their name came after them."""
    if pods is None:
        return set()
    last = (
        pods[pods.pod.isin(never.pod)]
        .sort_values("created_s", kind="stable")
        .drop_duplicates(["namespace", "pod"], keep="last")
    )
    gone = last[last.deleted_s.notna()]
    return set(zip(gone.namespace, gone.pod, strict=True))


def _title(frame: pd.DataFrame) -> str:
    names = frame.disturbance.unique()
    return f"Recovery after the {names[0]}" if len(names) == 1 else "Recovery"


def _say_who_never_came_back(ax: Axes, rows: pd.DataFrame, pods: pd.DataFrame | None, each: int) -> None:
    """In each row, or once where rows are too many and stand for *each* pods; they are the first ones."""
    never = rows[rows.delay_s.isna()]
    deleted = _deleted(never, pods)
    words = [_DELETED if key in deleted else _NOT_READY for key in zip(never.namespace, never.pod, strict=True)]
    texts = [(float(row), text) for row, text in enumerate(words)]
    if words and len(rows) > style.MOST_NAMED:
        told = (f"{scales.counted(count * each, 'pod')}: {text}" for text, count in Counter(words).items())
        # Of few rows the middle is so near to the edge that half of the text would stand outside.
        texts = [(max(len(words) / 2, _LOWEST_TEXT * len(rows)), "; ".join(told))]
    for row, text in texts:
        higher = row > max(len(words) - 1, 0)
        rim = style.rim("white") if higher else []
        ax.annotate(text, (0, row), (6, 0), textcoords="offset points", va="center", path_effects=rim)


def _stack(ax: Axes, rows: pd.DataFrame, end: Seconds) -> list[Look]:
    """Draw the causes side by side on an axis up to *end*; returns the looks of those that can be seen somewhere."""
    left = pd.Series(0.0, index=rows.index)
    used = []
    for cause, look in cause_looks().items():
        width = rows[cause].fillna(0.0)
        if scales.can_be_seen(width.max(), end):
            used.append(look)
        if (width > 0).any():
            style.bars(
                ax,
                [(left[row], left[row] + width[row], row) for row in rows.index if width[row] > 0],
                look,
                of=len(rows),
            )
        left = left + width
    for row in rows.index[rows.delay_s.notna()] if len(rows) <= style.MOST_NAMED else ():
        ax.annotate(
            in_words(rows.delay_s[row]), (left[row], row), (6, 0), textcoords="offset points", va="center", fontsize=13
        )
    return used
