"""One PullImage call, step by step, as containerd was seen to make it.

HEAD resolves the name; then the manifest, the config and the layers are fetched by digest, three bodies at a time. A
blob that is there is not asked for, one that another pull is fetching is waited for, and a body that breaks off is
asked for again from where it stopped. A failed pull frees what it brought. Unpacking takes no time here.
"""

from collections.abc import Generator
from typing import Any, Protocol

import simpy

from imagesim.engine.authorizer import Authorizer
from imagesim.engine.content_store import ContentStore
from imagesim.engine.network import Link, Network
from imagesim.engine.records import Records, RequestRecord
from imagesim.engine.registry import RegistryServer
from imagesim.engine.stored_image import StoredImage
from imagesim.rules import runtime_texts
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry_access import Login
from imagesim.rules.runtime_texts import RuntimeFailure
from imagesim.rules.units import Bytes, Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.scenario import Image, ImageManifest

Steps = Generator[simpy.Event, Any, None]


class PullFailed(Exception):
    """Ends a pull from inside; carries the runtime's words."""

    def __init__(self, failure: RuntimeFailure) -> None:
        super().__init__(failure.text)
        self.failure = failure


class Host(Protocol):
    """What a pull needs of the runtime that makes it."""

    env: simpy.Environment
    node: str
    platform: str
    behaviour: ContainerdBehaviour
    card: Link
    network: Network
    records: Records
    content: ContentStore

    def registry(self, host: str) -> RegistryServer: ...

    def own_login(self, host: str) -> Login | None: ...

    def download_slots(self) -> simpy.Resource: ...

    def store(self, reference: ImageReference, image: StoredImage, held: list[str]) -> None: ...


class ImagePull:
    """What one call moved, and how it ended: `failure` is None and `image` there if it worked."""

    def __init__(self, runtime: Host, text: str, login: Login | None = None) -> None:
        self.image: StoredImage | None = None
        self.failure: RuntimeFailure | None = None
        self.bytes_fetched: Bytes = 0
        self.bytes_reused: Bytes = 0
        self.layers_fetched = 0
        self.layers_reused = 0
        self.requests = 0
        self.held: list[str] = []
        self.reference = ImageReference.parse(text)
        self._runtime = runtime
        self._slots = runtime.download_slots()
        self.login = login or runtime.own_login(self.reference.domain)
        self._authorizer = Authorizer(self, self.login)

    def run(self) -> Steps:
        """Make the call; the outcome is in the attributes afterwards."""
        try:
            found = yield from self._resolve()
            image = StoredImage(found.digest, choose_manifest(found, self._runtime, self.reference))
            yield from self._fetch_all(image)
        except PullFailed as failed:
            self.failure = failed.failure
            for digest in self.held:
                self._runtime.content.release(digest)
            return
        self.image = image
        self._runtime.store(self.reference, image, self.held)

    @property
    def registry(self) -> RegistryServer:
        """The registry that the name names."""
        return self._runtime.registry(self.reference.domain)

    @property
    def now(self) -> Seconds:
        """The time."""
        return self._runtime.env.now

    @property
    def behaviour(self) -> ContainerdBehaviour:
        """How the node's containerd behaves."""
        return self._runtime.behaviour

    def url(self, object_: str) -> str:
        """Where *object_* ("manifests/v1") is."""
        return f"https://{self.registry.endpoint}/v2/{self.reference.path}/{object_}"

    def _resolve(self) -> Generator[simpy.Event, Any, Image]:
        reference, registry = self.reference, self.registry
        name = reference.digest or reference.tag or "latest"
        # By digest, containerd asks once more whether the registry has it as a blob (facts G2).
        for kind in ("manifests", "blobs") if reference.digest else ("manifests",):
            yield from self._authorize("HEAD", f"{kind}/{name}")
            yield from self.ask("HEAD", f"{kind}/{name}")
            found = registry.resolve(reference.path, reference.tag, reference.digest)
            self.answer("HEAD", f"{kind}/{name}", 404 if found is None else 200, 0)
            if found is not None:
                return found
        raise PullFailed(runtime_texts.not_found(self.behaviour, reference.fully_qualified))

    def _fetch_all(self, image: StoredImage) -> Steps:
        # From 2.1 manifests and configs queue for the same places as layers; before, only layers did.
        places = self._slots if self.behaviour.slots_cover_manifests else None
        manifest = image.manifest
        yield from self._fetch(f"manifests/{manifest.digest}", manifest.digest, manifest.size, places)
        yield from self._fetch(f"blobs/{manifest.config_digest}", manifest.config_digest, manifest.config_size, places)
        layers = {layer.digest: layer.size for layer in manifest.layers}
        fetches = [
            self._runtime.env.process(self._fetch_layer(digest, size))
            for digest, size in layers.items()
            if not self._reuse(digest, size)
        ]
        self.layers_reused += len(layers) - len(fetches)
        if fetches:
            ended = yield self._runtime.env.all_of(fetches)
            for failed in ended.values():
                if failed is not None:
                    raise failed

    def _fetch_layer(self, digest: str, size: Bytes) -> Generator[simpy.Event, Any, PullFailed | None]:
        """Fetch one layer and return what went wrong, so that the other layers of this pull end by themselves."""
        try:
            fetched = yield from self._fetch(f"blobs/{digest}", digest, size, self._slots)
        except PullFailed as failed:
            return failed
        self.layers_fetched += fetched
        self.layers_reused += not fetched
        return None

    def _reuse(self, digest: str, size: Bytes) -> bool:
        if digest not in self._runtime.content:
            return False
        self._runtime.content.hold(digest)
        self.held.append(digest)
        self.bytes_reused += size
        return True

    def _fetch(
        self, object_: str, digest: str, size: Bytes, places: simpy.Resource | None
    ) -> Generator[simpy.Event, Any, bool]:
        """Bring one blob here; False if it was here, or another pull brought it meanwhile."""
        content = self._runtime.content
        while (other := content.arriving(digest)) is not None:
            yield other
        if self._reuse(digest, size):
            return False
        content.begin(digest)
        place = places.request() if places is not None else None
        try:
            if place is not None:
                yield place
            yield from self._get(object_, size)
            content.hold(digest)
            self.held.append(digest)
        finally:
            if place is not None and places is not None:
                places.release(place)
            content.end(digest)
        return True

    def _get(self, object_: str, size: Bytes) -> Steps:
        left = size
        while left > 0:
            yield from self._authorize("GET", object_)
            yield from self.ask("GET", object_)
            row = self.answer("GET", object_, 200 if left == size else 206, left)
            flow = self._runtime.network.transfer(left, (self._runtime.card, self.registry.egress))
            yield flow.done
            self.bytes_fetched += flow.received
            left -= flow.received
            if left:
                requests = self._runtime.records.requests
                requests[row] = requests[row]._replace(bytes_sent=flow.received)

    def _authorize(self, method: str, object_: str) -> Steps:
        failure = yield from self._authorizer.before(method, object_)
        if failure is not None:
            raise PullFailed(failure)

    def ask(self, method: str, object_: str, *, host: str = "") -> Steps:
        """Send a request and wait for its answer, or for the refusal of a registry that is down."""
        registry = self.registry
        yield self._runtime.env.timeout(registry.latency_s)
        if registry.up:
            return
        url = f"https://{host}/{object_}" if host else self.url(object_)
        raise PullFailed(
            runtime_texts.connection_refused(
                self.behaviour,
                self.reference.fully_qualified,
                method.capitalize(),
                url,
                registry.address,
                resolving=method == "HEAD",
            )
        )

    def answer(self, method: str, object_: str, status: int, size: Bytes, *, host: str = "") -> int:
        """Write down the answer to a request; returns its place in the records."""
        self.requests += 1
        runtime, requests = self._runtime, self._runtime.records.requests
        endpoint = host or self.registry.endpoint
        requests.append(RequestRecord(runtime.env.now, runtime.node, endpoint, method, object_, status, size))
        return len(requests) - 1


def choose_manifest(image: Image, runtime: Host, reference: ImageReference) -> ImageManifest:
    """The manifest for the runtime's platform. One that stands alone is taken whatever its platform, as measured."""
    if len(image.manifests) == 1:
        return image.manifests[0]
    for manifest in image.manifests:
        if manifest.platform == runtime.platform:
            return manifest
    raise PullFailed(runtime_texts.no_platform(runtime.behaviour, reference.fully_qualified, image.digest))
