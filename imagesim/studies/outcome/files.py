"""A Study as files, beside what its folder keeps of the runs. Equal studies give equal bytes.

DIR/table.txt           what the command prints
DIR/runs.csv            a row a run: setting, factors, run, seed, measures with their unit in their name
DIR/runs.parquet        the same
DIR/intervals.csv       a row for each measure and setting
DIR/pictures/NAME.png   a picture of each measure that is not the same everywhere
DIR/scenario-N.yaml     each setting as it was run, secrets as stand-ins; of more than twenty the first alone
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from imagesim.extras import STUDIES, needing
from imagesim.scenarios.saving import dump
from imagesim.studies.outcome.estimates import same_everywhere
from imagesim.studies.outcome.frames import interval_columns, interval_rows, run_columns, run_rows
from imagesim.studies.outcome.study import Study
from imagesim.studies.replications.folder import refusals, write_whole

_MOST_SCENARIOS = 20


def write_files(study: Study, folder: Path) -> None:
    """Write them all, each whole or not at all. ScenarioError where they cannot be written."""
    with refusals(folder):
        for name, content in _files(study):
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            write_whole(path, content)


def _files(study: Study) -> Iterator[tuple[str, bytes]]:
    yield "table.txt", f"{study.text()}\n".encode()
    yield "runs.csv", _csv(run_columns(study), run_rows(study))
    yield "runs.parquet", _parquet(study)
    yield "intervals.csv", _csv(interval_columns(study), interval_rows(study))
    settings = study.settings if len(study.settings) <= _MOST_SCENARIOS else study.settings[:1]
    for number, setting in enumerate(settings, 1):
        yield f"scenario-{number}.yaml", dump(setting.scenario).encode()
    yield from _pictures(study)


def _csv(columns: list[str], rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    if math.isnan(value):
        return ""
    return int(value) if value.is_integer() else value


def _parquet(study: Study) -> bytes:
    with needing(STUDIES, "tables of many runs as Parquet", "pyarrow"):
        import pyarrow as pa
        import pyarrow.parquet as pq
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(study.runs, preserve_index=False), out)
    return out.getvalue()


def _pictures(study: Study) -> Iterator[tuple[str, bytes]]:
    with needing(STUDIES, "pictures", "matplotlib"):
        from imagesim.results.plots import png
    for measure, rows in groupby(study.estimates, key=lambda each: each.measure):
        found = list(rows)
        if not same_everywhere(found) and any(each.mean.n or each.never for each in found):
            yield f"pictures/{measure.replace(' ', '-')}.png", png(study.plot(measure))
