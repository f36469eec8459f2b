"""How long from one sync of a pod in back-off to the next, as shares of the whole seconds that a list of events shows.

A sync is due 10 s x [1, 1.5) after the one before has ended, and the kubelet's ticker finds it within a second
(rules/pods/sync_timing). All syncs but the first two lie on the ticker's grid, and events carry whole seconds: so the
seconds between two syncs are whole, whatever the phase of the grid.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from math import ceil, floor

from imagesim.rules.pods.sync_result import BACK_OFF_PERIOD_S
from imagesim.rules.pods.sync_timing import JITTER
from imagesim.rules.units import Seconds

Shares = Mapping[int, float]
"""Of each number of seconds how likely it is."""

_PARTS = 20
_MIDDLES = [(part + 0.5) / _PARTS for part in range(_PARTS)]
_SECOND_SYNC_MISSING = 0.05
"""Of a container that ran before: no new sandbox, so no look that has the pod synced again at once."""


@cache
def after_attempt(lasts_s: Seconds) -> Shares:
    """From the begin of an attempt that *lasts_s* to the sync that follows it."""
    least, most = lasts_s + BACK_OFF_PERIOD_S, lasts_s + BACK_OFF_PERIOD_S * (1 + JITTER)
    # Due in [second, second + 1), it is found at the next point of the grid.
    seconds = range(floor(least), ceil(most))
    return {
        second + 1: share
        for second in seconds
        if (share := (min(most, second + 1) - max(least, second)) / (most - least)) > 0
    }


@cache
def between_syncs() -> Shares:
    """From one sync in back-off to the next."""
    return after_attempt(0.0)


@cache
def at_once(lasts_s: Seconds) -> Shares:
    """From the begin of a pod's first attempt to the sync that follows at once, since its sandbox is new.

    The PLEG looks once a second, so that sync begins within a second of the attempt's end.
    """
    return _counted(floor(fraction + lasts_s + look) for fraction in _MIDDLES for look in _MIDDLES)


@cache
def onto_the_grid() -> Shares:
    """From that sync, which lies anywhere, to the next one, which lies on the ticker's grid."""
    period, spread = BACK_OFF_PERIOD_S, BACK_OFF_PERIOD_S * JITTER
    return _counted(
        floor(begins + period + spread * chance - phase) + 1
        for begins in _MIDDLES
        for phase in _MIDDLES
        for chance in _MIDDLES
    )


@cache
def from_first_to_second(lasts_s: Seconds) -> Shares:
    """From a pod's first attempt to its second: through the sync at once, or without it."""
    shares: dict[int, float] = {}
    for second, share in at_once(lasts_s).items():
        for further, part in onto_the_grid().items():
            _add(shares, second + further, share * part * (1 - _SECOND_SYNC_MISSING))
    for second, share in after_attempt(lasts_s).items():
        _add(shares, second, share * _SECOND_SYNC_MISSING)
    return shares


def _counted(seconds: Iterable[int]) -> Shares:
    found: dict[int, float] = {}
    for second in seconds:
        found[second] = found.get(second, 0) + 1
    total = sum(found.values())
    return {second: count / total for second, count in sorted(found.items())}


def _add(shares: dict[int, float], second: int, share: float) -> None:
    shares[second] = shares.get(second, 0.0) + share
