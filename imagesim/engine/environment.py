"""SimPy's environment, quicker: what happens, and in which order, is the same.

A run looks at the time fifty times for each pod, so here it is a plain attribute and not a property: that was a
twentieth of a large run.
"""

from collections.abc import Callable
from heapq import heappop

import simpy
from simpy.core import EmptySchedule
from simpy.events import URGENT

from imagesim.rules.units import Seconds


class Environment(simpy.Environment):
    """The environment of one run. It can run until a time, but not until an event that others wait for, too."""

    now: Seconds = 0

    def step(self) -> None:
        """Let the next event happen."""
        if not self._queue:
            raise EmptySchedule
        self.now, _, _, event = heappop(self._queue)
        self._now = self.now  # SimPy's own, by which it schedules
        callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]  # as SimPy marks what is over
        for callback in callbacks:
            callback(event)
        if not event._ok and not event.defused:
            failure = event.value
            assert isinstance(failure, BaseException)
            raise failure


def at_once(env: simpy.Environment, what: Callable[[], None]) -> None:
    """Do *what* when what happens now has happened, before anything else that is planned for this instant."""
    event = simpy.Event(env)
    event._ok, event._value = True, None
    assert event.callbacks is not None
    event.callbacks.append(lambda _: what())
    env.schedule(event, URGENT)
