"""One CRI PullImage: resolve the name, fetch index, manifest and config, fetch and unpack the layers, store the image.

Models client.Pull and the transfer service of containerd, core/unpack, and PullImage of internal/cri/server/images. A
failed or cancelled pull gives up its lease, and the garbage collector frees what nothing else needs a moment later.
"""

import re
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import simpy

from imagesim.engine.containerd.content_store import Lease
from imagesim.engine.containerd.failures import PullFailed
from imagesim.engine.containerd.fetcher import Descriptor, Fetcher
from imagesim.engine.containerd.resolver import Resolver
from imagesim.engine.containerd.stored_image import StoredImage, chain_ids
from imagesim.engine.containerd.unpacker import Unpacker
from imagesim.engine.network import Flow
from imagesim.rules import platforms
from imagesim.rules.containerd import texts
from imagesim.rules.containerd.progress import PullProgress
from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.credentials.secret_value import NO_SECRET
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Bytes, Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.values.scenario import Image, ImageManifest

if TYPE_CHECKING:
    from imagesim.engine.containerd.runtime import Runtime

Wait = Generator[simpy.Event, Any, None]

_CONFIG_MEDIA_TYPE = "application/vnd.oci.image.config.v1+json"
_NOTICED: Bytes = 2**20
"""The transfer service counts a download as under way from its first MiB on (measured)."""


class ImagePull:
    """What one call moved, and how it ended: `failure` is None and `image` there if it worked."""

    def __init__(self, runtime: "Runtime", text: str, login: Login | None = None) -> None:
        self.image: StoredImage | None = None
        self.bytes_fetched: Bytes = 0
        self.bytes_reused: Bytes = 0
        self.layers_fetched = 0
        self.layers_reused = 0
        self.requests = 0
        self.runtime = runtime
        self.env = runtime.env
        self.behaviour = runtime.behaviour
        self.reference, self.failure = _named(self.behaviour, text)
        self.login = login or runtime.own_login(self.reference.domain)
        self.endpoints = [] if self.failure else runtime.endpoints(self.reference)
        self.lease = Lease()
        self.flows: dict[Flow, None] = {}
        self.open_requests = 0
        self._last_byte_s: Seconds = 0.0
        self._began = self.env.now
        self._resolving = ""
        self._process: simpy.Process | None = None
        self._watched = False

    def run(self) -> Wait:
        """Make the call; the outcome is in the attributes afterwards."""
        if self.failure is not None:
            return
        self._process = self.env.process(self._run())
        yield self._process

    def cancel(self) -> None:
        """The caller, or the progress timeout, ends the call."""
        if self._process is not None and self._process.is_alive:
            self._process.interrupt()

    def login_for(self, host: str) -> Login | None:
        """The kubelet names no server, so containerd offers the same login to every host, mirrors included.

        A user without a password is nobody to it (authorizer.go AddResponses, doBearerAuth).
        """
        return (
            self.login if self.login is not None and all(part not in ("", NO_SECRET) for part in self.login) else None
        )

    # --- what goes on ---

    def reuse(self, size: Bytes) -> None:
        """A layer did not have to be fetched."""
        self.layers_reused += 1
        self.bytes_reused += size

    def took(self, size: Bytes) -> None:
        """Bytes of a body have come."""
        self.bytes_fetched += size
        if size:
            self._last_byte_s = self.env.now

    def stall(self, for_s: Seconds | None = None) -> Wait:
        """Nothing comes for *for_s* seconds on one of the pull's requests, or for ever."""
        if for_s == 0:
            return
        self._watch()
        yield self.env.event() if for_s is None else self.env.timeout(for_s)

    # --- the steps ---

    def _run(self) -> Wait:
        try:
            yield from self._steps()
        except PullFailed as failed:
            self.failure = failed.failure
        except simpy.Interrupt:
            self.failure = self._cancelled()
        self.runtime.end(self)

    def _steps(self) -> Wait:
        self.runtime.begin(self)
        reference, pace = self.reference, self.runtime.pace
        self._resolving = f"manifests/{reference.digest or reference.effective_tag}"
        image = yield from Resolver(self).resolve()
        if pace.resolve_s:
            yield self.env.timeout(pace.resolve_s)
        self._resolving = ""
        fetcher = Fetcher(self)
        if image.index_size and not fetcher.at_hand(image.digest):
            yield from fetcher.bring(Descriptor("index", image.digest, image.index_size))
        manifest = self._choose(image)
        is_new = not self.runtime.images.has_manifest(manifest)
        if not fetcher.at_hand(manifest.digest):
            yield from fetcher.bring(Descriptor("manifest", manifest.digest, manifest.size))
        # Its labels (containerd.io/gc.ref) keep what a pull that failed a moment ago has left of it.
        self.lease.held.update(StoredImage(image, manifest).blobs(), chain_ids(manifest))
        if not fetcher.at_hand(manifest.config_digest):
            config = Descriptor("config", manifest.config_digest, manifest.config_size, _CONFIG_MEDIA_TYPE)
            yield from fetcher.bring(config)
        unpacked = yield from self._layers(fetcher, manifest)
        if is_new and pace.finish_s:
            yield self.env.timeout(pace.finish_s)
        keeps = not self.runtime.settings.discard_unpacked_layers
        self.image = StoredImage(image, manifest, unpacked=unpacked, keeps_layers=keeps or not unpacked)
        self.runtime.store(reference, self.image)
        self._fail_as_artifact(manifest)

    def _choose(self, image: Image) -> ImageManifest:
        """The manifest for the node's platform. One that stands alone is taken whatever its platform."""
        if not image.index_size:
            return image.manifests[0]
        chosen = platforms.choose([manifest.platform for manifest in image.manifests], self.runtime.platform)
        if chosen is not None:
            return image.manifests[chosen]
        if self.behaviour.no_platform_keeps_record:
            self.runtime.images.keep_index(self.reference, image)
        raise PullFailed(texts.no_platform(self.behaviour, self.reference.fully_qualified, image.digest))

    def _layers(self, fetcher: Fetcher, manifest: ImageManifest) -> Generator[simpy.Event, Any, bool]:
        """Fetch the layers, and unpack them if this is an image for a system that the node runs."""
        unpacker = Unpacker(self, fetcher, manifest)
        if not self.runtime.unpacks(manifest):
            yield from unpacker.fetch_only()
            return False
        if manifest.diff_ids not in (None, len(manifest.layers)):
            raise PullFailed(
                texts.layer_count_mismatch(self.reference.fully_qualified, len(manifest.layers), manifest.diff_ids or 0)
            )
        if self.runtime.pace.before_layers_s and not self.runtime.has_layers(manifest):
            yield self.env.timeout(self.runtime.pace.before_layers_s)
        yield from unpacker.run()
        return True

    def _fail_as_artifact(self, manifest: ImageManifest) -> None:
        """1.6 cannot unpack an artifact, and says so after it has stored it."""
        failure = texts.not_an_image(self.behaviour, self.reference.fully_qualified) if manifest.artifact else None
        if failure is not None:
            self.image = None
            raise PullFailed(failure)

    # --- giving up ---

    def _cancelled(self) -> RuntimeFailure:
        if not self._resolving:
            return texts.cancelled(self.reference.fully_qualified)
        url = self.endpoints[-1].url(self.reference.path, self._resolving)
        return texts.cancelled_request(self.behaviour, self.reference.fully_qualified, "Head", url)

    def _watch(self) -> None:
        """The progress timeout matters only once something has stalled, so only then somebody looks."""
        timeout_s = self.runtime.progress_timeout_s
        if not self._watched and timeout_s is not None:
            self._watched = True
            self.env.process(self._look(PullProgress(self._began, timeout_s)))

    def _look(self, progress: PullProgress) -> Wait:
        progress.caught_up(self.env.now, self._received(), self._last_byte_s)
        while True:
            yield self.env.timeout(progress.next_look(self.env.now) - self.env.now)
            if self._process is None or not self._process.is_alive:
                return
            if progress.look(self.env.now, self._received(), self._active()):
                self.cancel()
                return
            if not self._active():
                # Nothing that counts is under way, so the clock starts anew at each look, until something stalls again.
                self._watched = False
                return

    def _received(self) -> Bytes:
        return self.bytes_fetched + sum(flow.received for flow in self.flows)

    def _active(self) -> int:
        """Requests that count as under way; for the transfer service only bodies of which a MiB has come."""
        if not self.behaviour.transfer_service:
            return self.open_requests + len(self.flows)
        return sum(flow.received >= _NOTICED for flow in self.flows)


def _named(behaviour: ContainerdBehaviour, text: str) -> tuple[ImageReference, RuntimeFailure | None]:
    """The name that is asked for; what is no name fails the call before anything happens."""
    try:
        return ImageReference.parse(text), None
    except InvalidImageName as error:
        uppercase = re.search(r"repository name \((.*)\) must be lowercase", str(error))
        failure = texts.invalid_reference(behaviour, text, uppercase[1] if uppercase else "")
        return ImageReference(text, "", text), failure
