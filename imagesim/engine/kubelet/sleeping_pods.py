"""The pods of one node that wait in back-off: their syncs are taken in one go up to the next change.

A pod whose next syncs are foreseen (imagesim.rules.pods.foreseen_sync) sleeps: nothing is planned for them in the
run's queue. Each has its place in a queue of the node, by its time and the turn that it would have in the run's, so
that all that happens on a node happens in the order of a run without sleep. Whoever does something on the node first
lets the sleepers catch up to the event that happens now. A sync that is caught up with costs one number of the pod's
stream, and its events, unless it is known that all of them are dropped.

A sleeper wakes by itself when the foreseen time ends: its next sync is then an event like any other. So that nobody
comes too late for that, the queue is caught up with once shortly before, and at each sync from there on. The same goes
while the sync of another pod is under way, which may end at the very time of a sleeper's: each must have taken its turn
at the right moment.

A kubelet wakes a pod early for an update, for a change that the PLEG will notice, when an image has come to the node
that the pod waits for, and when Secrets have changed. The rows that a sleeper writes come late, so those of different
nodes are out of order until they are sorted by time; rows of one node and one instant are in their order.
"""

import math
from collections.abc import Callable
from heapq import heappop, heappush, heapreplace
from typing import Protocol

from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.sleeper import Sleeper
from imagesim.rules.pods.sync_timing import sync_after_failure
from imagesim.rules.units import Seconds


class UnderWay(Protocol):
    """A pod whose sync had to wait; `under_way` while it does."""

    @property
    def under_way(self) -> bool: ...


class SleepingPods:
    """The sleepers of one node, whose ticker has *ticker_phase*. While `queue` is empty there is nobody to catch up."""

    def __init__(self, env: Environment, ticker_phase: Seconds) -> None:
        self._env = env
        self._ticker_phase = ticker_phase
        self._under_way: dict[UnderWay, None] = {}
        self.queue: list[tuple[Seconds, int, Sleeper]] = []

    def add(self, sleeper: Sleeper, next_sync_s: Seconds) -> None:
        """A pod falls asleep; its first sync is at *next_sync_s*."""
        sleeper.last_sync_s = self._env.now
        sleeper.next_sync_s = next_sync_s
        sleeper.turn = self._env.turn()
        heappush(self.queue, (next_sync_s, sleeper.turn, sleeper))
        if next_sync_s >= sleeper.last_call:
            self._call(sleeper)
        elif sleeper.last_call < math.inf:
            self._env.plan(sleeper.last_call - self._env.now, self._catch_up)
        if self._under_way:
            self._hurry()

    def wake(self, sleeper: Sleeper) -> None:
        """Something changes for the pod, now that all have caught up."""
        wake_up, sleeper.wake_up = sleeper.wake_up, None
        if wake_up is not None:
            sleeper.fall_silent()
            wake_up(sleeper)

    def wake_all(self, whose: Callable[[Sleeper], bool]) -> None:
        """Let all catch up and wake those."""
        self.catch_up()
        for sleeper in sorted((each for _, _, each in self.queue), key=lambda each: each.turn):
            if sleeper.wake_up is not None and whose(sleeper):
                self.wake(sleeper)

    def hurry(self, pod: UnderWay) -> None:
        """A sync of *pod* waits: until it is over each sleeper's sync is made when its time has come."""
        self._under_way[pod] = None
        self._hurry()

    def finish(self) -> None:
        """The run is over: what happened until now is written down."""
        self.catch_up()
        for _, _, sleeper in self.queue:
            if sleeper.wake_up is not None:
                sleeper.fall_silent()

    def catch_up(self) -> None:
        """Make all syncs that come before the event that happens now."""
        queue = self.queue
        if not queue:
            return
        past, phase, turn = self._env.past(), self._ticker_phase, self._env.turn
        while queue and queue[0] < past:
            sleeper = queue[0][2]
            if sleeper.wake_up is None:  # it was woken, and this is no place of a sleeper any more
                heappop(queue)
                continue
            sleeper.sync()
            sleeper.next_sync_s = time = sync_after_failure(sleeper.last_sync_s, phase, sleeper.draw())
            sleeper.turn = turn()
            if time < sleeper.last_call:
                heapreplace(queue, (time, sleeper.turn, sleeper))
            elif time < sleeper.until:
                heapreplace(queue, (time, sleeper.turn, sleeper))
                self._call(sleeper)
            else:
                heappop(queue)
                self.wake(sleeper)

    def _call(self, sleeper: Sleeper) -> None:
        """Have the sleeper's next sync made when its time has come, not later."""
        if sleeper.called != sleeper.turn:
            sleeper.called = sleeper.turn
            # Just before the turn, which the pod's own sync may take if it wakes.
            self._env.in_turn(sleeper.next_sync_s, sleeper.turn - 0.5, self._catch_up)

    def _catch_up(self, _: object) -> None:
        self.catch_up()
        if self._under_way:
            self._hurry()

    def _hurry(self) -> None:
        if not self.queue:
            return
        self._under_way = {pod: None for pod in self._under_way if pod.under_way}
        if self._under_way:
            self._call(self.queue[0][2])
