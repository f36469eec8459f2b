"""containerd on one node: the images that it holds under their names, and the calls that the kubelet makes."""

from collections.abc import Callable

import simpy

from imagesim.engine.content_store import ContentStore
from imagesim.engine.network import Link, Network
from imagesim.engine.pull import ImagePull, choose_manifest
from imagesim.engine.records import Records
from imagesim.engine.registry import RegistryServer
from imagesim.engine.stored_image import StoredImage
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry_access import Login
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.node_access import VendorHook

_CONCURRENT_DOWNLOADS = 3  # max_concurrent_downloads, containerd's default


class Registries(dict[str, RegistryServer]):
    """Registries by host. A host that no document describes gets a server when it is first named."""

    def __init__(self, make: Callable[[str], RegistryServer]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, host: str) -> RegistryServer:
        server = self[host] = self._make(host)
        return server


class Runtime:
    """containerd on the node *node*. `card` is the node's network card, *hook* what a vendor put beside it."""

    def __init__(
        self,
        env: simpy.Environment,
        node: str,
        platform: str,
        behaviour: ContainerdBehaviour,
        card: Link,
        network: Network,
        registries: Registries,
        records: Records,
        hook: VendorHook | None = None,
    ) -> None:
        self.env = env
        self.node = node
        self.platform = platform
        self.behaviour = behaviour
        self.card = card
        self.network = network
        self.registries = registries
        self.records = records
        self._hook = hook
        self.content = ContentStore(env)
        self._names: dict[str, StoredImage] = {}
        self._versions: dict[str, StoredImage] = {}
        self._shared_slots = simpy.Resource(env, _CONCURRENT_DOWNLOADS) if behaviour.slots_per_node else None

    def image_status(self, image: str) -> StoredImage | None:
        """CRI ImageStatus: the image of that name, in whatever spelling, or None."""
        return self._names.get(ImageReference.parse(image).fully_qualified)

    def pull_image(self, image: str, login: Login | None = None) -> ImagePull:
        """CRI PullImage with a login or anonymously: a call to be run, `yield from call.run()`."""
        return ImagePull(self, image, login)

    def registry(self, host: str) -> RegistryServer:
        """The registry at *host*."""
        return self.registries[host]

    def own_login(self, host: str) -> Login | None:
        """What the runtime shows *host* where the kubelet gave it no login: what a vendor's hook has told it."""
        hook, now = self._hook, self.env.now
        if hook is None or now < hook.from_s or (hook.until_s is not None and now >= hook.until_s):
            return None
        return next(((user, password) for own, user, password in hook.logins if own == host), None)

    def download_slots(self) -> simpy.Resource:
        """The places for downloads that a new pull queues for: its own before containerd 2.1, the node's after."""
        return self._shared_slots or simpy.Resource(self.env, _CONCURRENT_DOWNLOADS)

    def store(self, reference: ImageReference, image: StoredImage, held: list[str]) -> None:
        """Give a complete image its names; *held* are the blobs that its pull holds."""
        if image.version in self._versions:
            for digest in held:
                self.content.release(digest)
        self._versions.setdefault(image.version, image)
        self._names[reference.fully_qualified] = image
        self._names[f"{reference.repository}@{image.version}"] = image

    def remove_image(self, image: str) -> None:
        """CRI RemoveImage: all names of the image go, and with them what no other image needs."""
        stored = self.image_status(image)
        if stored is None:
            return
        self._names = {name: other for name, other in self._names.items() if other.version != stored.version}
        for digest in self._versions.pop(stored.version).blobs():
            self.content.release(digest)

    def preload(self, image: str) -> bool:
        """Put an image here before the run, as a baked node image has it; False if its registry does not hold it."""
        reference = ImageReference.parse(image)
        found = self.registries[reference.domain].resolve(reference.path, reference.tag, reference.digest)
        if found is None:
            return False
        stored = StoredImage(found.digest, choose_manifest(found, self, reference))
        held = list(stored.blobs())
        for digest in held:
            self.content.hold(digest)
        self.store(reference, stored, held)
        return True
