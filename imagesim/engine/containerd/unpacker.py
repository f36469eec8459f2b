"""From layers to snapshots: unpacker.unpack of core/unpack/unpacker.go.

Layers are unpacked bottom to top, each when its own download is done and all below it are unpacked; downloads never
wait for that. The lock of a chain ID keeps two pulls from unpacking the same layer on the same base; the one that waits
has not begun its downloads yet, since these begin with the first layer whose chain is missing. Where the transfer
service may unpack several at once, each is unpacked as soon as it is here.
"""

from collections.abc import Generator
from typing import Any

import simpy

from imagesim.engine.containerd.download_slots import DownloadSlots
from imagesim.engine.containerd.failures import PullFailed
from imagesim.engine.containerd.fetcher import Fetcher, WantedBlob
from imagesim.engine.containerd.layer_downloads import LayerDownloads
from imagesim.engine.containerd.session import PullSession
from imagesim.engine.containerd.snapshotter import Snapshotter
from imagesim.engine.containerd.store.node_store import NodeStore
from imagesim.rules import platforms
from imagesim.rules.containerd import texts
from imagesim.rules.digests import digest_of
from imagesim.scenarios.values.images import ImageManifest, Layer

Wait = Generator[simpy.Event, Any, None]


class Unpacker:
    """Fetches and unpacks the layers of *manifest* for one pull, into the node's *store*."""

    __slots__ = (
        "_chains", "_downloads", "_fetcher", "_fits", "_layers", "_manifest", "_session", "_slots", "_snapshotter",
        "_store",
    )  # fmt: skip

    def __init__(
        self,
        session: PullSession,
        store: NodeStore,
        slots: DownloadSlots,
        snapshotter: Snapshotter,
        fetcher: Fetcher,
        manifest: ImageManifest,
    ) -> None:
        self._session = session
        self._store = store
        self._slots = slots
        self._snapshotter = snapshotter
        self._fetcher = fetcher
        self._manifest = manifest
        self._fits = platforms.can_unpack(manifest.built_for, snapshotter.platform)
        self._layers = manifest.layers
        self._chains = manifest.chain_ids
        self._downloads: LayerDownloads | None = None

    def run(self) -> Wait:
        """Until everything is unpacked. Raises PullFailed."""
        at_once = self._snapshotter.at_once
        if not at_once and self._all_there():
            return
        try:
            yield from self._unpack_at_once() if at_once else self._unpack_in_order()
        finally:
            self._stop()

    def _all_there(self) -> bool:
        """Whether all layers are unpacked and nobody is at one: so it is in most pulls, which need not queue then."""
        if self._store.chain_locks.any_held(self._chains) or not self._store.has_layers(self._manifest):
            return False
        self._session.reuse(self._manifest.layers_size, len(self._layers))
        return True

    def fetch_only(self) -> Wait:
        """Fetch the layers of what is not unpacked."""
        try:
            downloads = self._begin(0)
            for layer in self._layers:
                yield from self._wait_for(downloads, layer)
        finally:
            self._stop()

    def _stop(self) -> None:
        if self._downloads is not None:
            self._downloads.stop()

    def _begin(self, first: int) -> LayerDownloads:
        """Begin to download the layers from the place *first* on."""
        layers = self._layers[first:]
        blobs = [WantedBlob("layer", layer.digest, layer.size, texts.LAYER_MEDIA_TYPE) for layer in layers]
        self._downloads = LayerDownloads(self._session, self._fetcher, blobs, self._slots.order(len(layers)))
        return self._downloads

    def _wait_for(self, downloads: LayerDownloads, layer: Layer) -> Wait:
        event = downloads.arrived[layer.digest]
        if not event.processed:
            yield event
        if downloads.failure is not None:
            raise downloads.failure

    def _unpack_in_order(self) -> Wait:
        locks, content = self._store.chain_locks, self._store.content
        for place, (layer, chain) in enumerate(zip(self._layers, self._chains, strict=True)):
            behind = locks.held(chain)
            yield from locks.take(chain)
            try:
                if content.has_snapshot(chain):
                    self._session.reuse(layer.size)
                    continue
                if behind and place and self._downloads is None:
                    self._look_after_parent(place)
                downloads = self._downloads or self._begin(place)
                yield from self._wait_for(downloads, layer)
                yield from self._apply(place)
            finally:
                locks.give_back(chain)

    def _look_after_parent(self, place: int) -> None:
        """The pull that was ahead has failed: what it unpacked may be gone. Raises PullFailed."""
        snapshotter, parent, chain = self._snapshotter, self._chains[place - 1], self._chains[place]
        if not self._store.images.refers_to(parent) and snapshotter.loses_parents():
            key = f"extract-{snapshotter.key(self._session.env.now)} {chain}"
            raise PullFailed(texts.no_parent(self._session.reference.fully_qualified, key, parent))

    def _unpack_at_once(self) -> Wait:
        """Layers below are not waited for. Each worker holds its layer's lock until that layer is unpacked."""
        locks, content = self._store.chain_locks, self._store.content
        env, workers = self._session.env, list[simpy.Process]()
        try:
            for place, (layer, chain) in enumerate(zip(self._layers, self._chains, strict=True)):
                yield from locks.take(chain)
                if content.has_snapshot(chain):
                    locks.give_back(chain)
                    self._session.reuse(layer.size)
                    continue
                downloads = self._downloads or self._begin(place)
                workers.append(env.process(self._apply_when_here(downloads, place)))
            while workers:
                yield env.any_of(workers)
                for worker in [worker for worker in workers if not worker.is_alive]:
                    if worker.value is not None:
                        raise worker.value
                    workers.remove(worker)
        finally:
            for worker in workers:
                if worker.is_alive:
                    worker.interrupt()

    def _apply_when_here(self, downloads: LayerDownloads, place: int) -> Generator[simpy.Event, Any, PullFailed | None]:
        """Wait for one layer and unpack it, then give its lock back."""
        try:
            yield from self._wait_for(downloads, self._layers[place])
            yield from self._apply(place)
        except PullFailed as failed:
            return failed
        except simpy.Interrupt:
            return None
        finally:
            self._store.chain_locks.give_back(self._chains[place])
        return None

    def _apply(self, place: int) -> Wait:
        """Unpack one layer into a snapshot, in one of the places for that."""
        layer, chain, slots = self._layers[place], self._chains[place], self._snapshotter.places
        if slots is not None:
            yield from slots.take()
        disk = self._store.disk
        room = disk.take(layer.unpacked)
        disk.begin_writing()
        try:
            took = self._snapshotter.seconds(layer) * (room / layer.unpacked if layer.unpacked else 1.0)
            if took:
                yield self._session.env.timeout(took)
            self._check(layer, chain, complete=room == layer.unpacked)
        except BaseException:
            disk.give_back(room)
            raise
        finally:
            disk.end_writing()
            if slots is not None:
                slots.give_back()
        self._store.content.unpacked(chain, layer.unpacked)

    def _check(self, layer: Layer, chain: str, *, complete: bool) -> None:
        if complete and not layer.defect and self._fits:
            return
        session, snapshotter = self._session, self._snapshotter
        snapshotter.mounts += 1
        key = snapshotter.key(session.env.now)
        names = texts.LayerNames(
            blob=layer.digest,
            diff_id=layer.raw_digest,
            chain_id=chain,
            key=key,
            mount=snapshotter.mounts,
            snapshot=self._store.content.snapshots + snapshotter.mounts if self._chains.index(chain) else None,
        )
        frame = (session.behaviour, session.reference.fully_qualified, names)
        if not complete:
            raise PullFailed(texts.no_space_unpacking(*frame, "f0"))
        if not self._fits:
            raise PullFailed(texts.not_for_windows(*frame))
        if layer.defect == "not-a-tar":
            raise PullFailed(texts.not_a_tar(*frame))
        raise PullFailed(texts.wrong_diff_id(*frame, digest_of(f"actual {layer.digest}")))
