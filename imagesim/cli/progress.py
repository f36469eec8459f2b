"""A progress bar on stderr for runs that take over a second; none where stderr is no terminal."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from imagesim.cli.ending import undone
from imagesim.rules.units import Seconds

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE_S = 1.0


@contextmanager
def progress_bar(duration_s: Seconds) -> Iterator[Callable[[Seconds], None] | None]:
    """Yield what `simulate(progress=...)` wants: a function of the simulated time, or None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _ProgressBar(duration_s)
    timer = threading.Timer(_PATIENCE_S, bar.show)
    timer.daemon = True
    timer.start()
    try:
        with undone(bar.wipe):
            yield bar.reach
    finally:
        timer.cancel()
        timer.join()
        bar.hide()


class _ProgressBar:
    """Remembers how far the run is, and shows it once asked to; rich is imported only then."""

    def __init__(self, duration_s: Seconds) -> None:
        self._duration_s = duration_s
        self._reached_s: Seconds = 0.0
        self._shown: Progress | None = None

    def reach(self, now: Seconds) -> None:
        """The run is at *now*."""
        self._reached_s = now
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], completed=now)

    def show(self) -> None:
        """Draw the bar from now on; it vanishes when it is hidden."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn("Simulating"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        bar.add_task("Simulating", total=self._duration_s, completed=int(self._reached_s))
        bar.start()
        self._shown = bar
        # The run went on while rich was loaded.
        bar.update(bar.task_ids[0], completed=self._reached_s)

    def wipe(self) -> None:
        """Take the bar away at once, without asking its own thread: clear the line, show the cursor."""
        if self._shown is not None:
            os.write(sys.stderr.fileno(), b"\r\x1b[2K\x1b[?25h")

    def hide(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown.stop()
