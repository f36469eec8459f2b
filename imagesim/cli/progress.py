"""A progress bar on stderr for runs that take over a second; none where stderr is no terminal."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from imagesim.cli.ending import undone
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE_S = 1.0


@contextmanager
def progress_bar(duration_s: Seconds) -> Iterator[Callable[[Seconds], None] | None]:
    """Yield what `simulate(progress=...)` wants: a function of the simulated time, or None where nobody looks."""
    with _bar("Simulating", duration_s) as bar:
        yield None if bar is None else bar.reach


@contextmanager
def counting_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Yield what many runs tell their progress to: a function of how many are done and how many there are."""
    with _bar("Runs", 1) as bar:
        yield None if bar is None else bar.count


@contextmanager
def _bar(title: str, total: float) -> Iterator["_ProgressBar | None"]:
    if not sys.stderr.isatty():
        yield None
        return
    bar = _ProgressBar(title, total)
    timer = threading.Timer(_PATIENCE_S, bar.show)
    timer.daemon = True
    timer.start()
    try:
        with undone(bar.wipe):
            yield bar
    finally:
        timer.cancel()
        timer.join()
        bar.hide()


class _ProgressBar:
    """Remembers how far the work is, and shows it once asked to; rich is imported only then."""

    def __init__(self, title: str, total: float) -> None:
        self._title = title
        self._total = total
        self._reached = 0.0
        self._shown: Progress | None = None

    def reach(self, now: float) -> None:
        """The work is at *now*."""
        self._reached = now
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], completed=now)

    def count(self, done: int, of: int) -> None:
        """*done* pieces *of* so many are done."""
        self._total = of
        self.reach(done)

    def show(self) -> None:
        """Draw the bar from now on; it vanishes when it is hidden."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn(self._title), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        bar.add_task(self._title, total=self._total, completed=int(self._reached))
        bar.start()
        self._shown = bar
        # The run went on while rich was loaded.
        bar.update(bar.task_ids[0], completed=self._reached)

    def wipe(self) -> None:
        """Take the bar away at once, without asking its own thread: clear the line, show the cursor."""
        if self._shown is not None:
            os.write(sys.stderr.fileno(), b"\r\x1b[2K\x1b[?25h")

    def hide(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown.stop()


@contextmanager
def doing() -> Iterator[Callable[[str], None] | None]:
    """Yield what `load(progress=...)` wants: a function of what is being done, or None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    line = _Doing()
    timer = threading.Timer(_PATIENCE_S, line.show)
    timer.daemon = True
    timer.start()
    try:
        with undone(line.wipe):
            yield line.say
    finally:
        timer.cancel()
        timer.join()
        line.hide()


class _Doing:
    """Remembers what is being done, and shows it once asked to; rich is imported only then."""

    def __init__(self) -> None:
        self._what = ""
        self._shown: Progress | None = None

    def say(self, what: str) -> None:
        """This is being done now."""
        self._what = str(gate.line(what))
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], description=self._what)

    def show(self) -> None:
        """Draw the line from now on; it vanishes when it is hidden."""
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        line = Progress(*columns, console=Console(stderr=True), transient=True)
        line.add_task(self._what, total=None)
        line.start()
        self._shown = line
        # What is done went on while rich was loaded.
        line.update(line.task_ids[0], description=self._what)

    def wipe(self) -> None:
        """Take the line away at once, without asking its own thread: clear it, show the cursor."""
        if self._shown is not None:
            os.write(sys.stderr.fileno(), b"\r\x1b[2K\x1b[?25h")

    def hide(self) -> None:
        """Take the line away."""
        if self._shown is not None:
            self._shown.stop()
