"""Image garbage collection on one node: the kubelet looks when it starts and every five minutes.

Models StartGarbageCollection of pkg/kubelet/kubelet.go and the loop of images/image_gc_manager.go, 1.32 to 1.36; which
images go is decided by imagesim.rules.images.garbage_collection. At each look the kubelet notes which images there are
and which are in use, so an image that came and went, or was used, between two looks was never seen.

In use are the images of all containers that the runtime knows, init containers and dead ones included: of each name of
a pod the last dead container stays while the pod does. So are image volumes that such containers mount, under what
their text means at the time of the look. Pinned are the images that the pool's `pinned` names mean at that time.

A node without a disk and without imageMaximumGCAge can never collect anything, so nobody looks there. Nor are looks
made that would find nothing: on a node without images, whose disk is not full of other things, the next one is made
once an image comes or space is taken, at the time and in the turn at which it would have been.
"""

from collections.abc import Callable, Iterable

from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.records import RemovedImageRecord
from imagesim.rules.images.garbage_collection import Collection, ImageGCManager, NodeImage
from imagesim.rules.images.pull_manager import ImagePullManager
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour
from imagesim.scenarios.values.node_pool import NodePool

IMAGE_GC_PERIOD_S: Seconds = 300.0
"""ImageGCPeriod, kubelet.go; the list of images is noted as often."""
IMAGE_GC_FAILED = "ImageGCFailed"


class ImageGC:
    """The image GC of a node of *pool*.

    *containers* are those of each pod on the node at the moment. *pull_manager* forgets the records of images that are
    gone; None where there are none.
    """

    def __init__(
        self,
        runtime: Runtime,
        pool: NodePool,
        behaviour: KubernetesBehaviour,
        containers: Callable[[], Iterable[PodContainers]],
        events: NodeEvents,
        pull_manager: ImagePullManager | None,
    ) -> None:
        self._env = runtime.env
        self._runtime = runtime
        self._containers = containers
        self._events = events
        self._records = runtime.records.removed_images
        self._pull_manager = pull_manager
        self._policy = pool.kubelet.image_gc
        self._pinned = runtime.pinned
        self._mounts_images = behaviour.image_volumes_by_default  # an older kubelet does not look at such volumes
        self._failed = False
        self._stopped = False
        self._removed: dict[str, RemovedImageRecord] = {}
        self._last_look: tuple[Seconds, int] | None = None  # and a turn taken then, while no look is planned
        self._rules = ImageGCManager(
            self._policy,
            shortfall_explains=behaviour.gc_shortfall_explains,
            began=self._env.now,
        )
        if self._runtime.disk.limited or self._policy.max_age > 0:
            self._env.timeout(0).callbacks.append(self._look)

    def stop(self) -> None:
        """The kubelet ends: no more looks."""
        self._stopped = True

    def delete_unused_images(self) -> None:
        """What the eviction manager asks for: all unused images go that are neither pinned nor too young."""
        if self._runtime.calls.refused is not None:
            return
        now = self._env.now
        collection = self._rules.delete_unused_images(now, self._images(), self._in_use(), self._remove)
        self._write_down(collection, "DiskPressure")

    # --- the five-minute loop ---

    def something_came(self) -> None:
        """An image has come, or space was taken: there may be something to find again."""
        if self._last_look is None:
            return
        (at, turn), self._last_look = self._last_look, None
        at += IMAGE_GC_PERIOD_S
        while at < self._env.now or (at == self._env.now and self._env.at[2] > turn):  # what came later is not seen
            at += IMAGE_GC_PERIOD_S  # step by step, so that it is the time to which the looks would have come
        self._env.in_turn(at, turn, self._look)

    def _finds_nothing(self) -> bool:
        """Whether no look finds anything, or forgets anything, until something comes."""
        usage = self._runtime.disk.usage()
        full = not usage.capacity or self._policy.calls_for(usage)
        return not (full or self._rules.records or self._runtime.images.by_id())

    def _look(self, _: object) -> None:
        if self._stopped:
            return
        if self._finds_nothing():
            self._last_look = self._env.now, self._env.turn()
        else:
            self._env.timeout(IMAGE_GC_PERIOD_S).callbacks.append(self._look)
        if self._policy.enabled:
            self._collect()
        else:  # nothing goes for its sake, but under disk pressure it matters when an image was first seen
            self._rules.detect_images(self._env.now, self._images(), self._in_use())

    def _collect(self) -> None:
        now, usage = self._env.now, self._runtime.disk.usage()
        collection = self._rules.garbage_collect(now, self._images(), self._in_use(), usage, self._remove)
        self._write_down(collection, "HighThreshold")
        for event in collection.events:
            self._events.about_node(event)
        # A single failure is only logged: right after its start a kubelet may not know its file systems yet.
        if collection.error and self._failed:
            self._events.about_node(("Warning", IMAGE_GC_FAILED, collection.error))
        self._failed = bool(collection.error)

    # --- what there is ---

    def _images(self) -> list[NodeImage]:
        pinned = {stored.image_id for name in self._pinned if (stored := self._runtime.image_status(name))}
        listed = self._runtime.images.by_id().items()
        return [NodeImage(image_id, stored.size, image_id in pinned) for image_id, stored in listed]

    def _in_use(self) -> set[str]:
        versions: set[str] = set()
        mounted: set[str] = set()
        for containers in self._containers():
            versions |= containers.versions()
            if self._mounts_images:
                mounted.update(containers.mounted())
        volumes = (self._runtime.image_status(text) for text in sorted(mounted))
        return self._runtime.images.ids_of(versions) | {stored.image_id for stored in volumes if stored is not None}

    # --- what goes ---

    def _remove(self, image_id: str) -> str:
        """Never an error: the runtime only forgets names and lets its own collector run."""
        runtime = self._runtime
        stored = runtime.images.by_id()[image_id]
        self._removed[image_id] = RemovedImageRecord(
            self._env.now, runtime.node, runtime.images.name_of(image_id), stored.version, image_id, stored.size, ""
        )
        runtime.remove_image_id(image_id)
        return ""

    def _write_down(self, collection: Collection, reason: str) -> None:
        records, removed = self._records, self._removed
        records.extend(removed[image]._replace(reason="MaximumAge") for image in collection.deleted_by_age)
        records.extend(removed[image]._replace(reason=reason) for image in collection.deleted_by_space)
        removed.clear()
        if collection.kept is not None and self._pull_manager is not None:
            self._pull_manager.prune_unknown_records(collection.kept, self._env.now)
