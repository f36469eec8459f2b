"""Recovery once more, in a plain way: one pod, its back-off, two grids of a second, and dice.

It knows nothing of imagesim. Written from what is said of kubelets 1.32 to 1.36, and from nothing in this repository:

- A failed pull opens a window of 10, 20, 40, 80, 160, then 300 s, from its end; in it no pull is tried.
- A sync that failed is followed by another one after 10 s x [1, 1.5), when a ticker of one second next looks.
- The first sync of a pod makes its sandbox, which the PLEG notices at its next look within a second: so a second sync
  follows at once.
- A container that was started is shown by a sync that follows the PLEG's next look, of 1.36 after a look at once.
"""

import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

FIRST_WINDOW_S, LONGEST_WINDOW_S = 10.0, 300.0


class Recovered(NamedTuple):
    """From the end of an outage to Ready: what was left of the back-off, the wait for a sync, the pull, the start."""

    backoff_s: float
    sync_s: float
    pull_s: float
    start_s: float

    @property
    def delay_s(self) -> float:
        """All of it."""
        return sum(self)


def recovered(chance: random.Random, over_s: float, takes_s: float, *, looks_at_once: bool) -> Recovered:
    """What one pod waits for after an outage that is over *over_s* after the pod's first sync.

    A pull takes *takes_s*, whether it fails or succeeds, and at its end it is decided which of the two.
    """
    ticker, pleg = chance.random(), chance.random()
    now, window_s, closed_until = 0.0, FIRST_WINDOW_S, 0.0
    is_first = True
    while True:
        if now >= closed_until:
            began, now = now, now + takes_s
            if now >= over_s:
                ready = now if looks_at_once else _next(pleg, now)
                looked = max(began, over_s)
                reopened = min(max(closed_until, over_s), looked)
                return Recovered(reopened - over_s, looked - reopened, now - looked, ready - now)
            closed_until = now + window_s
            window_s = min(2 * window_s, LONGEST_WINDOW_S)
        if is_first:
            now, is_first = _next(pleg, now), False
        else:
            now = _next(ticker, now + 10.0 * chance.uniform(1.0, 1.5))


def _next(phase: float, after: float) -> float:
    """The next look of one that looks every second."""
    return phase + math.floor(after - phase) + 1.0


def distance(some: Sequence[float], others: Sequence[float]) -> float:
    """The distance of Kolmogorov and Smirnov between two samples."""
    one, two = sorted(some), sorted(others)
    return max(abs(bisect_right(one, value) / len(one) - bisect_right(two, value) / len(two)) for value in (*one, *two))
