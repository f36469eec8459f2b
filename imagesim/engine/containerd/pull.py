"""One CRI PullImage: resolve the name, fetch index, manifest and config, fetch and unpack the layers, store the image.

Models client.Pull and the transfer service of containerd, core/unpack, and PullImage of internal/cri/server/images. A
failed or cancelled pull gives up its lease, and the garbage collector frees what nothing else needs a moment later.
"""

import re
from collections.abc import Generator
from typing import Any

import simpy

from imagesim.engine.containerd.failures import PullFailed
from imagesim.engine.containerd.fetcher import Fetcher, WantedBlob
from imagesim.engine.containerd.node_parts import NodeParts
from imagesim.engine.containerd.resolver import Resolver
from imagesim.engine.containerd.session import PullSession
from imagesim.engine.containerd.stored_image import StoredImage, chain_ids
from imagesim.engine.containerd.unpacker import Unpacker
from imagesim.rules import platforms
from imagesim.rules.containerd import texts
from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.registry.access import Login
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.values.images import Image, ImageManifest

Wait = Generator[simpy.Event, Any, None]

_CONFIG_MEDIA_TYPE = "application/vnd.oci.image.config.v1+json"


class ImagePull:
    """One call. `session` says what it moved; `failure` is None and `image` there if it worked."""

    def __init__(self, node: NodeParts, text: str, login: Login | None = None) -> None:
        settings, env = node.settings, node.env
        reference, failure = _named(settings.behaviour, text)
        self.image: StoredImage | None = None
        self.failure = failure
        self.session = PullSession(
            env,
            settings.behaviour,
            node.network,
            reference,
            [] if failure else node.hosts.endpoints(reference),
            login or node.hosts.own_login(reference.domain, env.now),
            settings.progress_timeout_s,
        )
        self._node = node
        self._resolving = ""

    def run(self) -> Wait:
        """Make the call; the outcome is in the attributes afterwards."""
        if self.failure is not None:
            return
        session = self.session
        session.process = session.env.process(self._run())
        yield session.process

    def cancel(self) -> None:
        """The caller ends the call."""
        self.session.cancel()

    # --- the steps ---

    def _run(self) -> Wait:
        store, lease = self._node.store, self.session.lease
        store.hold(lease)
        try:
            yield from self._steps()
        except PullFailed as failed:
            self.failure = failed.failure
        except simpy.Interrupt:
            self.failure = self._cancelled()
        leaves_something = self.failure is not None or not self._node.settings.keeps_layers
        store.release(lease, leaves_something=leaves_something)

    def _steps(self) -> Wait:
        session, store, settings = self.session, self._node.store, self._node.settings
        env, reference, pace = session.env, session.reference, settings.pace
        self._resolving = f"manifests/{reference.digest or reference.effective_tag}"
        image = yield from Resolver(session).resolve()
        if pace.resolve_s:
            yield env.timeout(pace.resolve_s)
        self._resolving = ""
        fetcher = Fetcher(session, store, self._node.downloads)
        if image.index_size and not fetcher.at_hand(image.digest):
            yield from fetcher.bring(WantedBlob("index", image.digest, image.index_size))
        manifest = self._choose(image)
        is_new = not store.images.has_manifest(manifest)
        if not fetcher.at_hand(manifest.digest):
            yield from fetcher.bring(WantedBlob("manifest", manifest.digest, manifest.size))
        # Its labels (containerd.io/gc.ref) keep what a pull that failed a moment ago has left of it.
        session.lease.held.update(StoredImage(image, manifest).blobs(), chain_ids(manifest))
        if not fetcher.at_hand(manifest.config_digest):
            config = WantedBlob("config", manifest.config_digest, manifest.config_size, _CONFIG_MEDIA_TYPE)
            yield from fetcher.bring(config)
        unpacked = yield from self._layers(fetcher, manifest)
        if is_new and pace.finish_s:
            yield env.timeout(pace.finish_s)
        self.image = StoredImage(image, manifest, unpacked=unpacked, keeps_layers=settings.keeps_layers or not unpacked)
        store.put(reference, self.image)
        self._fail_as_artifact(manifest)

    def _choose(self, image: Image) -> ImageManifest:
        """The manifest for the node's platform. One that stands alone is taken whatever its platform."""
        if not image.index_size:
            return image.manifests[0]
        session, settings = self.session, self._node.settings
        chosen = platforms.choose([manifest.platform for manifest in image.manifests], settings.platform)
        if chosen is not None:
            return image.manifests[chosen]
        if settings.behaviour.no_platform_keeps_record:
            self._node.store.images.keep_index(session.reference, image)
        raise PullFailed(texts.no_platform(settings.behaviour, session.reference.fully_qualified, image.digest))

    def _layers(self, fetcher: Fetcher, manifest: ImageManifest) -> Generator[simpy.Event, Any, bool]:
        """Fetch the layers, and unpack them if this is an image for a system that the node runs."""
        node, session = self._node, self.session
        unpacker = Unpacker(session, node.store, node.downloads, node.snapshotter, fetcher, manifest)
        if not node.settings.unpacks(manifest):
            yield from unpacker.fetch_only()
            return False
        layers, diff_ids = len(manifest.layers), manifest.diff_ids
        if diff_ids not in (None, layers):
            raise PullFailed(texts.layer_count_mismatch(session.reference.fully_qualified, layers, diff_ids or 0))
        before_s = node.settings.pace.before_layers_s
        if before_s and not node.store.has_layers(manifest):
            yield session.env.timeout(before_s)
        yield from unpacker.run()
        return True

    def _fail_as_artifact(self, manifest: ImageManifest) -> None:
        """1.6 cannot unpack an artifact, and says so after it has stored it."""
        if not manifest.artifact:
            return
        failure = texts.not_an_image(self.session.behaviour, self.session.reference.fully_qualified)
        if failure is not None:
            self.image = None
            raise PullFailed(failure)

    def _cancelled(self) -> RuntimeFailure:
        session = self.session
        name = session.reference.fully_qualified
        if not self._resolving:
            return texts.cancelled(name)
        url = session.endpoints[-1].url(session.reference.path, self._resolving)
        return texts.cancelled_request(session.behaviour, name, "Head", url)


def _named(behaviour: ContainerdBehaviour, text: str) -> tuple[ImageReference, RuntimeFailure | None]:
    """The name that is asked for; what is no name fails the call before anything happens."""
    try:
        return ImageReference.parse(text), None
    except InvalidImageName as error:
        uppercase = re.search(r"repository name \((.*)\) must be lowercase", str(error))
        failure = texts.invalid_reference(behaviour, text, uppercase[1] if uppercase else "")
        return ImageReference(text, "", text), failure
