"""A command of imagesim under a fake terminal, at whose other end the test reads every byte."""

import io
import os
import pty
import sys
from collections.abc import Callable
from typing import NamedTuple


class Seen(NamedTuple):
    """What a terminal was sent, with plain line ends, and the exit code."""

    text: str
    exit_code: int


def on_a_terminal(*arguments: object) -> Seen:
    """`imagesim ARGUMENTS...` with stdin, stdout and stderr at a terminal, in a fork of this process."""
    from imagesim.cli.app import main

    return _seen(main, ["imagesim", *map(str, arguments)])


def _seen(main: Callable[[], None], words: list[str]) -> Seen:
    child, terminal = pty.fork()
    if child == 0:
        os._exit(_in_child(main, words))
    sent = io.BytesIO()
    try:
        while data := os.read(terminal, 65536):
            sent.write(data)
    except OSError:
        pass  # Linux says so when the other end is closed
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    # The terminal itself sends a carriage return before each line feed.
    return Seen(sent.getvalue().decode("utf-8").replace("\r\n", "\n"), os.waitstatus_to_exitcode(status))


def _in_child(main: Callable[[], None], words: list[str]) -> int:
    os.environ["TERM"] = "xterm"
    # What the test runner captures with is still there; a command writes to the terminal.
    streams = [open(number, mode, encoding="utf-8", closefd=False) for number, mode in enumerate("rww")]  # noqa: SIM115
    sys.stdin, sys.stdout, sys.stderr = streams
    sys.argv = words
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 1
