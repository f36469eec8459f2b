"""The pods of one node whose syncs are known ahead: they are taken in one go up to the next change.

A pod whose next syncs are foreseen (imagesim.rules.pods.foreseen_sync) sleeps, most in back-off: nothing is planned for
them in the run's queue. Each has its place in a queue of the node, by its time and the turn that it would have in the
run's, so that all that happens on a node happens in the order of a run without sleep. Whoever does something on the
node first lets the sleepers catch up to the event that happens now. A sync that is caught up with costs one number of
the pod's stream, and its events, unless it is known that all of them are dropped.

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

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.image_manager import Hopeless, ImageEnsurer
from imagesim.engine.kubelet.missing_secrets import MissingSecrets
from imagesim.engine.kubelet.puller import Puller
from imagesim.engine.kubelet.sleep.hopeless_pulls import HopelessPulls
from imagesim.engine.kubelet.sleep.sleeper import Sleeper
from imagesim.rules.pods.status import remember_failures
from imagesim.rules.pods.sync_timing import LONGEST_AFTER_FAILURE_S, next_sync
from imagesim.rules.units import Seconds, added_up


class UnderWay(Protocol):
    """A pod whose sync had to wait; `under_way` while it does."""

    @property
    def under_way(self) -> bool: ...


class SleepingPods:
    """The sleepers of one node, whose ticker has *ticker_phase*. While `queue` is empty there is nobody to catch up."""

    def __init__(
        self,
        env: Environment,
        ticker_phase: Seconds,
        images: ImageEnsurer,
        puller: Puller,
        runtime: Runtime,
        missing_secrets: MissingSecrets,
    ) -> None:
        self._env = env
        self._images = images
        self._ticker_phase = ticker_phase
        self._under_way: dict[UnderWay, None] = {}
        self._hopeless: dict[Sleeper, None] = {}
        self._takes_s: Seconds = 0.0
        self._sure_until: Seconds = math.inf
        self.queue: list[tuple[Seconds, int, Sleeper]] = []
        self.pulls = HopelessPulls(env, images, puller, runtime, missing_secrets, self.queue, self._sleep_on)

    def hopeless(self, now: Seconds, pod: ApiPod) -> Hopeless | None:
        """Until when all pulls of the pod fail from *now* on."""
        hopeless = self._images.hopeless(self._env.now, pod)
        return hopeless if hopeless is not None and now < hopeless.until else None

    def add(self, sleeper: Sleeper, last_sync_s: Seconds, next_sync_s: Seconds) -> None:
        """A pod falls asleep whose last sync ended at *last_sync_s*; its next one is at *next_sync_s*."""
        sleeper.last_sync_s = last_sync_s
        sleeper.next_sync_s = next_sync_s
        sleeper.foresee()
        self._put(sleeper)
        if sleeper.hopeless is not None:
            self._hopeless[sleeper] = None
            self._takes_s += sleeper.hopeless.takes_s
            if sleeper.hopeless.until - LONGEST_AFTER_FAILURE_S - self._takes_s < self._sure_until:
                self._plan_end_of_sureness()
        self._watch()

    def wake(self, sleeper: Sleeper) -> None:
        """Something changes for the pod, now that all have caught up."""
        if sleeper.pulling is not None:
            self.pulls.make_real()
            return
        worker, sleeper.worker = sleeper.worker, None
        if worker is not None:
            sleeper.fall_silent()
            worker.awake(sleeper)

    def wake_all(self, whose: Callable[[Sleeper], bool]) -> None:
        """Let all catch up and wake those."""
        self.catch_up()
        self.pulls.make_real()
        for sleeper in sorted((each for _, _, each in self.queue), key=lambda each: each.turn):
            if sleeper.worker is not None and whose(sleeper):
                self.wake(sleeper)

    def hurry(self, pod: UnderWay) -> None:
        """A sync of *pod* waits: until it is over each sleeper's sync is made when its time has come."""
        self._under_way[pod] = None
        self._watch()

    def finish(self) -> None:
        """The run is over: what happened until now is written down."""
        self.catch_up()
        self.pulls.make_real()
        for _, _, sleeper in self.queue:
            if sleeper.worker is not None:
                sleeper.fall_silent()

    def catch_up(self) -> None:
        """Make all syncs that come before the event that happens now."""
        queue = self.queue
        if not queue:
            return
        past, phase, turn = self._env.past(), self._ticker_phase, self._env.turn
        while queue and queue[0] < past:
            now, _, sleeper = queue[0]
            if now >= sleeper.until or sleeper.worker is None or sleeper.pulling is not None:
                heappop(queue)
                self._happens(sleeper, now)
                continue
            if now < sleeper.quiet_until:
                sleeper.skipped += 1
            else:
                sleeper.sync(now)
            sleeper.last_sync_s = now
            sleeper.next_sync_s = time = next_sync(now, sleeper.period_s, phase, sleeper.draw())
            if time < sleeper.last_call:
                sleeper.turn = taken = turn()
                heapreplace(queue, (time, taken, sleeper))
            else:
                heappop(queue)
                self._put(sleeper)

    def _happens(self, sleeper: Sleeper, now: Seconds) -> None:
        """What a sleeper has in the queue beside a sync that is foreseen."""
        if sleeper.worker is None:
            return  # it was woken, and this is no place of a sleeper any more
        if sleeper.pulling is not None:
            self.pulls.go_on(sleeper, now)
        elif self.pulls.is_sure(sleeper, now) and not self._somebody_is_under_way():
            self.pulls.begin(sleeper, now)
        else:
            self.wake(sleeper)

    def _sleep_on(self, sleeper: Sleeper, now: Seconds) -> None:
        """A sync with hopeless pulls is over."""
        sync, sleeper.pulling = sleeper.pulling, None
        assert sync is not None
        sleeper.failures = remember_failures(sleeper.failures, sync.results)
        sleeper.last_sync_s = now
        sleeper.next_sync_s = time = next_sync(now, sleeper.period_s, self._ticker_phase, sleeper.draw())
        sleeper.foresee_after(sync.failures, self._images.next_end(time, sleeper.pod))
        self._put(sleeper)

    def _put(self, sleeper: Sleeper) -> None:
        """Give the sleeper's next sync its place, or wake the pod for it."""
        time = sleeper.next_sync_s
        sleeper.turn = self._env.turn()
        if time >= sleeper.until and (sleeper.hopeless is None or time >= sleeper.hopeless.until):
            self.wake(sleeper)
            return
        place = (time, sleeper.turn, sleeper)
        heappush(self.queue, place)
        if sleeper.hopeless is not None:
            return
        if time >= sleeper.last_call:
            self._call(place)
        elif sleeper.last_call < math.inf:
            self._env.plan(sleeper.last_call - self._env.now, self._catch_up)

    # --- not too late ---

    def _call(self, place: tuple[Seconds, int, Sleeper]) -> None:
        """Have that done when its time has come, not later."""
        time, turn, sleeper = place
        if sleeper.called != turn:
            sleeper.called = turn
            # Just before the turn, which the pod's own sync may take if it wakes.
            self._env.in_turn(time, turn - 0.5, self._catch_up)

    def _catch_up(self, _: object) -> None:
        self.catch_up()
        self._watch()

    def _watch(self) -> None:
        """Where somebody's sync is under way, or a pull may soon not be hopeless, nobody may come late."""
        if self.queue and (self._somebody_is_under_way() or not self._is_sure()):
            self._call(self.queue[0])

    def _somebody_is_under_way(self) -> bool:
        if self._under_way:
            self._under_way = {pod: None for pod in self._under_way if pod.under_way}
        return bool(self._under_way)

    def _is_sure(self) -> bool:
        """Whether what sleepers pull from now on, up to the next time that somebody looks, will fail for sure."""
        if self._env.now >= self._sure_until:
            self._plan_end_of_sureness()
        return self._env.now < self._sure_until

    def _plan_end_of_sureness(self) -> None:
        now = self._env.now
        self._hopeless = {
            each: None for each in self._hopeless if each.worker is not None and each.hopeless is not None
        }
        pulls = [each.hopeless for each in self._hopeless if each.hopeless is not None]
        self._takes_s = added_up(hopeless.takes_s for hopeless in pulls)
        until = min((hopeless.until for hopeless in pulls), default=math.inf)
        self._sure_until = until - LONGEST_AFTER_FAILURE_S - 2 * self._takes_s
        if now < self._sure_until < math.inf:
            # At that very time: a delay that is added to the time may miss it by its last bit.
            self._env.in_turn(self._sure_until, self._env.turn(), self._catch_up)
