"""Units as type names, so that a signature says what its numbers mean.

Times are seconds since the start of the run, durations seconds, sizes bytes, speeds bytes per second.
"""

from typing import TypeAlias

Seconds: TypeAlias = float
Bytes: TypeAlias = int
BytesPerSecond: TypeAlias = float
