"""A line on stderr that says what is being done where that takes over a second; none where stderr is no terminal.

How long it will take is not known: a file is read in one go. So it says what is being done, and for how long already.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from imagesim.cli.ending import undone
from imagesim.rules.shown import gate

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE_S = 1.0


@contextmanager
def doing() -> Iterator[Callable[[str], None] | None]:
    """Yield what `load(progress=...)` wants: a function of what is being done, or None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    line = _Line()
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


class _Line:
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
