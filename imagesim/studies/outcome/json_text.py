"""A Study as one JSON document. JSON has neither NaN nor infinity: null is for both, and `never` tells which."""

import math
from typing import Any

from imagesim.results.expectations import MEASURES
from imagesim.studies.outcome.frames import interval_columns, interval_rows, run_columns, run_rows
from imagesim.studies.outcome.study_data import StudyData
from imagesim.studies.outcome.units import column

SCHEMA = 1


def study_document(study: StudyData) -> dict[str, Any]:
    """The document as plain values, with the keys schema, title, factors, settings, measures, intervals and runs."""
    scenario = study.settings[0].scenario
    return {
        "schema": SCHEMA,
        "title": study.title,
        "factors": list(study.factors),
        "settings": [dict(zip(study.factors, setting.cells, strict=True)) for setting in study.settings],
        "measures": [_measure(name) for name in study.measures],
        "within": study.stop or None,
        "is_narrow": study.is_narrow if study.stop else None,
        "assumptions": list(scenario.assumptions),
        "not_modelled": list(scenario.not_modelled),
        "intervals": [_row(interval_columns(study), row) for row in interval_rows(study)],
        "runs": [_run(study, row) for row in run_rows(study)],
    }


def _measure(name: str) -> dict[str, str]:
    measure = MEASURES[name]
    return {"name": name, "column": column(name), "unit": measure.unit, "meaning": measure.meaning}


def _run(study: StudyData, row: list[Any]) -> dict[str, Any]:
    names = run_columns(study)
    never = [name for name, value in zip(names, row, strict=True) if isinstance(value, float) and math.isinf(value)]
    return {**_row(names, row), "never": never}


def _row(names: list[str], row: list[Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
