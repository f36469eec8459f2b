"""`--out FOLDER`: a run as files. Equal runs give equal bytes: no file holds a date.

FOLDER/run.html             the run to look at: one file that opens in any browser, without a network
FOLDER/scenario.yaml        the resolved scenario; `imagesim run FOLDER/scenario.yaml` gives the same result
FOLDER/summary.json         the summary, the assumptions and what is not modelled
FOLDER/tables/NAME.csv      every table
FOLDER/pictures/NAME.png    every plot that has something to show
FOLDER/pictures/index.md    what each of them shows, and why others are missing

Pictures need matplotlib. Where it is not installed index.md says so, and everything else is there.
"""

from collections.abc import Iterator
from pathlib import Path

from imagesim.extras import MissingExtraError
from imagesim.results.json_document import all_rows, json_summary
from imagesim.results.result import Result
from imagesim.rules.shown import gate

PAGE, SCENARIO, SUMMARY, TABLES, PICTURES = "run.html", "scenario.yaml", "summary.json", "tables", "pictures"
_INDEX = f"{PICTURES}/index.md"


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
    from imagesim.results.stage.run_page import run_page
    from imagesim.scenarios.saving import dump

    yield PAGE, run_page(result).encode()
    # The seed of this run, not the scenario's own, is what makes the saved scenario run to the same result.
    yield SCENARIO, dump(result.scenario_as_run()).encode()
    yield SUMMARY, _summary(result).encode()
    yield from ((f"{TABLES}/{name}.csv", text.encode()) for name, text in _tables(result))
    yield from _pictures(result)


def _summary(result: Result) -> str:
    document = json_summary(result.scenario, result.records)
    return gate.as_json(document, indent=2) + "\n"


def _tables(result: Result) -> Iterator[tuple[str, str]]:
    from imagesim.results.csv_text import csv_text

    for name, rows in all_rows(result.records).items():
        yield name, csv_text(name, rows)


def _pictures(result: Result) -> Iterator[tuple[str, bytes]]:
    try:
        from imagesim.results.plots import png, words_of
    except MissingExtraError as lacking:
        yield _INDEX, (gate.lines([_title(result), "", f"None is drawn: {lacking}"]) + "\n").encode()
        return
    from imagesim.results.gallery import gallery

    drawn, missing = [], []
    for picture in gallery(result):
        ax = picture.draw()
        if picture.is_empty:
            missing.append(f"- {picture.name}: {words_of(ax)}")
            continue
        drawn.append(f"- [{picture.name}.png]({picture.name}.png): {picture.shows} {words_of(ax)}")
        yield f"{PICTURES}/{picture.name}.png", png(ax)
    lines = [_title(result), "", *drawn]
    if missing:
        lines += ["", "Not drawn, since there is nothing to show:", "", *missing]
    yield _INDEX, (gate.lines(lines) + "\n").encode()


def _title(result: Result) -> str:
    return f"# Pictures of {result.scenario.name}"
