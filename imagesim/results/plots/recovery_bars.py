"""Recovery: for each pod a bar from the end of a disturbance to Ready, made of what the pod waited for."""

import pandas as pd
from matplotlib.axes import Axes

from imagesim.results.palette import Look, cause_looks
from imagesim.results.plots import scales, style
from imagesim.results.plots.about import rows_of
from imagesim.results.time_axis import in_words
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_MOST_ROWS = 500


@style.projector
def recovery(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw a table of `recovery()`, the slowest pod at the top; pods that were never Ready again say so."""
    rows, each = _rows(frame)
    ax = style.axes(ax, style.height_for(len(rows)))
    ax.set_title(gate.line(_title(frame)))
    if frame.empty:
        style.nothing_happened(ax, "no pod was failing at the end of a disturbance")
        return ax
    longest = rows.delay_s.max()
    end = 1.0 if pd.isna(longest) else longest * 1.12
    used = _stack(ax, rows, end)
    scales.time_on_x(ax, end)
    ax.set_xlabel(ax.get_xlabel().replace("since the start", "from the end of the disturbance to Ready"))
    _say_who_never_came_back(ax, rows, int(frame.delay_s.isna().sum()))
    several = rows.disturbance.nunique() > 1
    scales.rows_on_y(ax, [f"{row.pod} ({row.disturbance})" if several else row.pod for row in rows_of(rows)], "pods")
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


def _title(frame: pd.DataFrame) -> str:
    names = frame.disturbance.unique()
    return f"Recovery after the {names[0]}" if len(names) == 1 else "Recovery"


def _say_who_never_came_back(ax: Axes, rows: pd.DataFrame, pods: int) -> None:
    """In each row, or once for all *pods* where rows are too many; they are the first ones."""
    count, words = int(rows.delay_s.isna().sum()), "not Ready before the end of the run"
    texts = [(float(row), words) for row in range(count)]
    if count and len(rows) > style.MOST_NAMED:
        texts = [(count / 2, f"{pods:,} pods: {words}")]
    for row, text in texts:
        ax.annotate(text, (0, row), (6, 0), textcoords="offset points", va="center")


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
