"""How long a controller waits before it tries an object again that it could not sync.

Models DefaultTypedControllerRateLimiter of k8s.io/client-go util/workqueue/default_rate_limiters.go: the longer of two
delays. One doubles with every failure in a row of the object, 5 ms to 1,000 s; the other is a bucket for all objects of
the controller together, 10 tries a second and 100 at once, in which a try reserves the next token and waits for it.
"""

from collections.abc import Hashable

from imagesim.rules.golang.time import NANOSECONDS, nanoseconds, seconds
from imagesim.rules.units import Seconds

_FIRST_S, _LONGEST_S = 0.005, 1000.0
_QPS, _BURST = 10.0, 100


def exponential_delay_s(failures: int) -> Seconds:
    """The delay after the *failures*-th failure in a row, from 1 (ItemExponentialFailureRateLimiter)."""
    doublings = min(failures - 1, 30)  # far beyond the longest delay, and no number grows too large
    return min(_FIRST_S * 2.0**doublings, _LONGEST_S)


class ReservingBucket:
    """A token bucket whose callers wait (golang.org/x/time/rate Reserve): tokens may be owed. Full at the start."""

    def __init__(self, qps: float = _QPS, burst: int = _BURST) -> None:
        self._qps = qps
        self._burst = burst
        self._tokens = float(burst)
        self._last: int | None = None

    def reserve(self, now: Seconds) -> Seconds:
        """Take a token at *now*, or the next one to come; return how long to wait for it."""
        moment = nanoseconds(now)
        elapsed = 0 if self._last is None else max(0, moment - self._last)
        self._tokens = min(self._tokens + elapsed / NANOSECONDS * self._qps, float(self._burst)) - 1.0
        self._last = moment
        return seconds(int(-self._tokens / self._qps * NANOSECONDS)) if self._tokens < 0 else 0.0


class ControllerRateLimiter:
    """The default rate limiter of a controller's work queue: remembers how often each object failed in a row."""

    def __init__(self) -> None:
        self._failures: dict[Hashable, int] = {}
        self._bucket = ReservingBucket()

    def when(self, item: Hashable, now: Seconds) -> Seconds:
        """The *item* has failed (once more) at *now*: how long to wait."""
        self._failures[item] = failures = self.num_requeues(item) + 1
        return max(exponential_delay_s(failures), self._bucket.reserve(now))

    def forget(self, item: Hashable) -> None:
        """A sync of *item* went well: its next failure is its first."""
        self._failures.pop(item, None)

    def num_requeues(self, item: Hashable) -> int:
        """How often *item* has failed in a row."""
        return self._failures.get(item, 0)
