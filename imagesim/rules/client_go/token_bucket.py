"""The kubelet's limit on how often a pull may start: registryPullQPS and registryBurst.

Models NewTokenBucketRateLimiter of k8s.io/client-go util/flowcontrol/throttle.go, which is golang.org/x/time/rate, as
pkg/kubelet/images/helpers.go uses it: it never waits. Full at the start; a refused call takes nothing. A pull that is
refused fails with `pull QPS exceeded` and starts the image's back-off like any other failure.
"""

from imagesim.rules.golang.time import NANOSECONDS, seconds
from imagesim.rules.units import Seconds


class TokenBucket:
    """At most *burst* tokens, refilled at *qps* tokens a second. With a *qps* of 0 there is no limit."""

    __slots__ = ("_burst", "_empty_until", "_last", "_qps", "_tokens")

    def __init__(self, qps: float, burst: int) -> None:
        self._qps = qps
        self._burst = burst
        self._tokens = float(burst)
        self._last: int | None = None
        self._empty_until: Seconds = 0.0

    def empty_until(self) -> Seconds:
        """Before this time no call is accepted; the moment when a token is there is at most a microsecond later."""
        if self._last is None or self._tokens >= 1.0:
            return 0.0
        return seconds(self._last) + (1.0 - self._tokens) / self._qps - 1e-6

    def try_accept(self, now: Seconds) -> bool:
        """Take a token at *now* seconds, if there is one."""
        if self._qps == 0:
            return True
        if self._burst < 1:
            return False
        if now < self._empty_until:
            return False
        moment = round(now * NANOSECONDS)
        elapsed = 0 if self._last is None or moment < self._last else moment - self._last
        tokens = self._tokens + elapsed / NANOSECONDS * self._qps
        tokens = (tokens if tokens < self._burst else float(self._burst)) - 1.0
        # Upstream compares the missing time in whole nanoseconds, which forgives the rounding of the tokens.
        if tokens < 0 and int(-tokens / self._qps * NANOSECONDS) > 0:
            self._empty_until = self.empty_until()
            return False
        self._tokens = tokens
        self._last = moment
        return True
