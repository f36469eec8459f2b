"""Chance enters by name: one random stream per source, so that adding one source moves no other.

`chance("scheduler")` is always the same stream in one run, and the same numbers for the same seed on every machine.
"""

import random


class Chance:
    """The random streams of one run. A stream is made when it is first asked for."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._streams: dict[str, random.Random] = {}

    def __call__(self, name: str) -> random.Random:
        """Return the stream called *name*, for example "pod-sync/shop/web-0"."""
        stream = self._streams.get(name)
        if stream is None:
            # Text seeds go through SHA-512, so they do not depend on PYTHONHASHSEED.
            stream = self._streams[name] = random.Random(f"{self.seed}/{name}")
        return stream
