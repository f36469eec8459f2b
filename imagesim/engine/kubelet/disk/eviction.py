"""The eviction manager of one kubelet, as far as images fill its disk.

Models pkg/kubelet/eviction/eviction_manager.go, 1.32 to 1.36 (read). Every ten seconds it looks. With less available
than a threshold the node gets the condition DiskPressure, and with it a taint that keeps new pods away. All dead
containers are deleted, then all unused images; if that was not enough, one pod is evicted, and the next look comes when
its containers are gone. The condition ends at the first look that finds no threshold crossed for as long as
evictionPressureTransitionPeriod.

Which pod goes: upstream takes one that wrote more to the disk than it asked for, then the one of lowest priority, then
the one that wrote most. Nothing of that is modelled, so all pods are equal, and as in a kubelet chance decides.

Looks that would find nothing are not made: the disk tells when space was taken, and the next look on the ten-second
grid is made if a threshold is crossed then. What is simpler than in a cluster: the condition and the taint are there at
the look (a kubelet writes its status within ten seconds), and a dead container that was deleted is forgotten as a user
of its image only.
"""

from collections.abc import Callable, Collection
from random import Random

import simpy

from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.containerd.store.disk_space import DiskSpace
from imagesim.engine.kubelet.disk.image_gc import ImageGC
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.engine.kubelet.pod_containers import STOP_S
from imagesim.engine.kubelet.pod_worker import PodWorker
from imagesim.rules.images import eviction as rules
from imagesim.rules.images.eviction import EvictionThresholds
from imagesim.rules.images.gc_policy import ImageFsUsage
from imagesim.rules.pods.static_pods import is_mirror
from imagesim.rules.units import Seconds

CLEAN_UP_S: Seconds = 1.0
"""podCleanupPollFreq: how long after its containers have stopped an evicted pod is found to be gone."""


class EvictionManager:
    """The eviction manager of *node*. `under_pressure` is the condition DiskPressure.

    *workers* are those of the node's pods at the moment; *chance* decides which pod goes.
    """

    def __init__(
        self,
        env: simpy.Environment,
        node: str,
        thresholds: EvictionThresholds,
        disk: DiskSpace,
        workers: Callable[[], Collection[PodWorker]],
        image_gc: ImageGC,
        events: NodeEvents,
        chance: Callable[[], Random],
    ) -> None:
        self.under_pressure = False
        self.pressure_changed: Callable[[bool], None] = lambda pressure: None
        self._env = env
        self._node = node
        self._disk = disk
        self._thresholds = thresholds
        self._workers = workers
        self._image_gc = image_gc
        self._events = events
        self._chance = chance
        self._grid = self._env.now
        self._last_crossed: Seconds = 0.0
        self._next: Seconds | None = None
        self._stopped = False
        if self._disk.limited:
            self._disk.on_taken = self._space_was_taken
            # What a node comes with is put on its disk after this.
            self._env.timeout(0).callbacks.append(lambda _: self._look_if_crossed())

    def stop(self) -> None:
        """The kubelet ends, and with it the looks of its image GC."""
        self._stopped = True
        self._image_gc.stop()

    def has_pressure(self) -> bool:
        """Whether the node has the condition now: its kubelet takes no pod then."""
        return self.under_pressure

    # --- when ---

    def image_came(self) -> None:
        """An image has come onto the node: its image GC has something to look at."""
        self._image_gc.something_came()

    def _space_was_taken(self) -> None:
        self._image_gc.something_came()
        self._look_if_crossed()

    def _look_if_crossed(self) -> None:
        usage = self._disk.usage()
        if self._thresholds.crossed(usage.capacity, usage.available):
            self._look_at(rules.next_look(self._grid, self._env.now))

    def _look_at(self, time: Seconds) -> None:
        """Look at *time*, unless a look is planned for earlier."""
        if self._next is None or time < self._next:
            self._next = time
            self._env.timeout(max(0.0, time - self._env.now), value=time).callbacks.append(self._due)

    def _due(self, timeout: simpy.Event) -> None:
        if timeout.value == self._next and not self._stopped:
            self._next = None
            self._look()

    # --- what ---

    def _look(self) -> None:
        now, usage = self._env.now, self._disk.usage()
        if self._thresholds.crossed(usage.capacity, usage.available):
            self._last_crossed = now
            evicts = not self._reclaim() and self._evict_one(usage)
            self._set_pressure(True)
            if evicts:
                # The manager waits for the pod's end and looks at once; from there on every ten seconds again.
                self._grid = now + STOP_S + CLEAN_UP_S
                self._look_at(self._grid)
            else:
                self._look_at(rules.next_look(self._grid, now))
        elif self.under_pressure:
            end = rules.pressure_ends(self._grid, self._last_crossed, self._thresholds.transition_s)
            if now < end:
                self._look_at(end)
            else:
                self._set_pressure(False)

    def _reclaim(self) -> bool:
        """Delete dead containers and unused images; whether that was enough."""
        self._events.about_node(rules.THRESHOLD_MET)
        for worker in self._workers():
            worker.containers.forget_dead()
        self._image_gc.delete_unused_images()
        usage = self._disk.usage()
        return not self._thresholds.crossed(usage.capacity, usage.available)

    def _evict_one(self, seen: ImageFsUsage) -> bool:
        """Evict a pod; its event has the numbers that were *seen* before anything was reclaimed."""
        active = (worker for worker in self._workers() if _active(worker.pod))
        workers = [worker for worker in active if not is_mirror(worker.pod.annotations)]
        if not workers:
            return False
        chosen = self._chance().choice(workers)
        quantity = self._thresholds.quantity(*seen) or 0
        chosen.evict(rules.evicted(quantity, seen.available))
        return True

    def _set_pressure(self, pressure: bool) -> None:
        if pressure == self.under_pressure:
            return
        self.under_pressure = pressure
        self._events.about_node(rules.disk_pressure(self._node, begins=pressure))
        self.pressure_changed(pressure)


def _active(pod: ApiPod) -> bool:
    """A pod whose end would free something, and that is not on its way out."""
    return pod.phase not in TERMINAL and pod.deletion_s is None
