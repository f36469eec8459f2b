"""Whether a sync would have left a trace: the kubelet's client sends 25 events of a pod, and then one in 300 s.

From 1.32 on there is such a budget for Normal and one for Warning events, before that one for both
(rules/client_go/event_correlator). While a budget has tokens, what is not in the list has not happened. Afterwards a
token comes every 300 s after the first event, and what comes first then is seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

from imagesim.rules.client_go.event_correlator import BURST, QPS
from imagesim.rules.pods.sync_timing import LONGEST_AFTER_FAILURE_S

REFILL_S = round(1 / QPS)


class Budget(NamedTuple):
    """One bucket of the pod: `told` events, of which the first came in a second from `first` up to `first_below`.

    `last` is the second of the last one that was sent.
    """

    told: int
    first: int
    first_below: int
    last: int

    @property
    def is_empty(self) -> bool:
        """Whether no token was left after the last one."""
        tokens = BURST + (self.last - self.first) * QPS - self.told
        return tokens < 1.0 + (self.first_below - self.first) * QPS

    def narrowed(self) -> "Budget":
        """The seconds in which the first event can have come, where the last one tells.

        The bucket was full before the first event and is filled from then on, so a whole token comes every 300 s after
        it, and the first sync after that takes it: at most `LONGEST_AFTER_FAILURE_S` later.
        """
        if not self.is_empty:
            return self
        longest = int(LONGEST_AFTER_FAILURE_S)
        fitting = [at for at in range(self.first, self.first_below) if 0 <= (self.last - at) % REFILL_S <= longest]
        if not fitting or fitting[-1] - fitting[0] >= len(fitting):
            return self
        return self._replace(first=fitting[0], first_below=fitting[-1] + 1)


@dataclass(frozen=True, slots=True)
class Visibility:
    """How likely a sync at some second would be seen: all of the pod's budgets together."""

    ramps: tuple[tuple[float, float], ...]
    """Of each budget from when on a token may be there, and from when on it must be."""

    def at(self, second: int) -> float:
        """How likely a sync at *second*, after all that was seen, would be seen."""
        unseen = 1.0
        for begins, ends in self.ramps:
            unseen *= 1.0 - _share(second, begins, ends)
        return 1.0 - unseen


def _share(second: int, begins: float, ends: float) -> float:
    if second >= ends:
        return 1.0
    return 0.0 if second < begins or ends <= begins else (second - begins) / (ends - begins)


NOTHING_SEEN = Visibility(())
"""Where the list may hold anything or nothing."""


def visibility(budgets: Sequence[Budget]) -> Visibility:
    """That of a pod with these *budgets*."""
    return Visibility(tuple(map(_ramp, budgets)))


def _ramp(budget: Budget) -> tuple[float, float]:
    if not budget.is_empty:
        return float("-inf"), float("-inf")
    if budget.first_below - budget.first <= 2:
        steps = floor((budget.last - budget.first) * QPS + 1e-9) + 1
        begins = budget.first + steps * REFILL_S
        return begins, begins + 2
    # The last one that was sent found the token of a moment that it followed at its heels.
    return budget.last + REFILL_S - LONGEST_AFTER_FAILURE_S, budget.last + REFILL_S + 1
