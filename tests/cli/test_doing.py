"""What is being done, on a terminal, after a second."""

import io
import sys

import pytest

from imagesim.cli.progress import doing
from tests.cli.test_progress import open_terminal, wait_for


def test_what_takes_long_to_load_says_what_is_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch, patience_s=0.0)
    with doing() as tell:
        assert tell is not None
        tell("Reading dump.json")
        wait_for("Reading dump.json", terminal)
        tell("Checking 6,788 objects")
        wait_for("Checking 6,788 objects", terminal)


def test_where_nobody_looks_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with doing() as tell:
        assert tell is None
