"""Worlds in which a run once broke down. Each is small, and runs to its end."""

from pathlib import Path

import pytest

from imagesim.engine.run import run
from imagesim.scenarios.loading import load

FOUND = sorted((Path(__file__).parent / "found").glob("*.yaml"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_runs_to_its_end(path: Path) -> None:
    scenario = load(path)
    assert run(scenario).end_s == scenario.duration_s
