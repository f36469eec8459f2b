"""Chance enters by name: one random stream per source, so that adding one source moves no other.

`chance("scheduler")` is always the same stream in one run, and the same numbers for the same seed on every machine.
"""

import random

_OFTEN = 8


class Chance:
    """The random streams of one run. A stream is made when it is first asked for."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._streams: dict[str, random.Random] = {}
        self._given: dict[str, int] = {}
        self._scratch = random.Random(0)

    def __call__(self, name: str) -> random.Random:
        """Return the stream called *name*, for example "pod-sync/shop/web-0"."""
        stream = self._streams.get(name)
        if stream is None:
            # Text seeds go through SHA-512, so they do not depend on PYTHONHASHSEED.
            stream = self._streams[name] = random.Random(f"{self.seed}/{name}")
        return stream

    def lasting(self, name: str) -> random.Random:
        """The stream *name* of `next_of`, where that has come to, for somebody who will ask it often."""
        stream = self._streams.get(name)
        if stream is None:
            stream = self(name)
            for _ in range(self._given.pop(name, 0)):
                stream.random()
        return stream

    def next_of(self, name: str) -> float:
        """The next number in [0, 1) of the stream *name*, which nobody asks for anything else.

        A stream takes 2.5 kB, and most of the many that a large cluster has are asked once. Only how many numbers it
        gave is kept of one, until it is asked often.
        """
        stream = self._streams.get(name)
        if stream is None:
            given = self._given[name] = self._given.get(name, 0) + 1
            stream = self._scratch if given < _OFTEN else self(name)
            stream.seed(f"{self.seed}/{name}")
            for _ in range(given - 1):
                stream.random()
        return stream.random()
