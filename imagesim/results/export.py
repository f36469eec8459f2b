"""`--out FOLDER`: a run as files. Equal runs give equal bytes: no file holds a date.

FOLDER/scenario.yaml        the resolved scenario; `imagesim run FOLDER/scenario.yaml` gives the same result
FOLDER/summary.json         the summary, the assumptions and what is not modelled
FOLDER/tables/NAME.csv      every table
FOLDER/pictures/NAME.png    every plot that has something to show
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imagesim.results.json_document import all_rows, json_summary
from imagesim.results.result import Result
from imagesim.rules.shown import gate

if TYPE_CHECKING:
    import pandas as pd

SCENARIO, SUMMARY, TABLES, PICTURES = "scenario.yaml", "summary.json", "tables", "pictures"


def export(result: Result, folder: str | Path) -> list[Path]:
    """Write *result* into *folder*, which is made if it is absent; files of the same name are replaced.

    Returns the paths that were written. OSError if the folder cannot be written to.
    """
    root = Path(folder)
    return [_write(root / name, content) for name, content in _files(result)]


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _files(result: Result) -> Iterator[tuple[str, bytes]]:
    from imagesim.scenarios.saving import dump

    # The seed of this run, not the scenario's own, is what makes the saved scenario run to the same result.
    yield SCENARIO, dump(result.scenario_as_run()).encode()
    yield SUMMARY, _summary(result).encode()
    yield from ((f"{TABLES}/{name}.csv", text.encode()) for name, text in _tables(result))
    yield from ((f"{PICTURES}/{name}.png", data) for name, data in _pictures(result))


def _summary(result: Result) -> str:
    document = json_summary(result.scenario, result.records)
    return gate.as_json(document, indent=2) + "\n"


def _tables(result: Result) -> Iterator[tuple[str, str]]:
    from imagesim.results.tables import table

    for name, rows in all_rows(result.records).items():
        yield name, table(name, rows).to_csv(index=False, lineterminator="\n")


def _pictures(result: Result) -> Iterator[tuple[str, bytes]]:
    from imagesim.results import plots

    drawings: list[tuple[Callable[..., Any], pd.DataFrame]] = [
        (plots.version_mix, result.version_mix()),
        (plots.version_map, result.states),
        (plots.states, result.states),
        (plots.pulls_over_time, result.pulls),
        (plots.recovery, result.recovery()),
    ]
    for plot, frame in drawings:
        if not frame.empty:
            yield plot.__name__, plots.png(plot(frame))
