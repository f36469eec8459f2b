"""A Study as text: for each measure a table of the settings, with intervals, differences and what they mean.

Measures that are the same in all runs stand in one line, and so do those that there was nothing to measure of.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from imagesim.results.expectations import MEASURES
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.intervals import LEVEL, NOTHING, Interval
from imagesim.studies.outcome.estimates import Estimated, same_everywhere
from imagesim.studies.outcome.factor_names import short_names
from imagesim.studies.outcome.study_data import StudyData
from imagesim.studies.outcome.units import ShownIn, scale

_WIDEST = 44
"""Letters of a label in a table."""
_RIGHT = {"runs", "mean"}


def study_text(study: StudyData) -> gate.Shown:
    """All of it, without a line break at the end."""
    groups = {measure: list(rows) for measure, rows in groupby(study.estimates, key=lambda each: each.measure)}
    same = {measure: rows for measure, rows in groups.items() if same_everywhere(rows)}
    void = [measure for measure, rows in groups.items() if all(each.nothing == each.runs for each in rows)]
    told = [measure for measure in groups if measure not in same and measure not in void]
    parts = [
        _head(study),
        *(_table(study, measure, groups[measure]) for measure in told),
        gate.lines(_beside(same, void)),
        _stop(study),
    ]
    return gate.stacked(parts, apart=1)


def _head(study: StudyData) -> gate.Shown:
    first, last = study.seeds
    each = f"{counted(study.runs_each, 'run')} of each with seeds {first} to {last}"
    lines = [study.title, "", f"{counted(len(study.settings), 'setting')}, {each}."]
    names = short_names(study.factors)
    lines += [f"{name} is {factor}" for name, factor in zip(names, study.factors, strict=True) if name != factor]
    if len(study.settings) > 1:
        lines.append("Differences are from the first setting, run by run with the same seed.")
    lines.append(f"Intervals hold the truth in {100 * LEVEL:.0f} % of cases, each by itself.")
    return gate.lines(lines)


def _table(study: StudyData, measure: str, rows: Sequence[Estimated]) -> gate.Shown:
    shown = scale_of(measure, rows)
    columns = [*_labels(study), *_columns(rows, shown)]
    widths = [max(map(len, column)) for column in columns]
    lines = [_title(measure, shown)]
    for cells in zip(*columns, strict=True):
        line = "  ".join(
            cell.rjust(width) if column[0] in _RIGHT else cell.ljust(width)
            for cell, width, column in zip(cells, widths, columns, strict=True)
        )
        lines.append(f"  {line.rstrip()}")
    lines += [f"  {note}" for note in _notes(study, rows)]
    return gate.lines(lines)


def scale_of(measure: str, rows: Sequence[Estimated]) -> ShownIn:
    """The scale for all that is shown of a measure."""
    shown = [each.mean for each in rows] + [each.difference for each in rows if each.difference is not None]
    return scale(measure, [value for each in shown for value in each[:3]], [each.half for each in shown])


def _title(measure: str, shown: ShownIn) -> str:
    unit = f", in {shown.unit}" if shown.unit else ""
    return f"{measure}: {MEASURES[measure].meaning}{unit}"


def _labels(study: StudyData) -> Iterator[list[str]]:
    for place, name in enumerate(short_names(study.factors)):
        yield [gate.name(name, _WIDEST), *(gate.name(setting.labels[place], _WIDEST) for setting in study.settings)]


def _columns(rows: Sequence[Estimated], shown: ShownIn) -> Iterator[list[str]]:
    yield ["runs", *(str(each.mean.n) for each in rows)]
    yield ["mean", *(shown.text(each.mean.estimate) for each in rows)]
    yield ["95 % interval", *_intervals([each.mean for each in rows], shown, sign=False)]
    if any(each.never for each in rows):
        yield ["never", *(_never(each) for each in rows)]
    if len(rows) > 1:
        differences = [each.difference or NOTHING for each in rows]
        yield ["difference", *(shown.text(each.estimate, sign=True) if each.n else "" for each in differences)]
        yield ["95 % interval", *_intervals(differences, shown, sign=True)]
        yield ["", *(each.verdict for each in rows)]


def _intervals(found: Sequence[Interval], shown: ShownIn, *, sign: bool) -> list[str]:
    """Intervals below one another: `low to high`, all lows as wide as the widest."""
    lows = [shown.text(each.low, sign=sign) for each in found]
    highs = [shown.text(each.high, sign=sign) for each in found]
    low_width, high_width = max(map(len, lows)), max(map(len, highs))
    return [
        f"{low:>{low_width}} to {high:>{high_width}}" if each.is_known else ""
        for each, low, high in zip(found, lows, highs, strict=True)
    ]


def _never(each: Estimated) -> str:
    if not each.never:
        return ""
    low, high = each.never_share.low, each.never_share.high
    return f"{each.never} of {each.never_share.n} ({100 * low:.0f} to {100 * high:.0f} %)"


def _notes(study: StudyData, rows: Sequence[Estimated]) -> Iterator[str]:
    if any(each.never for each in rows):
        yield "never: not before the run ended; such runs are in no mean and no difference"
    for each in rows:
        if each.nothing:
            why = MEASURES[each.measure].nothing
            labels = ", ".join(study.settings[each.setting].labels)
            yield f"{labels}: nothing to measure in {each.nothing} of {counted(each.runs, 'run')}: {why}"


def _beside(same: dict[str, list[Estimated]], void: Sequence[str]) -> list[str]:
    lines = []
    if same:
        told = ", ".join(f"{measure} {_one(measure, rows)}" for measure, rows in same.items())
        lines.append(f"The same in every run: {told}.")
    if void:
        told = ", ".join(f"{measure} ({MEASURES[measure].nothing})" for measure in void)
        lines.append(f"Nothing to measure: {told}.")
    return lines


def _one(measure: str, rows: Sequence[Estimated]) -> str:
    value = rows[0].mean.estimate
    shown = scale(measure, [value], [])
    return f"{shown.text(value)} {shown.unit}".rstrip()


def _stop(study: StudyData) -> gate.Shown:
    if not study.stop:
        return gate.NOTHING
    each = f"after {counted(study.runs_each, 'run')} of each"
    if study.is_narrow:
        return gate.line(f"Stopped {each}: intervals are within {study.stop}.")
    return gate.line(f"Intervals are not within {study.stop} {each}, which is all that was asked for.")
