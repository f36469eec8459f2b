"""A lab is opened by its cell alone: no cell before it has to have been run."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def _lab_cells() -> list[Any]:
    found = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        found += [pytest.param(c.source, id=path.stem) for c in cells if c.cell_type == "code" and ".lab(" in c.source]
    return found


@pytest.mark.parametrize("source", _lab_cells())
def test_the_cell_of_a_lab_runs_alone(source: str) -> None:
    shown: list[object] = []
    exec(compile(source, "cell", "exec"), {"display": shown.append})  # a cell of our own


def test_there_are_labs() -> None:
    assert len(_lab_cells()) >= 7
