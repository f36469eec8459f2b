"""Places for those that do something at once, first come, first served.

A simpy.Resource for the case that nobody gives up or has priority: whoever finds a place free takes it without an
event, and one that leaves costs an event only if somebody waits.
"""

from collections import deque
from collections.abc import Generator
from typing import Any

import simpy


class Places:
    """*count* places."""

    def __init__(self, env: simpy.Environment, count: int) -> None:
        self._env = env
        self._free = count
        self._waiting: deque[simpy.Event] = deque()

    def enter(self) -> Generator[simpy.Event, Any, None]:
        """Take a place; wait for one if need be."""
        if self._free:
            self._free -= 1
            return
        turn = self._env.event()
        self._waiting.append(turn)
        yield turn

    def leave(self) -> None:
        """Give the place to the next one who waits."""
        if self._waiting:
            self._waiting.popleft().succeed()
        else:
            self._free += 1
