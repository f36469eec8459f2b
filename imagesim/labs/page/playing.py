"""One's own manifests and world documents, run in a page: texts in, a run for the stage and its words out.

The texts are those of two fields of the page, and mistakes are told with the field's name and line, as files have them.
They stay in the page's worker: nothing is written but to its own memory, and that is emptied again.
"""

import contextlib
import tempfile
from pathlib import Path
from typing import Any

from imagesim.results import report
from imagesim.results.result import Result, TooLargeError, simulate
from imagesim.results.stage.run_data import run_data
from imagesim.rules.shown import gate
from imagesim.rules.units import Bytes
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario

MOST_MEMORY: Bytes = 2**30
"""A run may take a part of what a browser gives a page, by the estimate of `simulate`."""
_EVENTS = 40
_ELSEWHERE = "or set imagesim up on a machine, where a run may take more: imagesim run manifests.yaml world.yaml"
"""What a reader of the page can do about a run that is too large; a page has no option for it."""


def played(question: dict[str, Any]) -> dict[str, Any]:
    """What comes of the `files` of a question, texts by name; of its `seed`, if it has one.

    {"run", "summary", "text"}, or {"mistake", "file", "line"} with the mistake in words and its place (None: no line).
    """
    try:
        return _told(simulate(_loaded(question["files"]), seed=question.get("seed"), limit=MOST_MEMORY))
    except TooLargeError as large:
        return _mistaken(large.suggesting(f"{large.change}, {_ELSEWHERE}"))
    except ScenarioError as mistake:
        return _mistaken(mistake)


def _mistaken(mistake: ScenarioError) -> dict[str, Any]:
    return {"mistake": str(mistake), "file": mistake.file, "line": mistake.line}


def _loaded(files: dict[str, str]) -> Scenario:
    given = {name: text for name, text in files.items() if text.strip()}
    if not given:
        raise ScenarioError("there is nothing to run", suggestion="write a manifest, or choose an example")
    # The names are told in mistakes, so they have to be those of the page's fields: the folder is where one stands.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, text in given.items():
            Path(name).write_text(text, encoding="utf-8")
        return load(*given)


def _told(result: Result) -> dict[str, Any]:
    records, scenario = result.records, result.scenario
    summary = report.summary(records, result.version_names)
    parts = [
        report.pods(records),
        report.events(records, most=_EVENTS),
        summary,
        report.recovery(records),
        report.assumptions(scenario),
        report.look(scenario),
    ]
    return {"run": run_data(result), "summary": summary.splitlines(), "text": gate.stacked(parts, apart=1)}
