"""A Study as rows of a table: the same columns for CSV, Parquet and pandas, whatever came of the runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from imagesim.extras import STUDIES, needing
from imagesim.studies.intervals import NOTHING
from imagesim.studies.outcome.estimates import Estimated
from imagesim.studies.outcome.study_data import StudyData
from imagesim.studies.outcome.units import column

if TYPE_CHECKING:
    import pandas as pd

_PARTS = ("mean", "mean_low", "mean_high", "median", "median_low", "median_high", "difference", "difference_low",
          "difference_high")  # fmt: skip
_CELLS: dict[str, set[type]] = {"bool": {bool}, "int64": {int}, "float64": {int, float}}
_COUNTS = ("runs", "nothing", "never", "pairs")


def run_columns(study: StudyData) -> list[str]:
    """The names of the columns of `runs`."""
    return ["setting", *study.factors, "run", "seed", *(column(measure) for measure in study.measures)]


def run_rows(study: StudyData) -> Iterator[list[Any]]:
    """The rows of `runs`; settings are numbered from 1 on."""
    for row in study.rows:
        yield [row.setting + 1, *study.settings[row.setting].cells, row.run, row.seed, *row.values]


def interval_columns(study: StudyData) -> list[str]:
    """The names of the columns of `intervals`."""
    return ["measure", "setting", *study.factors, *_COUNTS, *_PARTS, "verdict"]


def interval_rows(study: StudyData) -> Iterator[list[Any]]:
    """The rows of `intervals`."""
    for each in study.estimates:
        cells = study.settings[each.setting].cells
        pairs = each.difference.n if each.difference else 0
        counts = [each.runs, each.nothing, each.never, pairs]
        yield [column(each.measure), each.setting + 1, *cells, *counts, *_numbers(each), each.verdict]


def _numbers(each: Estimated) -> list[float]:
    parts = (each.mean, each.median, each.difference or NOTHING)
    return [number for part in parts for number in (part.estimate, part.low, part.high)]


def runs_frame(study: StudyData) -> "pd.DataFrame":
    """`runs` as a DataFrame: what never happened is infinite, and NaN where there was nothing to measure."""
    return _frame(run_columns(study), list(run_rows(study)), _kinds(study))


def intervals_frame(study: StudyData) -> "pd.DataFrame":
    """`intervals` as a DataFrame."""
    return _frame(interval_columns(study), list(interval_rows(study)), _kinds(study))


def _kinds(study: StudyData) -> dict[str, str]:
    """Of every column that holds no measured number the kind of its values."""
    kinds = {**dict.fromkeys(("setting", "run", "seed", *_COUNTS), "int64"), "measure": "str", "verdict": "str"}
    for place, factor in enumerate(study.factors):
        types = {type(setting.cells[place]) for setting in study.settings}
        kinds[factor] = next((kind for kind, of in _CELLS.items() if types <= of), "str")
    return kinds


def _frame(columns: list[str], rows: list[list[Any]], kinds: dict[str, str]) -> "pd.DataFrame":
    with needing(STUDIES, "tables", "pandas"):
        import pandas as pd
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({name: kinds.get(name, "float64") for name in columns})
