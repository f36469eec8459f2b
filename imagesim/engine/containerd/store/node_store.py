"""What containerd has on a node's disk, and what keeps it there: names, running pulls, locks on what is worked at.

All pulls of the node share it, the kubelet asks it what is there, and neighbours may be served from it.
"""

from collections.abc import Iterator

import simpy

from imagesim.engine.containerd.store.content_store import ContentStore, Lease
from imagesim.engine.containerd.store.disk_space import DiskSpace
from imagesim.engine.containerd.store.image_store import ImageStore
from imagesim.engine.containerd.store.store_log import StoreLog
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.locks import KeyedLocks
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.images import ImageManifest
from imagesim.scenarios.values.node_runtime import Disk

COLLECTED_AFTER_S: Seconds = 0.1
"""From the end of a failed pull until its content is gone (measured: 0.03 to 0.26 s)."""
LEASE_S: Seconds = 24 * 3600.0
"""How long the lease of a pull lasts that nobody ends."""


class NodeStore:
    """The images and the content of one node, on a disk as *disk* says (None: one that never fills).

    What changes is told the *log*.
    """

    __slots__ = ("_env", "_leases", "blob_locks", "chain_locks", "content", "disk", "images")

    def __init__(self, env: simpy.Environment, disk: Disk | None, log: StoreLog) -> None:
        self._env = env
        self._leases: dict[Lease, None] = {}
        self.disk = DiskSpace(disk, log.disk)
        self.content = ContentStore(self.disk)
        self.images = ImageStore(log)
        self.blob_locks = KeyedLocks(env)
        self.chain_locks = KeyedLocks(env)
        self.disk.write_down()

    def hold(self, lease: Lease) -> None:
        """A pull runs: what its lease refers to stays."""
        self._leases[lease] = None

    def release(self, lease: Lease, *, leaves_something: bool) -> None:
        """It is over; if it *leaves_something* behind, that goes a moment later."""
        self._leases.pop(lease, None)
        if leaves_something and lease.held:
            self._collect_soon()

    def abandon(self, lease: Lease) -> None:
        """containerd has ended in the middle of it: nobody gives the lease up, and it runs out after a day.

        Of what had come of a blob the last part of a MiB was not written yet (measured after a SIGKILL).
        """
        self._env.timeout(0).callbacks.append(lambda _: self.content.lose_unwritten(lease.held))
        self._env.timeout(LEASE_S).callbacks.append(lambda _: self._runs_out(lease))

    def _runs_out(self, lease: Lease) -> None:
        self._leases.pop(lease, None)
        self.collect()

    def put(self, reference: ImageReference, stored: StoredImage) -> None:
        """Give a complete image its names."""
        if self.images.put(reference, stored):
            self._collect_soon()

    def has_layers(self, manifest: ImageManifest) -> bool:
        """Whether all layers are unpacked already."""
        return self.content.has_snapshots(manifest.chain_ids)

    def serves(self, digest: str) -> StoredImage | None:
        """The image of which a neighbour can have the blob: one that is here whole; None if there is none."""
        return self.images.with_blob(digest) if self.content.has_blob(digest) else None

    def collect(self) -> None:
        """Free what neither an image nor a running pull refers to."""
        self.content.collect(self._referred())

    def _collect_soon(self) -> None:
        self._env.timeout(COLLECTED_AFTER_S).callbacks.append(lambda _: self.collect())

    def _referred(self) -> Iterator[str]:
        yield from self.images.referred()
        for lease in self._leases:
            yield from lease.held
