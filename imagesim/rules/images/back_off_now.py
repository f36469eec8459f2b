"""Where a pod in image back-off stands, of which the past is known in part: drawn so that it fits what is known.

What is known is a failed pull: the `failures`-th of a row, that ended at some time (its event says the second).
What came after it follows from the rules: a sync in 10 to 15 s after each that failed, found by a ticker of one second;
a pull in the first sync after the end of the window (10 s, doubled with each failure, 300 s at most); and a look of the
PLEG at once after the very first one. So a way is drawn from there to now, again and again until one fits what was
seen: that the last pull failed in the second that its event names, and that the API shows what it shows.

A pull is taken to fail in a moment. One that takes long has fewer failures by now than are drawn here.
"""

from collections.abc import Callable
from typing import NamedTuple

from imagesim.rules.images.image_manager import INITIAL_BACKOFF_S, MAX_BACKOFF_S
from imagesim.rules.pods.sync_result import BACK_OFF_PERIOD_S
from imagesim.rules.pods.sync_timing import next_sync
from imagesim.rules.units import Seconds

_MOMENT_S: Seconds = 0.01
"""What such a pull takes. The window begins at its end, so that a sync whole seconds after it may come too early."""
_LONG_AGO_S, _MANY = 3600.0, 10
_TRIES = 200
_MOST_STEPS = 20_000


class BackOffNow(NamedTuple):
    """The last failed pull and how many there have been in a row, the last sync, and the next one.

    `pulled` says whether the last sync was one that pulled.
    """

    failures: int
    failed_s: Seconds
    synced_s: Seconds
    next_s: Seconds
    pulled: bool


class KnownFailure(NamedTuple):
    """The `failures`-th failed pull in a row ended at `failed_s`, to the second.

    `last_failed_s` is when the last one ended that was heard of, `seen_s` the last sync that was heard of; `sure` if
    nothing happened between that one and now. `shows_pull` says whether the API shows the result of a pull (None: it is
    not known): that of the sync before the last.
    """

    failures: int
    failed_s: Seconds
    seen_s: Seconds | None = None
    last_failed_s: Seconds | None = None
    sure: bool = False
    shows_pull: bool | None = None


def window_s(failures: int) -> Seconds:
    """How long the back-off lasts that the failed pull of that number opens, the first being 1."""
    return min(INITIAL_BACKOFF_S * 2.0 ** min(failures - 1, 10), MAX_BACKOFF_S)


def standing(known: KnownFailure, now: Seconds, ticker_phase: Seconds, draw: Callable[[], float]) -> BackOffNow:
    """Where the pod stands at *now*, drawn with *draw* (0 to 1) from all ways that fit what is *known*.

    The last way that was drawn, if none of many fits.
    """
    way = _way(known, now, ticker_phase, draw)
    for _ in range(_TRIES):
        if _fits(known, way):
            break
        way = _way(known, now, ticker_phase, draw)
    return way[-1]


def _way(known: KnownFailure, now: Seconds, phase: Seconds, draw: Callable[[], float]) -> list[BackOffNow]:
    """The syncs from the last that is known to the last before *now*, each as what it leaves."""
    failed = min(known.failed_s + draw(), now)
    if not known.sure and failed < now - _LONG_AGO_S:  # whatever came before, the windows are of five minutes by then
        failed = now - _LONG_AGO_S - MAX_BACKOFF_S * draw()
        known = known._replace(failures=max(known.failures, _MANY))
    failures, pulled, synced = known.failures, True, failed
    if known.sure and known.seen_s is not None and known.seen_s >= known.failed_s + 1:
        pulled, synced = False, min(known.seen_s + draw(), now)
    following = _next(synced, phase, draw, first=pulled and failures == 1)
    way = [BackOffNow(failures, failed, synced, following, pulled)]
    while following <= now and len(way) < _MOST_STEPS:
        synced = following
        pulled = synced - failed >= window_s(failures)
        if pulled:
            failures += 1
            failed = synced = min(synced + _MOMENT_S, now)
        following = _next(synced, phase, draw)
        way.append(BackOffNow(failures, failed, synced, following, pulled))
    return way


def _next(synced: Seconds, phase: Seconds, draw: Callable[[], float], *, first: bool = False) -> Seconds:
    """When the next sync comes: after the first pull of a pod the PLEG has seen its sandbox within a second."""
    return synced + draw() if first else next_sync(synced, BACK_OFF_PERIOD_S, phase, draw())


def _fits(known: KnownFailure, way: list[BackOffNow]) -> bool:
    if known.sure:
        return len(way) == 1
    if known.last_failed_s is not None and not any(_in_second(each.failed_s, known.last_failed_s) for each in way):
        return False
    # What a sync comes to is shown when the next one begins.
    return known.shows_pull is None or len(way) < 2 or way[-2].pulled == known.shows_pull


def _in_second(moment: Seconds, second: Seconds) -> bool:
    """Whether that moment has that date: dates have whole seconds. A pull takes a moment, so the next one counts."""
    return second <= moment < second + 1.1
