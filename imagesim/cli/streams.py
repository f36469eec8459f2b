"""Standard output and standard error as a command uses them: what cannot be written is no traceback.

A disk may be full, a reader may have seen enough, a shell may have closed a stream. What goes wrong with standard
output is an OutputError, which no library takes for an error of its own. What goes wrong with standard error is passed
over, since nobody can be told.
"""

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STDOUT, _STDERR = 1, 2


class OutputError(Exception):
    """Standard output cannot be written to. `reader_left` where that is because nobody reads on."""

    def __init__(self, error: OSError) -> None:
        self.reader_left = isinstance(error, BrokenPipeError)
        self.reason = error.strerror or "input/output error"
        super().__init__(f"standard output cannot be written to: {self.reason}")


class _Output(io.FileIO):
    def write(self, data: "ReadableBuffer") -> int | None:  # type: ignore[override]
        try:
            return super().write(data)
        except OSError as error:
            raise OutputError(error) from None


class _Errors(io.FileIO):
    def write(self, data: "ReadableBuffer") -> int | None:  # type: ignore[override]
        try:
            return super().write(data)
        except OSError:
            return len(memoryview(data))


def set_up_streams() -> None:
    """Put the streams of this process in order; a letter that a terminal lacks becomes a question mark."""
    _open_what_is_closed()
    if os.name == "nt":  # its consoles are no files
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return
    sys.stdout = _text(_Output(_STDOUT, "w", closefd=False), sys.stdout, line_buffering=os.isatty(_STDOUT))
    sys.stderr = _text(_Errors(_STDERR, "w", closefd=False), sys.stderr, line_buffering=True)


def _open_what_is_closed() -> None:
    """Otherwise the next file that is opened would be taken for the stream."""
    for number, flags in ((0, os.O_RDONLY), (_STDOUT, os.O_RDONLY), (_STDERR, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            # Standard output is opened so that writing fails: somebody closed it, and should hear of it.
            os.open(os.devnull, flags)


def _text(raw: io.FileIO, before: TextIO | None, *, line_buffering: bool) -> TextIO:
    encoding = getattr(before, "encoding", None) or "utf-8"
    if isinstance(before, io.TextIOWrapper):
        before.flush()
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding=encoding, errors="replace", line_buffering=line_buffering)


def give_up_output() -> None:
    """Let what is still to be written go nowhere, so that the end of the process does not try it again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDOUT)
    os.close(nowhere)
