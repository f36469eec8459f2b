"""The progress bar: on a terminal, after a second, and gone at the end."""

import io
import sys
import time

import pytest

from imagesim.cli import progress


class Terminal(io.StringIO):
    """A stderr that people look at."""

    def isatty(self) -> bool:
        return True


def open_terminal(monkeypatch: pytest.MonkeyPatch, patience_s: float) -> Terminal:
    """Called in the test itself: before it, pytest puts its own stderr in place."""
    found = Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "_PATIENCE_S", patience_s)
    return found


def wait_for(text: str, terminal: Terminal) -> None:
    """Until *text* is on the terminal; give up after a minute."""
    end = time.monotonic() + 60
    while text not in terminal.getvalue() and time.monotonic() < end:
        time.sleep(0.01)
    assert text in terminal.getvalue()


def test_a_long_run_shows_a_bar_with_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch, patience_s=0.0)
    with progress.progress_bar(100.0) as reach:
        assert reach is not None
        reach(25.0)
        wait_for("Simulating", terminal)
        reach(50.0)
        wait_for("50%", terminal)


def test_a_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch, patience_s=3600.0)
    with progress.progress_bar(100.0) as reach:
        assert reach is not None
        reach(100.0)
    assert terminal.getvalue() == ""


def test_where_nobody_looks_there_is_no_bar_to_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress.progress_bar(100.0) as reach:
        assert reach is None
