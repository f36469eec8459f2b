"""`make test` goes on after a failure and sums up."""

import sys
from pathlib import Path

import pytest

from tests import suite

GOOD = [sys.executable, "-c", ""]
BAD = [sys.executable, "-c", "raise SystemExit(3)"]


def test_what_comes_after_a_failure_runs_and_the_last_lines_say_which_failed(capsys):
    assert suite.main([], {"first": BAD, "second": GOOD}) == 1
    *_, first, second, last = capsys.readouterr().out.splitlines()
    assert first.startswith("first      FAILED")
    assert second.startswith("second     passed")
    assert last == "parts: 1 passed, 1 failed"


def test_all_good_is_0(capsys):
    assert suite.main([], {"first": GOOD}) == 0
    assert capsys.readouterr().out.endswith("parts: 1 passed, 0 failed\n")


def test_a_part_that_is_named_runs_alone(capsys):
    assert suite.main(["second"], {"first": BAD, "second": GOOD}) == 0
    assert "first" not in capsys.readouterr().out


def test_an_unknown_part_is_a_mistake(capsys):
    assert suite.main(["test"], suite.parts(2)) == 2
    assert "test: no such part; there are style, format, types, tests, notebooks, browser" in capsys.readouterr().err


@pytest.mark.parametrize("part", suite.parts(2))
def test_the_program_of_every_part_is_installed(part):
    assert Path(suite.parts(2)[part][0]).is_file()


def test_what_is_compiled_is_kept_whatever_the_machine_says(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    asks = "import sys; raise SystemExit(sys.dont_write_bytecode)"
    assert suite.main([], {"asks": [sys.executable, "-c", asks]}) == 0


def test_a_worker_for_every_processor():
    assert suite.processors() >= 1
    assert "7" in suite.parts(7)["tests"]
