"""Chance enters by name: one random stream per source, so that adding one source moves no other.

`chance("scheduler")` is always the same stream in one run, and the same numbers for the same seed on every machine.
"""

import random
from array import array

_OFTEN = 8
_AHEAD = 32


class LeanStream:
    """The numbers in [0, 1) of a stream, `given` of which were taken before: a quarter of a Random's 2.5 kB.

    It draws some numbers ahead and forgets the generator; for the next ones it seeds *scratch*, which all share, with
    *seed* once more and passes over those that it gave. The more it gave, the more it draws ahead.
    """

    __slots__ = ("_ahead", "_drawn", "_scratch", "_seed")

    def __init__(self, scratch: random.Random, seed: str, given: int) -> None:
        self._scratch = scratch
        self._seed = seed
        self._drawn = given
        self._ahead = array("d")

    def random(self) -> float:
        """The next number, as random.Random of the same seed has it."""
        if not self._ahead:
            self._draw_ahead()
        return self._ahead.pop()

    def _draw_ahead(self) -> None:
        scratch, drawn = self._scratch, self._drawn
        scratch.seed(self._seed)
        if drawn:
            scratch.getrandbits(64 * drawn)  # a number takes 64 bits of the generator
        draw, count = scratch.random, _AHEAD + drawn
        self._ahead = array("d", [draw() for _ in range(count)])
        self._ahead.reverse()
        self._drawn = drawn + count


class Chance:
    """The random streams of one run. A stream is made when it is first asked for."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._streams: dict[str, random.Random] = {}
        self._lean: dict[str, LeanStream] = {}
        self._given: dict[str, int] = {}
        self._scratch = random.Random(0)

    def __call__(self, name: str) -> random.Random:
        """Return the stream called *name*, for example "pod-names/shop/web"."""
        stream = self._streams.get(name)
        if stream is None:
            # Text seeds go through SHA-512, so they do not depend on PYTHONHASHSEED.
            stream = self._streams[name] = random.Random(f"{self.seed}/{name}")
        return stream

    def lasting(self, name: str) -> LeanStream:
        """The stream *name* of `next_of`, where that has come to, for somebody who will ask it often."""
        stream = self._lean.get(name)
        if stream is None:
            given = self._given.pop(name, 0)
            stream = self._lean[name] = LeanStream(self._scratch, f"{self.seed}/{name}", given)
        return stream

    def next_of(self, name: str) -> float:
        """The next number in [0, 1) of the stream *name*, which nobody asks for anything else.

        Most of the many streams that a large cluster has are asked once or twice. Only how many numbers it gave is kept
        of one, until it is asked often.
        """
        stream = self._lean.get(name)
        if stream is not None:
            return stream.random()
        given = self._given.get(name, 0)
        if given + 1 >= _OFTEN:
            return self.lasting(name).random()
        self._given[name] = given + 1
        scratch = self._scratch
        scratch.seed(f"{self.seed}/{name}")
        for _ in range(given):
            scratch.random()
        return scratch.random()
