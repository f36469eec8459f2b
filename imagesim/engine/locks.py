"""First-in-first-out waiting: a number of places (Go's semaphore.Weighted) and a lock for each name (pkg/kmutex).

Both give up a place in the queue when the process that waits is interrupted, and neither costs an event where nobody
has to wait.
"""

from collections import deque
from collections.abc import Generator, Iterable
from typing import Any

import simpy

Wait = Generator[simpy.Event, Any, None]


class Places:
    """`count` places, taken in the order in which they are asked for."""

    def __init__(self, env: simpy.Environment, count: int) -> None:
        self._env = env
        self._free = count
        self._queue: deque[simpy.Event] = deque()

    @property
    def free(self) -> int:
        """How many places nobody has."""
        return self._free

    def try_take(self) -> bool:
        """Take a place if that needs no waiting."""
        if self._free > 0 and not self._queue:
            self._free -= 1
            return True
        return False

    def turn(self) -> simpy.Event:
        """Queue for a place: who asked has it when that happens, and must not give up before."""
        turn = self._env.event()
        self._queue.append(turn)
        return turn

    def take(self) -> Wait:
        """Wait for a place."""
        if self.try_take():
            return
        turn = self.turn()
        try:
            yield turn
        except BaseException:
            if turn.triggered:
                self.give_back()
            else:
                self._queue.remove(turn)
            raise

    def give_back(self) -> None:
        """Whoever waits longest goes on; nobody waiting, the place is free."""
        if self._queue:
            self._queue.popleft().succeed()
        else:
            self._free += 1


class KeyedLocks:
    """One lock for each key that is held right now."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._waiting: dict[str, deque[simpy.Event]] = {}

    def keys_held(self) -> list[str]:
        """The keys whose locks are held."""
        return list(self._waiting)

    def held(self, key: str) -> bool:
        """Whether somebody holds the lock of *key*."""
        return key in self._waiting

    def any_held(self, keys: Iterable[str]) -> bool:
        """Whether somebody holds the lock of one of these."""
        return not self._waiting.keys().isdisjoint(keys)

    def try_take(self, key: str) -> bool:
        """Take the lock of *key* if nobody holds it."""
        if key in self._waiting:
            return False
        self._waiting[key] = deque()
        return True

    def take(self, key: str) -> Wait:
        """Wait until nobody else holds the lock of *key*."""
        if self.try_take(key):
            return
        queue = self._waiting[key]
        turn = self._env.event()
        queue.append(turn)
        try:
            yield turn
        except BaseException:
            if turn.triggered:
                self.give_back(key)
            else:
                queue.remove(turn)
            raise

    def give_back(self, key: str) -> None:
        """Hand the lock to whoever waits longest."""
        queue = self._waiting[key]
        if queue:
            queue.popleft().succeed()
        else:
            del self._waiting[key]
