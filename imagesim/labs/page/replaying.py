"""What somebody's kubectl printed, read in a page: texts in, a run for the stage and its words out.

The texts are those of two fields of the page, which mistakes name. They stay in the page's worker.
"""

from typing import Any

from imagesim.results.stage.run_data import run_data
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.replaying.replay import Replay, replay

TEXT, PODS = "kubectl.txt", "pods.json"


def replayed(question: dict[str, Any]) -> dict[str, Any]:
    """What the `files` of a question tell, texts by name; `now`, if it has one, is when they were printed.

    {"run", "summary", "text"}, or {"mistake", "file", "line"} with the mistake in words and its place (None: no line).
    """
    try:
        found = _read(question["files"], question.get("now"))
        words = found.text()
        return {"run": run_data(found.result), "summary": _rows(words), "text": words}
    except ScenarioError as mistake:
        return {"mistake": str(mistake), "file": mistake.file, "line": mistake.line}


def _read(files: dict[str, str], now: str | None) -> Replay:
    if not any(text.strip() for text in files.values()):
        raise ScenarioError("there is nothing to read", suggestion="paste what kubectl describe pod printed")
    pods = files[PODS] if files[PODS].strip() else None
    try:
        return replay(files[TEXT], pods, now, name=TEXT, pods_name=PODS)
    except ScenarioError as mistake:
        if mistake.field != "now":
            raise
        # Without what was typed: it may be a password that was meant for another place.
        raise ScenarioError(mistake.rule, field=mistake.field, suggestion=mistake.suggestion) from None


def _rows(words: str) -> list[str]:
    """The lines that say something, flush left: a page makes a table of them, and breaks what is long."""
    return [line.strip() for line in words.splitlines() if line.strip()]
