"""SimPy's environment, quicker: what happens, and in which order, is the same.

A run looks at the time fifty times for each pod, so here it is a plain attribute and not a property: that was a
twentieth of a large run.
"""

from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush
from typing import Any

import simpy
from simpy.core import EmptySchedule
from simpy.events import NORMAL, URGENT

from imagesim.rules.units import Seconds


class Environment(simpy.Environment):
    """The environment of one run. It can run until a time, but not until an event that others wait for, too."""

    now: Seconds = 0
    at: tuple[Seconds, int, float, Any] = (0, 0, -1, None)
    """The event that happens now: its time, SimPy's priority, its turn, and itself. Events of one time and priority
    happen in the order of their turns, which are counted where they are planned."""

    def __init__(self) -> None:
        super().__init__()
        # SimPy binds these anew at every use.
        self.timeout = partial(simpy.Timeout, self)  # type: ignore[method-assign]
        self.event = partial(simpy.Event, self)  # type: ignore[method-assign]

    def step(self) -> None:
        """Let the next event happen.

        EmptySchedule if there is none; an event that failed and that nobody waited for raises its error.
        """
        if not self._queue:
            raise EmptySchedule
        self.at = at = heappop(self._queue)
        self.now = self._now = at[0]  # the other is SimPy's own, by which it schedules
        event = at[3]
        callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]  # as SimPy marks what is over
        for callback in callbacks:
            callback(event)
        if not event._ok and not event.defused:
            failure = event.value
            assert isinstance(failure, BaseException)
            raise failure

    def turn(self) -> int:
        """Take the next turn, for what somebody plans without an event."""
        return next(self._eid)

    def in_turn(self, time: Seconds, turn: float, callback: Callable[[simpy.Event], None], value: Any = None) -> None:
        """Have *callback* called at *time*, as if that had been planned when the *turn* was taken."""
        event = simpy.Event(self)
        event._ok, event._value = True, value
        event.callbacks.append(callback)
        heappush(self._queue, (time, NORMAL, turn, event))  # type: ignore[misc]  # SimPy has whole turns only

    def past(self) -> tuple[Seconds, float]:
        """What stands before this pair of time and turn has happened, or happens now."""
        now, priority, turn, _ = self.at
        return (now, turn + 1) if priority == NORMAL else (now, -1)


def at_once(env: simpy.Environment, what: Callable[[], None]) -> None:
    """Do *what* when what happens now has happened, before anything else that is planned for this instant."""
    event = simpy.Event(env)
    event._ok, event._value = True, None
    assert event.callbacks is not None
    event.callbacks.append(lambda _: what())
    env.schedule(event, URGENT)
