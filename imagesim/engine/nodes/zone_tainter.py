"""The nodes of one zone that are to get the taint that evicts their pods: one after another, at the zone's rate.

Models RateLimitedTimedQueue of pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go, 1.31 to 1.36 (read).
"""

from collections.abc import Callable

from imagesim.engine.environment import Environment, Planned
from imagesim.rules.client_go.token_bucket import TokenBucket
from imagesim.rules.nodes.health import EVICTION_RATE, TAINTING_PERIOD_S, ZoneState

_BURST = 1


class ZoneTainter:
    """The queue; *taint* gives a node its taint. `state` is the zone's, by which its rate goes."""

    def __init__(self, env: Environment, taint: Callable[[str], None]) -> None:
        self.state = ZoneState.INITIAL
        self._env = env
        self._taint = taint
        self._queue: dict[str, None] = {}
        self._rate = EVICTION_RATE
        self._bucket = TokenBucket(EVICTION_RATE, _BURST)
        self._planned = False

    def add(self, name: str) -> None:
        """A node waits for its taint."""
        self._queue[name] = None

    def discard(self, name: str) -> None:
        """It needs none any more."""
        self._queue.pop(name, None)

    def becomes(self, state: ZoneState, rate: float) -> None:
        """SwapLimiter: another state, and another rate, whose first token is spent if the old one had none."""
        self.state = state
        if rate == self._rate:
            return
        had_token = self._rate > 0 and self._bucket.try_accept(self._env.now)
        self._rate, self._bucket = rate, TokenBucket(rate, _BURST)
        if rate and not had_token:
            self._bucket.try_accept(self._env.now)

    def taint_those_due(self) -> None:
        """Taint nodes while there are tokens; for the others look again when there is one."""
        while self._queue and self._rate:
            if not self._bucket.try_accept(self._env.now):
                self._look_again()
                return
            name = next(iter(self._queue))
            del self._queue[name]
            self._taint(name)

    def _look_again(self) -> None:
        if not self._planned:
            self._planned = True
            wait = self._bucket.empty_until() - self._env.now
            periods = max(1, -(-wait // TAINTING_PERIOD_S))
            self._env.plan(periods * TAINTING_PERIOD_S, self._looks)

    def _looks(self, _: Planned) -> None:
        self._planned = False
        self.taint_those_due()
