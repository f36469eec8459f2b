"""The axes of plots: time from left to right; rows, whole numbers or bytes upwards; and numbers as one says them."""

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from imagesim.results.plots.style import MOST_NAMED, grow
from imagesim.results.sizes import unit_of
from imagesim.results.time_axis import in_words, time_axis
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_MOST_PLACED, _MOST_HIGH, _SECOND_LINE = 26, 12, 0.15  # rows, rows, inches
"""With more rows than that they are too low for two lines each; with fewer they are made higher by so much."""


def fits(text: str, width: Seconds, span: Seconds) -> bool:
    """Whether *text* fits into *width* of an axis that is *span* long."""
    return width > span * (0.0125 * len(text) + 0.01)


def can_be_seen(width: Seconds, span: Seconds) -> bool:
    """Whether a bar so wide is more than a hairline on an axis that is *span* long."""
    return width > span * 0.0025


def counted(count: int, what: str) -> str:
    """ "1 node", "2,000 nodes"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def numbers_on_y(ax: Axes, title: str, *, whole: bool = False) -> None:
    """The y axis from 0 on in steps that people count in, which may be *whole* ones alone."""
    top = ax.get_ylim()[1]
    ticks: list[float] = [*whole_steps(int(top))] if whole else _steps(top)
    ax.set_yticks(ticks, [f"{tick:,.10g}" for tick in ticks])
    ax.set_ylabel(title)


def bytes_on_y(ax: Axes, what: str) -> None:
    """The y axis in the unit that fits its largest value, with a title: the unit, and *what* of it."""
    factor, unit = unit_of(ax.get_ylim()[1])
    top = ax.get_ylim()[1] / factor
    ticks = _steps(top)
    ax.set_yticks([tick * factor for tick in ticks], [f"{tick:g}" for tick in ticks])
    ax.set_ylabel(f"{'bytes' if factor == 1 else unit} {what}")


def _steps(top: float) -> list[float]:
    return [tick for tick in MaxNLocator(nbins=6, steps=[1, 2, 5, 10]).tick_values(0, top) if 0 <= tick <= top]


def whole_steps(most: int) -> list[int]:
    """Whole numbers from 0 to *most* at steps that people count in, seven at the most."""
    step = next(part * 10**power for power in range(18) for part in (1, 2, 5) if most <= 6 * part * 10**power)
    return list(range(0, most + 1, step))


def time_on_x(ax: Axes, end_s: Seconds, begin_s: Seconds = 0.0, run_end_s: Seconds | None = None) -> None:
    """The x axis in seconds of the run, told in the unit that fits.

    Where it is only a part of a run that ends at *run_end_s*, it says so.
    """
    axis = time_axis(end_s, begin_s=begin_s)
    ax.set_xlim(begin_s, end_s or 1)
    ax.set_xticks([time for time, _ in axis.ticks], [text for _, text in axis.ticks])
    whole = begin_s <= 0 and (run_end_s is None or end_s >= run_end_s)
    cut = "" if whole else f" (a part of the run of {in_words(end_s if run_end_s is None else run_end_s)})"
    ax.set_xlabel(f"{axis.title}{cut}")
    ax.grid(axis="x", color="#cccccc", linewidth=0.8)
    ax.set_axisbelow(True)


def rows_on_y(ax: Axes, names: list[str], what: str = "containers", places: list[str] | None = None) -> None:
    """A row per name, the first at the top, below each its place where there is room; too many are only counted."""
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", pad=10)  # room for a marker at the very beginning
    if len(names) <= MOST_NAMED:
        below = places if places is not None and len(names) <= _MOST_PLACED else [""] * len(names)
        texts = [gate.lines(filter(None, pair)) for pair in zip(names, below, strict=True)]
        few = len(names) <= (_MOST_HIGH if any(below) else 20)
        ax.set_yticks(range(len(names)), texts, fontsize=13 if few else 11, linespacing=1.0)
        grow(ax, _SECOND_LINE * len(names) * (few and any(below)))
    else:
        ax.set_yticks([])
        ax.set_ylabel(f"{len(names)} {what}, a row each")
