"""One CRI PullImage: resolve the name, fetch index, manifest and config, fetch and unpack the layers, store the image.

Models client.Pull and the transfer service of containerd, core/unpack, and PullImage of internal/cri/server/images. A
failed or cancelled pull gives up its lease, and the garbage collector frees what nothing else needs a moment later.
"""

import re
from collections.abc import Generator
from typing import Any, NamedTuple

import simpy

from imagesim.engine.containerd.call_process import CallProcess
from imagesim.engine.containerd.failures import PullFailed
from imagesim.engine.containerd.fetcher import Fetcher, WantedBlob
from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.containerd.node_parts import NodeParts
from imagesim.engine.containerd.resolver import Resolver
from imagesim.engine.containerd.session import PullSession
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.containerd.unpacker import Unpacker
from imagesim.rules import platforms
from imagesim.rules.containerd import texts
from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.values.images import Image, ImageManifest

Wait = Generator[simpy.Event, Any, None]

_CONFIG_MEDIA_TYPE = "application/vnd.oci.image.config.v1+json"


class RestOfCall(NamedTuple):
    """What is left of a call to a host that is out of reach: with the *next* event its request arrives or it *ends*."""

    next: simpy.Event
    ends: bool


class ImagePull:
    """One call, from *began* on (now unless given).

    `session` says what it moved; `failure` is None and `image` there if it worked.
    """

    def __init__(self, node: NodeParts, text: str, login: Login | None = None, began: Seconds | None = None) -> None:
        self._reference, self.failure = _named(node.settings.behaviour, text)
        self.image: StoredImage | None = None
        self._node = node
        self._login = login
        self._began = node.env.now if began is None else began
        self._resolving = ""
        self._session: PullSession | None = None
        self._crossing: simpy.Event | None = None

    @property
    def session(self) -> PullSession:
        """What the pull moved, and holds on to; nothing if its host could not be reached."""
        if self._session is None:
            self._session = self._open(crossed=False)
        return self._session

    @property
    def moved_something(self) -> bool:
        """Whether `session` may say more than that nothing was moved."""
        return self._session is not None

    def run(self, rest: RestOfCall | None = None) -> Wait:
        """Make the call; the outcome is in the attributes afterwards.

        Only the *rest* is made where that is given: the first request is on its way to a host that is out of reach.
        """
        if self.failure is not None:
            return
        host = self._node.unreachable.only_host(self._reference)
        if host is not None and (rest or self._fails(host, self._node.env.now + host.server.latency_s)):
            yield from self._cross(host, rest)
            if self.failure is not None:
                return
        session = self.session
        session.process = CallProcess(session.env, self._run(session))
        yield session.process

    def cancel(self) -> None:
        """The caller ends the call."""
        crossing = self._crossing
        if crossing is None or crossing.callbacks is None:
            self.session.cancel()
        elif self.failure is None:
            self._resolving = self._tag
            self.failure = self._cancelled()
            at_once = self._node.env.event()
            at_once.callbacks, crossing.callbacks = crossing.callbacks, []
            at_once.succeed()

    def _fails(self, host: Endpoint, at_s: Seconds) -> RuntimeFailure | None:
        return self._node.unreachable.failure(self._reference, host, at_s)

    def _cross(self, host: Endpoint, rest: RestOfCall | None) -> Wait:
        """Send the first request to the only *host*, which cannot be reached, and fail unless that has changed."""
        env, latency_s = self._node.env, host.server.latency_s
        if rest or latency_s:
            self._crossing = rest.next if rest else env.timeout(latency_s)
            yield self._crossing
        self.failure = self.failure or self._fails(host, env.now)
        if self.failure is None:
            self._session = self._open(crossed=True)  # something else is wrong by now
        elif not (rest and rest.ends) and (not latency_s or env.peek() <= env.now):
            yield env.timeout(0)  # what else happens now comes first, as where a process ends

    def _open(self, *, crossed: bool) -> PullSession:
        node, reference = self._node, self._reference
        settings, began = node.settings, self._began
        return PullSession(
            node.env,
            settings.behaviour,
            node.network,
            reference,
            [] if self.failure else node.hosts.endpoints(reference),
            self._login or node.hosts.own_login(reference.domain, began),
            settings.progress_timeout_s,
            began,
            crossed=crossed,
        )

    # --- the steps ---

    def _run(self, session: PullSession) -> Wait:
        store, lease = self._node.store, session.lease
        store.hold(lease)
        try:
            yield from self._steps(session)
        except PullFailed as failed:
            self.failure = failed.failure
        except simpy.Interrupt:
            self.failure = self._cancelled()
        leaves_something = self.failure is not None or not self._node.settings.keeps_layers
        store.release(lease, leaves_something=leaves_something)

    def _steps(self, session: PullSession) -> Wait:
        store, settings = self._node.store, self._node.settings
        env, reference, pace = session.env, session.reference, settings.pace
        self._resolving = self._tag
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
        session.lease.held.update(manifest.contents)
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

    @property
    def _tag(self) -> str:
        return f"manifests/{self._reference.digest or self._reference.effective_tag}"

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
