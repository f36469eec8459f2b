"""Random scenarios keep the laws. More of them: `python -m tests.laws --runs N --seed S`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from imagesim.engine.record_book import RecordBook
from tests.laws import __main__ as command
from tests.laws.checking import _difference, broken_laws
from tests.laws.drawing.scenarios import draw_documents

SEED, SLICES, EACH = 9, 16, 30
"""As many as take a minute of one processor."""
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("part", range(SLICES))
def test_random_scenarios_keep_all_laws(part: int) -> None:
    broken = {
        number: found
        for number in range(part * EACH, (part + 1) * EACH)
        if (found := broken_laws(draw_documents(SEED, number)))
    }
    assert not broken


def test_a_seed_and_a_number_always_name_the_same_scenario() -> None:
    assert draw_documents(1, 7) == draw_documents(1, 7)
    assert draw_documents(1, 7) != draw_documents(2, 7)


def test_records_are_the_same_under_every_threshold_of_the_collector_and_every_hash_seed() -> None:
    """Of few scenarios here; `python -m tests.laws --digest` says so of many."""
    found = {command.digest(command.drawn(SEED, 0, 4), threshold) for threshold in (50, 700, 0)}
    for hash_seed in ("0", "4711"):
        arguments = [sys.executable, "-m", "tests.laws", "--seed", str(SEED), "--runs", "4", "--digest"]
        env = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(arguments, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
        found.add(done.stdout.removeprefix("records of all: ").strip())
    assert len(found) == 1


def test_a_number_that_differs_is_said_as_a_row_is():
    book = RecordBook()
    book.events_dropped = 2
    assert _difference(RecordBook().close(1.0), book.close(1.0)) == "events_dropped: 0 without sleep: 2"
