"""Long work in a process of its own, so that whoever waits for it answers a signal at once.

Drawing a million bars, or writing a million rows, is one call of a library that hands nothing to Python for many
seconds. The process that does it is a copy of this one (fork): nothing has to be handed over, and what it writes into
files is all that it gives back.
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NoReturn

from imagesim.cli.ending import forget_undone, undone

_DONE, _FAILED = 0, 1


def can_be_apart() -> bool:
    """Whether a copy of this process can do work; elsewhere libraries that draw do not bear it."""
    return sys.platform == "linux"


def apart(work: Callable[[], object]) -> None:
    """Do *work* in a copy of this process, and wait. Raises what it raises.

    MemoryError if the system has ended the copy, RuntimeError if it has ended without a word.
    """
    reading, writing = os.pipe()
    # A signal that came before the copy is known to be undone would leave it running for ever, with nobody to end it.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        child = os.fork()
    except OSError:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        raise
    if child == 0:
        os.close(reading)
        _do(work, writing, mask)
    os.close(writing)
    with undone(lambda: _end(child)), os.fdopen(reading, "rb") as answer:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        said = answer.read()
        _, status = os.waitpid(child, 0)
    if said:
        raise pickle.loads(said)
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGKILL:
        raise MemoryError  # the system ends whoever takes too much
    if code != _DONE:
        raise RuntimeError(f"the process that wrote the files ended with {code}")


def _do(work: Callable[[], object], writing: int, mask: Iterable[int]) -> NoReturn:
    """In the copy: what it leaves undone is taken away by the one that waits."""
    forget_undone()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C comes to both, and one answers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    code = _DONE
    try:
        work()
    except BaseException as failure:
        code = _FAILED
        with suppress(Exception), os.fdopen(writing, "wb") as answer:
            answer.write(pickle.dumps(failure))
    finally:
        os._exit(code)


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
