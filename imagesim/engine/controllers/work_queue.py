"""A controller's work queue: each key at most once, first come, first served, with delays and retries.

Models k8s.io/client-go util/workqueue (queue.go, delaying_queue.go, rate_limiting_queue.go). A key that is added while
it is being synced waits until that sync is done, so no key is synced by two workers at once.
"""

from collections import deque
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from imagesim.engine.controllers.timers import Timers
from imagesim.rules.client_go.rate_limiter import ControllerRateLimiter
from imagesim.rules.units import Seconds

Key = TypeVar("Key", bound=Hashable)


def _nobody_waits() -> None:
    """Until a manager takes the queue over."""


class WorkQueue(Generic[Key]):
    """The keys that wait for a sync. `on_added` is called whenever one begins to wait."""

    def __init__(self, timers: Timers) -> None:
        self.on_added: Callable[[], None] = _nobody_waits
        self._timers = timers
        self._limiter = ControllerRateLimiter()
        self._order: deque[Key] = deque()
        self._dirty: set[Key] = set()
        self._processing: set[Key] = set()
        self._later: dict[Key, Seconds] = {}

    def __bool__(self) -> bool:
        return bool(self._order)

    def add(self, key: Key) -> None:
        """Queue *key*, unless it waits already."""
        if key in self._dirty:
            return
        self._dirty.add(key)
        if key not in self._processing:
            self._append(key)

    def _append(self, key: Key) -> None:
        self._order.append(key)
        self.on_added()

    def get(self) -> Key:
        """Take the next key; `done` must follow. IndexError if none waits."""
        key = self._order.popleft()
        self._processing.add(key)
        self._dirty.remove(key)
        return key

    def done(self, key: Key) -> None:
        """The sync of *key* is over. If it was added meanwhile, it is queued now."""
        self._processing.discard(key)
        if key in self._dirty:
            self._append(key)

    def add_at(self, key: Key, time: Seconds) -> None:
        """Queue *key* at *time*. One that is planned for earlier stands; its sync will ask again."""
        if self._later.get(key, float("inf")) > time:
            self._later[key] = self._timers.at(time, lambda due: self._due(key, due))

    def add_after(self, key: Key, delay: Seconds) -> None:
        """Queue *key* after *delay* seconds, or earlier if that is planned."""
        self.add_at(key, self._timers.now + delay)

    def _due(self, key: Key, time: Seconds) -> None:
        if self._later.get(key) == time:  # else an earlier time took its place
            del self._later[key]
            self.add(key)

    def add_rate_limited(self, key: Key) -> None:
        """The sync of *key* failed: queue it again when the rate limiter says so."""
        self.add_after(key, self._limiter.when(key, self._timers.now))

    def forget(self, key: Key) -> None:
        """The sync of *key* went well: the rate limiter starts anew."""
        self._limiter.forget(key)

    def num_requeues(self, key: Key) -> int:
        """How often the sync of *key* has failed in a row."""
        return self._limiter.num_requeues(key)
