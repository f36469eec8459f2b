"""The clock of the controllers: what time it is, and calls at a later time."""

from collections.abc import Callable

import simpy

from imagesim.rules.units import Seconds


def exactly(time: Seconds) -> Seconds:
    """A timer goes off when it was asked to."""
    return time


class Timers:
    """Simulated time. *when* says when a timer that is set for a time goes off: a recorder that looked once a second
    rounds up.
    """

    def __init__(self, env: simpy.Environment, when: Callable[[Seconds], Seconds] = exactly) -> None:
        self._env = env
        self._when = when

    @property
    def now(self) -> Seconds:
        """The simulated time."""
        return self._env.now

    def soon(self, what: Callable[[], None]) -> None:
        """Call *what* at this instant, after what is planned for it already."""
        self._env.timeout(0).callbacks.append(lambda _: what())

    def at(self, time: Seconds, what: Callable[[Seconds], None]) -> Seconds:
        """Call *what* at *time*, with the time for which it was set; return that."""
        due = self._when(time)
        self._env.timeout(max(0.0, due - self._env.now)).callbacks.append(lambda _: what(due))
        return due
