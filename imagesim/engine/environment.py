"""SimPy's environment, quicker, and with an end: what happens, and in which order, is the same.

A run looks at the time fifty times for each pod, so here it is a plain attribute and not a property: that was a
twentieth of a large run.

It also knows all work that waits, so that nothing is lost while the run lasts (two pieces of work that wait for each
other, and that nobody else knows, are garbage to Python) and everything can be closed when it is over.
"""

import math
from collections import deque
from collections.abc import Callable, Generator
from functools import partial
from heapq import heappop, heappush
from typing import Any

import simpy
from simpy.core import EmptySchedule
from simpy.events import NORMAL, URGENT

from imagesim.rules.units import Seconds

Work = Generator[simpy.Event, Any, Any]


class Planned:
    """A call at its time, with a value: what SimPy's loop asks of an event, and nothing that one could wait for."""

    __slots__ = ("callbacks", "value")

    _ok = True

    def __init__(self, callback: Callable[[Any], None], value: Any) -> None:
        self.callbacks = (callback,)
        self.value = value


class Environment(simpy.Environment):
    """The environment of one run. It can run until a time, but not until an event that others wait for, too."""

    now: Seconds = 0
    at: tuple[Seconds, int, float, Any] = (0, 0, -1, None)
    """The event that happens now: its time, SimPy's priority, its turn, and itself. Events of one time and priority
    happen in the order of their turns, which are counted where they are planned."""

    def __init__(self) -> None:
        super().__init__()
        self._under_way: dict[Work, None] = {}
        # Half of all events are planned for the instant at which that is done, so they come in that order: no heap.
        self._soon: deque[tuple[Seconds, int, int, Any]] = deque()
        self._look_at: float = math.inf
        self._look: Callable[[], None] = _nothing
        # SimPy binds these anew at every use.
        self.timeout = partial(simpy.Timeout, self)  # type: ignore[method-assign]
        self.event = partial(simpy.Event, self)  # type: ignore[method-assign]

    def process(self, generator: Work) -> simpy.Process:
        """A process as SimPy has it; its work is under way until it ends."""
        process = simpy.Process(self, generator)
        self.carried_on(process, generator)
        return process

    def carried_on(self, process: simpy.Process, work: Work) -> None:
        """*work* is under way until *process* is over."""
        self._under_way[work] = None
        assert process.callbacks is not None
        process.callbacks.append(lambda _: self.over(work))

    def waits(self, work: Work) -> None:
        """*work*, which is no process, waits; tell when it is `over`."""
        self._under_way[work] = None

    def over(self, work: Work) -> None:
        """*work* has ended."""
        self._under_way.pop(work, None)

    def close(self) -> None:
        """The run is over: close all work that waits, in the order in which it began; nothing happens any more."""
        works, self._under_way = self._under_way, {}
        for work in works:
            work.close()
        self._queue.clear()
        self._soon.clear()

    def schedule(self, event: simpy.Event, priority: int = NORMAL, delay: Seconds = 0) -> None:
        """Have *event* happen in *delay* seconds."""
        at = self.now + delay, priority, next(self._eid), event
        if delay or priority != NORMAL:
            heappush(self._queue, at)  # type: ignore[misc]
        else:
            self._soon.append(at)

    def peek(self) -> Seconds:
        """The time of the next event; infinity if there is none."""
        return self.now if self._soon else super().peek()

    def step(self) -> None:
        """Let the next event happen.

        EmptySchedule if there is none; an event that failed and that nobody waited for raises its error.
        """
        queue, soon = self._queue, self._soon
        if soon and (not queue or soon[0] < queue[0]):
            at = soon.popleft()
        elif queue:
            at = heappop(queue)
        else:
            raise EmptySchedule
        self.at = at
        self.now, _, turn, event = at
        if turn >= self._look_at:
            self._look()
        callbacks, event.callbacks = event.callbacks, None  # as SimPy marks what is over
        for callback in callbacks:
            callback(event)
        if not event._ok and not event.defused:
            failure = event.value
            assert isinstance(failure, BaseException)
            raise failure

    def turn(self) -> int:
        """Take the next turn, for what somebody plans without an event."""
        taken = next(self._eid)
        if taken >= self._look_at:
            self._look()
        return taken

    def look_every(self, turns: int, look: Callable[[], None]) -> None:
        """Have *look* called whenever so many turns have been taken. It may raise, which ends the run, and no more."""

        def look_again() -> None:
            self._look_at += turns
            look()

        self._look_at, self._look = turns, look_again

    def plan(self, delay: Seconds, callback: Callable[[Planned], None], value: Any = None) -> None:
        """Have *callback* called in *delay* seconds."""
        at = self.now + delay, NORMAL, next(self._eid), Planned(callback, value)
        if delay:
            heappush(self._queue, at)  # type: ignore[misc]
        else:
            self._soon.append(at)

    def in_turn(self, time: Seconds, turn: float, callback: Callable[[Planned], None], value: Any = None) -> None:
        """Have *callback* called at *time*, as if that had been planned when the *turn* was taken."""
        heappush(self._queue, (time, NORMAL, turn, Planned(callback, value)))  # type: ignore[misc]  # SimPy has whole turns only

    def moment(self, time: Seconds, turn: float) -> simpy.Event:
        """The event at *time* that was planned when the *turn* was taken."""
        event = simpy.Event(self)
        event._ok, event._value = True, None
        heappush(self._queue, (time, NORMAL, turn, event))  # type: ignore[misc]  # SimPy has whole turns only
        return event

    def run_to(self, time: Seconds, turn: float) -> None:
        """Let everything happen that comes before the *turn* at *time*, and no more: then it is *time*."""
        self.run(until=self.moment(time, turn))

    def past(self) -> tuple[Seconds, float]:
        """What stands before this pair of time and turn has happened, or happens now."""
        now, priority, turn, _ = self.at
        return (now, turn + 1) if priority == NORMAL else (now, -1)


def _nothing() -> None:
    """Nobody looks."""


def at_once(env: simpy.Environment, what: Callable[[], None]) -> None:
    """Do *what* when what happens now has happened, before anything else that is planned for this instant."""
    event = simpy.Event(env)
    event._ok, event._value = True, None
    assert event.callbacks is not None
    event.callbacks.append(lambda _: what())
    env.schedule(event, URGENT)
