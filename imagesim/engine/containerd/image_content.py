"""What a name stands for, brought onto a node: index, manifests, configs, layers fetched, layers unpacked, names given.

Models images.Dispatch with the handlers of a pull, and core/unpack. The node takes one manifest of an index or, with
the transfer service, every one that matches: manifests and configs are then fetched side by side, and each image is
unpacked as soon as its config is here, beside the others. What fails among the manifests is reported once what is being
unpacked has ended.
"""

from collections.abc import Generator
from typing import Any

import simpy

from imagesim.engine.containerd.failures import PullFailed
from imagesim.engine.containerd.fetcher import Fetcher, WantedBlob
from imagesim.engine.containerd.node_parts import NodeParts
from imagesim.engine.containerd.session import PullSession
from imagesim.engine.containerd.side_by_side import SideBySide
from imagesim.engine.containerd.store.index_entries import check_size, own_image, stored, taken, whole_image
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.containerd.unpacker import Unpacker
from imagesim.rules.containerd import texts
from imagesim.scenarios.values.images import Image, ImageManifest

Wait = Generator[simpy.Event, Any, None]

_CONFIG_MEDIA_TYPE = "application/vnd.oci.image.config.v1+json"


class ImageContent:
    """The content of *image* for one pull on *node*. `is_new`: the node did not have it under any name before."""

    __slots__ = ("_fetcher", "_image", "_node", "_session", "_taken", "is_new")

    def __init__(self, session: PullSession, node: NodeParts, image: Image) -> None:
        self._session = session
        self._node = node
        self._image = image
        self._fetcher = Fetcher(session, node.store, node.downloads)
        self._taken: list[ImageManifest] = []
        self.is_new = False

    def bring(self) -> Wait:
        """Have all of it on the node, under the pull's lease. Raises PullFailed."""
        image, node, fetcher = self._image, self._node, self._fetcher
        if image.index_size and not fetcher.at_hand(image.digest):
            yield from fetcher.bring(WantedBlob("index", image.digest, image.index_size))
        found = self._taken = taken(image, node.settings)
        self.is_new = not all(node.store.images.has_manifest(manifest) for manifest in found)
        if len(found) == 1:
            yield from self._fetch_manifest(found[0])
            yield from self._fetch_config(found[0])
            yield from self._unpack(found[0])
        elif found:
            yield from self._bring_several()
        elif not node.settings.behaviour.fetches_every_entry:
            raise PullFailed(texts.no_platform(self._session.reference.fully_qualified))

    def put(self) -> StoredImage:
        """Give the image its names. Raises PullFailed where the CRI finds none in what was fetched: a record stays."""
        image, settings, store = self._image, self._node.settings, self._node.store
        name, has_blob = self._session.reference, store.content.has_blob
        own = None
        try:
            own = own_image(image, settings, has_blob)
            check_size(image, own, settings, has_blob)
        except PullFailed:
            self._leave_records(name.fully_qualified, *([own.config_digest] if own else ()))
            raise
        whole = whole_image(image, own, self._taken, settings)
        store.put(name, whole)
        return whole

    def _leave_records(self, *names: str) -> None:
        referred = {self._image.digest}
        for manifest in self._taken:
            part = stored(self._image, manifest, self._node.settings)
            referred.update(part.blobs(), part.snapshots())
        for name in names:
            self._node.store.images.keep_record(name, referred)

    def _bring_several(self) -> Wait:
        env, node = self._session.env, self._node
        described, unpacked = SideBySide(env), SideBySide(env)
        try:
            for place in node.downloads.order(len(self._taken)):
                described.go(self._describe_then_unpack(self._taken[place], unpacked))
            failures = [(yield from described.done()), (yield from unpacked.done())]
        finally:
            described.stop()
            unpacked.stop()
        for failure in failures:
            if failure is not None:
                raise PullFailed(failure)

    def _describe_then_unpack(self, manifest: ImageManifest, unpacked: SideBySide) -> Wait:
        yield from self._fetch_manifest(manifest)
        if self._node.downloads.lets_others_go_first():
            yield self._session.env.timeout(0)
        yield from self._fetch_config(manifest)
        unpacked.go(self._unpack(manifest))

    def _fetch_manifest(self, manifest: ImageManifest) -> Wait:
        fetcher, lease = self._fetcher, self._session.lease
        if not fetcher.at_hand(manifest.digest):
            yield from fetcher.bring(WantedBlob("manifest", manifest.digest, manifest.size))
        # Its labels (containerd.io/gc.ref) keep what a pull that failed a moment ago has left of it.
        lease.held.update(manifest.contents)

    def _fetch_config(self, manifest: ImageManifest) -> Wait:
        if not self._fetcher.at_hand(manifest.config_digest):
            config = WantedBlob("config", manifest.config_digest, manifest.config_size, _CONFIG_MEDIA_TYPE)
            yield from self._fetcher.bring(config)

    def _unpack(self, manifest: ImageManifest) -> Wait:
        """Fetch the layers, and unpack them if this is an image for a system that the node runs."""
        node, session = self._node, self._session
        unpacker = Unpacker(session, node.store, node.downloads, node.snapshotter, self._fetcher, manifest)
        if not node.settings.unpacks(manifest):
            yield from unpacker.fetch_only()
            return
        layers, diff_ids = len(manifest.layers), manifest.diff_ids
        if diff_ids not in (None, layers):
            raise PullFailed(texts.layer_count_mismatch(session.reference.fully_qualified, layers, diff_ids or 0))
        before_s = node.settings.pace.before_layers_s
        if before_s and not node.store.has_layers(manifest):
            yield session.env.timeout(before_s)
        yield from unpacker.run()
