"""The picture of a measure: a row for each setting, its mean with the interval, and beside it the difference.

An interval is a bar between two ends, the mean a dot on it. A difference whose interval holds 0 has an empty dot, so
that colour alone says nothing.
"""

from collections.abc import Sequence

from imagesim.extras import STUDIES, needing
from imagesim.results.expectations import MEASURES
from imagesim.results.palette import BLUE, GREY, VERMILLION
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean
from imagesim.studies.intervals import NOTHING, Interval
from imagesim.studies.outcome.estimates import Estimated
from imagesim.studies.outcome.factor_names import short_names
from imagesim.studies.outcome.study_data import StudyData
from imagesim.studies.outcome.table_text import scale_of
from imagesim.studies.outcome.units import ShownIn

with needing(STUDIES, "pictures", "matplotlib"):
    from matplotlib.axes import Axes

    from imagesim.results.plots import style

_MOST_NAMED = 40
_LABEL = 36
_MOST_SAID = 12
"""With so many rows there is room for numbers above the dots, which may be wider than their intervals."""


@style.projector
def draw(study: StudyData, measure: str, ax: Axes | None = None) -> Axes:
    """Draw *measure* of *study*, on *ax* or on a figure of its own.

    ScenarioError for a measure that the study has not.
    """
    if measure not in study.measures:
        raise ScenarioError("is not measured here", field="measure", value=measure,
                            suggestion=did_you_mean(measure, study.measures))  # fmt: skip
    rows = [each for each in study.estimates if each.measure == measure]
    shown = scale_of(measure, rows)
    ax = style.axes(ax, _height(len(rows)))
    ax.set_title(gate.line(f"{measure}: {MEASURES[measure].meaning}"), fontsize=15)
    _names(study, ax, len(rows))
    compared = [each.difference for each in rows if each.difference is not None]
    if compared:
        _beside(ax, rows, shown)
    _intervals(ax, [each.mean for each in rows], shown, filled=[True] * len(rows), colour=BLUE)
    ax.set_xlabel(_axis("mean and 95 % interval", shown))
    for place, each in enumerate(rows):
        if not each.mean.n:
            ax.annotate(_why(each), (0.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=12)
    style.describe(ax, _words(study, measure, rows, shown))
    return ax


def _height(rows: int) -> float:
    return min(14.0, 2.2 + 0.52 * max(rows, 2)) if rows <= _MOST_NAMED else 12.0


def _names(study: StudyData, ax: Axes, rows: int) -> None:
    ax.set_ylim(rows - 0.5, -0.5)
    if rows > _MOST_NAMED:
        ax.set_yticks([])
        ax.set_ylabel(f"{rows} settings, in the order of the table")
        return
    labels = [gate.name(", ".join(setting.labels), _LABEL) for setting in study.settings]
    ax.set_yticks(range(rows), labels, fontsize=13)
    ax.set_ylabel(gate.name(", ".join(short_names(study.factors)), 60), fontsize=13)


def _beside(ax: Axes, rows: Sequence[Estimated], shown: ShownIn) -> None:
    """Make room at the right, and draw the differences there."""
    figure = style.figure_of(ax)
    parts = figure.add_gridspec(1, 2)
    ax.set_subplotspec(parts[0, 0])
    right = figure.add_subplot(parts[0, 1], sharey=ax)
    right.tick_params(axis="y", left=False, labelleft=False)
    right.axvline(0, color=GREY, linewidth=1.5, linestyle="--")
    found = [each.difference or NOTHING for each in rows]
    differs = [each.is_known and not each.low <= 0 <= each.high for each in found]
    _intervals(right, found, shown, filled=differs, colour=VERMILLION)
    right.annotate("the first", (0, 0), (6, 0), textcoords="offset points", va="center", fontsize=12)
    none = "\n(empty dot: none found)" if not all(differs[1:]) else ""
    right.set_xlabel(_axis("difference from the first", shown) + none)


def _intervals(ax: Axes, found: Sequence[Interval], shown: ShownIn, *, filled: Sequence[bool], colour: str) -> None:
    for place, (each, full) in enumerate(zip(found, filled, strict=True)):
        if not each.n:
            continue
        middle = each.estimate / shown.factor
        if each.is_known:
            ends = [[middle - each.low / shown.factor], [each.high / shown.factor - middle]]
            ax.errorbar([middle], [place], xerr=ends, color=colour, linewidth=2.5, capsize=6, capthick=2.5)
        ax.plot([middle], [place], "o", markersize=9, color=colour, markerfacecolor=colour if full else "white",
                markeredgewidth=2)  # fmt: skip
        if len(found) <= _MOST_SAID:
            text = _said(each, shown)
            ax.annotate(
                text,
                (middle, place),
                (0, 9),
                textcoords="offset points",
                ha="center",
                fontsize=11,
                path_effects=style.rim("white"),
            )
    ax.grid(axis="x", color="#cccccc", linewidth=0.8)
    ax.set_axisbelow(True)
    ax.margins(x=0.25)
    ax.locator_params(axis="x", nbins=5)
    ax.ticklabel_format(axis="x", style="plain", useOffset=False)


def _said(each: Interval, shown: ShownIn) -> str:
    return f"{shown.text(each.estimate)} ± {shown.text(each.half)}" if each.is_known else shown.text(each.estimate)


def _axis(what: str, shown: ShownIn) -> str:
    return f"{what}, {shown.unit}" if shown.unit else what


def _why(each: Estimated) -> str:
    return "never" if each.never else "nothing to measure"


def _words(study: StudyData, measure: str, rows: Sequence[Estimated], shown: ShownIn) -> str:
    told = [
        f"{', '.join(study.settings[each.setting].labels)}: "
        + (f"{shown.text(each.mean.estimate)} ({shown.text(each.mean.low)} to {shown.text(each.mean.high)})"
           if each.mean.n else _why(each))
        + (f", {each.verdict}" if each.verdict else "")
        for each in rows[:_MOST_NAMED]
    ]  # fmt: skip
    unit = f" in {shown.unit}" if shown.unit else ""
    return gate.line(f"{measure}{unit}, mean and 95 % interval. {'; '.join(told)}.")
