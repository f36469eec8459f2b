"""When a pod worker syncs: after an update, after a look of the PLEG, when the time in its work queue has come.

Models pkg/kubelet/pod_workers.go (podWorkerLoop, completeWork) and kubelet.go (syncLoopIteration), 1.32 to 1.36; the
timing was recorded at both ends, in virtual time and on a real clock. What a sync does is the worker's business.

- An update is a container or sandbox that the PLEG noticed, a change of the pod, a deletion. It makes the pod sync at
  once; one that comes during a sync waits for its end. In any case a sync waits until the PLEG has looked after the end
  of the one before.
- From 1.36 a sync that did something without an error has the PLEG look at once: an update that waited for its end
  goes on immediately, and a container that was started is shown some ms later. (So on a real clock. In the recording in
  virtual time the same look did not show the start; conformance runs it so, see PodServices.)
- What waits for a look has been taken before it; what that look finds is one more update, and one more sync.
"""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.environment import Planned
from imagesim.engine.kubelet.looks import ON_DEMAND_S, takes_first_event_alone
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.pod_services import PodServices
from imagesim.engine.kubelet.sleep.sleeper import Sleeper
from imagesim.rules.units import Seconds


class SyncSchedule:
    """The schedule of the pod's syncs; a worker adds the sync itself. `sync_soon` is the only way to make it run."""

    # As in all that exists once per pod: a large cluster has 150,000.
    __slots__ = (
        "_asleep", "_env", "_generation", "_last_sync_end", "_looked_s", "_pending", "_services", "_sleepers",
        "_syncing", "_taken", "_told", "containers", "pod",
    )  # fmt: skip

    def __init__(self, services: PodServices, pod: ApiPod) -> None:
        self.pod = pod
        self.containers = PodContainers(services.env, pod, services.records, self._notice)
        self._services = services
        self._env = services.env
        self._syncing = False
        self._pending = False
        self._told = False
        self._taken = False
        self._generation = 0
        self._looked_s: Seconds = -1.0
        self._last_sync_end: Seconds | None = None
        self._asleep: Sleeper | None = None
        self._sleepers = services.sleeping.queue if services.sleeping is not None else ()

    def goes_on_from(self, before: "SyncSchedule") -> None:
        """A kubelet starts and finds what the one *before* has left of the pod.

        Its PLEG sees all of that at once, but for what ends at that very moment, which is for the next look.
        """
        self.containers = before.containers
        self.containers.watched_by(self._notice)
        self._looked_s = self._env.now
        if self.containers.ended_at(self._looked_s):
            self._notice()

    def _begin(self, *, once_more: bool = False) -> None:
        """Sync now; an update that has to be looked at *once more* waits for the end."""
        raise NotImplementedError

    def start(self) -> None:
        """The pod is new here: its first sync."""
        if self._sleepers:
            self._wake()
        self._told = True
        self._begin()

    def sync_soon(self) -> None:
        """An update for the pod: sync now, or after the sync that is running."""
        if self._sleepers:
            self._wake()
        self._told = True
        if self._syncing:
            self._pending = True
        elif delay := self._seen_after_last_sync():
            self._take(delay)
        else:
            self._schedule(0.0)

    def _notice(self) -> None:
        if self._sleepers:
            self._wake()
        self._services.pleg.noticed(self.pod.uid, self._looked)

    def _looked(self) -> None:
        """The PLEG has looked and found a change: nothing has to be waited for, unless a sync runs."""
        if self._sleepers:
            self._wake()
        self._told = True
        once_more = self._taken or takes_first_event_alone(self._services, self.pod, self.containers, self._looked_s)
        self._looked_s = self._env.now
        if self._syncing:
            self._pending = True
            return
        delay = self._seen_after_last_sync()
        if delay:
            self._take(delay)
        elif self.pod.removed_s is None:
            self._begin(once_more=once_more)

    def _look_on_demand(self) -> None:
        """From 1.36: after a sync that did something without an error the PLEG looks at the pod at once."""
        self._generation += 1
        if self._services.virtual_time:
            self._env.plan(0.0 if self._pending else self._seen_after_last_sync(), self._due, self._generation)
            return
        self._env.plan(ON_DEMAND_S, self._looked_on_demand, self._generation)

    def _looked_on_demand(self, planned: Planned) -> None:
        if planned.value == self._generation and not self._syncing and self.pod.removed_s is None:
            if self._env.now < self._services.pleg.blind_until:
                if self._pending:
                    self._take(self._seen_after_last_sync())
                return
            self._taken = self._pending
            # What ends at that very moment is seen by the next look alone.
            if not (self.containers.dead and self.containers.ended_at(self._env.now)):
                self._services.pleg.look_at(self.pod.uid)
            self._last_sync_end = None  # which the look came after
            self._looked()

    def _take(self, delay: Seconds) -> None:
        """An update is taken, and waits for a look in *delay* seconds. What that finds is another update."""
        self._schedule(delay)
        self._taken = True

    def _seen_after_last_sync(self) -> Seconds:
        return 0.0 if self._last_sync_end is None else self._services.pleg.seen_after(self._last_sync_end)

    def _schedule(self, delay: Seconds) -> None:
        """Be due in *delay* seconds; a later call replaces the time, as in the kubelet's work queue."""
        self._generation += 1
        self._env.plan(delay, self._due, self._generation)

    def _due(self, planned: Planned) -> None:
        if planned.value == self._generation and not self._syncing and self.pod.removed_s is None:
            if self._sleepers:
                self._wake()
            if self._env.now < self._services.pleg.blind_until and (delay := self._seen_after_last_sync()):
                self._schedule(delay)  # the look that it waited for showed nothing
                return
            self._begin()

    def _wake(self) -> None:
        """Something happens: what the node's sleeping pods did until now comes first, and the pod sleeps no more.

        Where nobody sleeps there is nothing to do, and most who call this ask that first.
        """
        sleeping = self._services.sleeping
        if sleeping is not None:
            sleeping.catch_up()
            if self._asleep is not None:
                sleeping.wake(self._asleep)
