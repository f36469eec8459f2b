"""What a lesson shows to be tried can be tried: its blocks of Python and its commands run, and give what it says."""

import re
import shlex
from pathlib import Path
from typing import Any

import nbformat
import pytest
from typer.testing import CliRunner

from imagesim.cli.app import app
from imagesim.labs.course import lessons
from imagesim.results.plots.style import words_of
from tests.notebooks.shown_lines import blocks, hidden_imports, value_of

NOTEBOOKS = {path.stem[:2]: path for path in sorted(lessons().glob("*.ipynb"))}

GIVEN: dict[str, list[Any]] = {
    # The minute in which all are ready, in every run; attempts of each container.
    "04": [[16.5] * 12, {"a": 10, "b": 10, "c": 0}],
    "05": [],
    # What the pictures say at their end; the nodes of the pods that run.
    "06": [
        "1 Running build for linux/amd64, 1 ImagePullBackOff, 2 CrashLoopBackOff.",
        "2 Running build, 2 ImagePullBackOff.",
        ["amd64-0 Running", "arm-v7-0 Running", "arm-v7-0 Running", "arm64-0 Running"],
        "2 Running build, 2 ImagePullBackOff.",
    ],
    "07": [],
}
"""What each block of a lesson gives, in their order."""


@pytest.mark.parametrize("lesson", GIVEN)
def test_the_blocks_of_a_lesson_give_what_its_answers_say(lesson: str) -> None:
    values = [value_of(block) for block in blocks(NOTEBOOKS[lesson])]
    assert [_plain(value) for value in values] == GIVEN[lesson]


def _plain(value: Any) -> Any:
    if hasattr(value, "transData"):
        return words_of(value).rpartition("at the end ")[2]
    if hasattr(value, "itertuples"):
        return sorted(" ".join(row) for row in value.itertuples(index=False))
    if isinstance(value, list):
        return [round(float(each), 1) for each in value]
    return value.to_dict()


@pytest.mark.parametrize("lesson", GIVEN)
def test_cells_in_sight_import_what_they_use(lesson: str) -> None:
    assert hidden_imports(NOTEBOOKS[lesson]) == []


def _commands(notebook: Path) -> list[str]:
    """Commands of imagesim in a lesson, without mere names of one, and without a place for a name, as FILE or `…`."""
    texts = [cell.source for cell in nbformat.read(notebook, as_version=4).cells]
    found = [" ".join(each.split()) for text in texts for each in re.findall(r"`(imagesim \w+\s[^`]+)`", text)]
    return [each for each in dict.fromkeys(found) if not re.search(r"\b[A-Z]{4}|…|image add|config\.json", each)]


@pytest.mark.parametrize("command", [each for lesson in GIVEN for each in _commands(NOTEBOOKS[lesson])])
def test_commands_of_a_lesson_run_in_any_folder(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, shlex.split(command)[1:])
    assert done.exit_code == 0, done.output


def test_a_name_that_only_a_folded_cell_imports_is_found(tmp_path: Path) -> None:
    folded = nbformat.v4.new_code_cell("import pandas as pd", metadata={"jupyter": {"source_hidden": True}})
    cells = [folded, nbformat.v4.new_code_cell("import math\npd.Series([math.pi])")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a.ipynb")
    assert hidden_imports(tmp_path / "a.ipynb") == ["pd"]
