"""Units as type names, so that a signature says what its numbers mean.

Times are seconds since the start of the run, durations seconds, sizes bytes, speeds bytes per second.
"""

from collections.abc import Iterable
from functools import reduce
from operator import add
from typing import TypeAlias

Seconds: TypeAlias = float
Bytes: TypeAlias = int
BytesPerSecond: TypeAlias = float


def added_up(values: Iterable[float]) -> float:
    """The sum of *values*, one added after the other: what time does, and the same in every version of Python.

    `sum` of floats makes up for what is rounded away since Python 3.12, so its last digit is another one than in 3.11.
    """
    return reduce(add, values, 0.0)
