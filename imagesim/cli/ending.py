"""How a command ends before its time: Ctrl-C and SIGTERM are answered at once, wherever the program is.

What they interrupt may be anything: an import, a callback of a library that takes every exception for its own, the
cleaning up of a million objects. An exception that starts there comes out as something else, late, or never. So none
is raised: the answer itself undoes what must not stay (half-written folders), says one word and ends the process, with
128 and the number of the signal as its code, as a shell counts.

This module is loaded before everything else, so it imports nothing that takes time.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

TYPE_CHECKING = False  # not typing's, which takes longer to load than all else here
if TYPE_CHECKING:
    from typing import Any, NoReturn

_WORDS = {"SIGINT": b"Interrupted.\n", "SIGTERM": b"Terminated.\n", "SIGHUP": b"Terminated.\n"}
_STDIN, _STDERR = 0, 2

_undo: list[Callable[[], object]] = []


def answer_signals() -> None:
    """From now on Ctrl-C, SIGTERM and SIGHUP end the process; what is ignored (by nohup, say) stays ignored."""
    restored = _terminal()
    if restored is not None and not _undo:
        _undo.append(restored)
    for name in _WORDS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _answer)


def _answer(number: int, _: object) -> None:
    for name in _WORDS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # a second one does not disturb the cleaning up
    end_now(128 + number, _WORDS[signal.Signals(number).name])


def end_now(code: int, words: bytes) -> "NoReturn":
    """Undo what is half done, write *words* to standard error, and end the process without taking anything apart."""
    for undo in reversed(_undo):
        with suppress(Exception):
            undo()
    with suppress(OSError):
        os.write(_STDERR, words)
    os._exit(code)


@contextmanager
def undone(undo: Callable[[], object]) -> Iterator[None]:
    """Within this, an end before its time calls *undo* first. Otherwise it is up to whoever is within."""
    _undo.append(undo)
    try:
        yield
    finally:
        _undo.remove(undo)


def forget_undone() -> None:
    """In a copy of this process: whoever made it undoes what is to be undone."""
    _undo.clear()


def _terminal() -> Callable[[], object] | None:
    """Give the terminal back as it is now: somebody may be asked for a password, which it does not show."""
    try:
        import termios

        state: list[Any] = termios.tcgetattr(_STDIN)
    except (ImportError, OSError, ValueError):
        return None
    except Exception:  # termios.error is no OSError
        return None
    return lambda: termios.tcsetattr(_STDIN, termios.TCSANOW, state)
