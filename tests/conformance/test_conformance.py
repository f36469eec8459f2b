from pathlib import Path

import pytest

from tests.conformance.registry import Checkers
from tests.conformance.running import run_file
from tests.validation.rows import conformance_key, conformance_row, stored

HERE = Path(__file__).parent
CHECKERS = Checkers()
SAMPLES = sorted(path for path in HERE.glob("*/*.json*"))
A_TOOLCHAINS_EFFECT = {"keyring136_diff.jsonl"}  # every row differs by Go's net/url, not by Kubernetes


def test_every_checker_can_be_used():
    assert CHECKERS.broken == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_row_of_the_sample_agrees(path):
    report = run_file(path, CHECKERS.by_file[path.name])
    assert report.disagreements == [], report.text()
    assert report.agreed > 0 or path.name in A_TOOLCHAINS_EFFECT
    row = stored()[conformance_key(path)]
    assert conformance_row(report) == row, "python -m tests.validation writes docs/validation.md again"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_stays_small(path):
    assert path.stat().st_size < 310_000
