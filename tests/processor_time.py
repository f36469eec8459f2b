"""Time of the processor, for tests that hold a cost down: a busy machine lengthens every wait, and this hardly.

with at_most(5.0): ...           # this process
with at_most(5.0, children): ... # the processes that it started and that have ended
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def children() -> float:
    """Seconds of the processor that ended children of this process have taken."""
    times = os.times()
    return times.children_user + times.children_system


@contextmanager
def at_most(seconds: float, clock: Callable[[], float] = time.process_time) -> Iterator[None]:
    """AssertionError if the block takes more than *seconds* of the processor."""
    started = clock()
    yield
    taken = clock() - started
    assert taken <= seconds, f"{taken:.2f} s of the processor, at most {seconds:g}"
