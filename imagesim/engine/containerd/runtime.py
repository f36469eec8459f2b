"""containerd on one node: the images that it holds under their names, and the calls that the kubelet makes."""

import hashlib
import random
from collections.abc import Collection, Iterable

import simpy

from imagesim.engine.containerd.content_store import ContentStore
from imagesim.engine.containerd.disk_space import DiskSpace
from imagesim.engine.containerd.hosts import Endpoint, endpoints
from imagesim.engine.containerd.locks import KeyedLocks, Places
from imagesim.engine.containerd.peers import PeerServer
from imagesim.engine.containerd.pull import ImagePull
from imagesim.engine.containerd.stored_image import StoredImage, chain_ids
from imagesim.engine.network import Link, Network
from imagesim.engine.records import Records
from imagesim.engine.registry import Registries, RegistryServer
from imagesim.rules import platforms, versions
from imagesim.rules.containerd_versions import local_pull
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry_access import Login
from imagesim.rules.units import Bytes, Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.node_runtime import ContainerdConfiguration
from imagesim.scenarios.scenario import Image, ImageManifest, NodePool

COLLECTED_AFTER_S: Seconds = 0.1
"""From the end of a failed pull until its content is gone (measured: 0.03 to 0.26 s)."""
_DEFAULT_DOWNLOADS = 3


class Runtime:
    """containerd on the node *node* of *pool*. `card` is the node's network card, `uplink` what it can send.

    *neighbours* are the runtimes of the pool, by node; this one adds itself.
    """

    def __init__(
        self,
        env: simpy.Environment,
        node: str,
        pool: NodePool,
        network: Network,
        registries: Registries,
        records: Records,
        layer_chance: random.Random,
        neighbours: dict[str, "Runtime"],
    ) -> None:
        self.env = env
        self.node = node
        self.platform = pool.platform
        self.settings = pool.containerd
        self.pace = pool.pace
        self.behaviour = _behaviour(pool)
        self.address = pool.nat.name if pool.nat else _address(node)
        capacity = float("inf") if pool.network is None else pool.network
        self.card = Link(node, capacity)
        self.uplink = Link(f"{node} up", capacity)
        self.network = network
        self.registries = registries
        self.records = records
        self.layer_chance = layer_chance
        self.disk = DiskSpace(pool.disk)
        self.content = ContentStore(self.disk)
        self.blob_locks = KeyedLocks(env)
        self.chain_locks = KeyedLocks(env)
        self.unpack_places = self._unpack_places()
        self.mounts = 0
        self._peer_servers: dict[tuple[str, str], PeerServer] = {}
        self._endpoints: dict[str, list[Endpoint]] = {}
        self._neighbours = neighbours
        neighbours[node] = self
        self._hook = pool.vendor_hook
        self._hosts = pool.hosts
        self._names: dict[str, StoredImage] = {}
        self._indexes: dict[str, Image] = {}
        self._pulls: dict[ImagePull, None] = {}
        self._shared_downloads = Places(env, self._downloads) if self.behaviour.slots_per_node else None

    @property
    def progress_timeout_s(self) -> Seconds | None:
        """After how long without progress a pull is cancelled; None for never."""
        if self.behaviour.progress_timeout_s is None:
            return None
        own = self.settings.image_pull_progress_timeout_s
        return self.behaviour.progress_timeout_s if own is None else own or None

    @property
    def _downloads(self) -> int:
        settings = self.settings
        if self.behaviour.transfer_service:
            return settings.transfer_max_concurrent_downloads
        return settings.max_concurrent_downloads

    def _unpack_places(self) -> Places | None:
        """The places for unpacking that the pulls of the node share, if they do."""
        count = self.settings.transfer_max_concurrent_unpacks if self.behaviour.transfer_service else 1
        return Places(self.env, count) if self.behaviour.unpack_slots_per_node or count > 1 else None

    # --- what the kubelet asks for ---

    def image_status(self, image: str) -> StoredImage | None:
        """CRI ImageStatus: the image of that name, in whatever spelling, or None."""
        return self._names.get(ImageReference.parse(image).fully_qualified)

    def pull_image(self, image: str, login: Login | None = None) -> ImagePull:
        """CRI PullImage with a login or anonymously: a call to be run, `yield from call.run()`."""
        return ImagePull(self, image, login)

    def list_images(self) -> dict[str, StoredImage]:
        """CRI ListImages: every image by its ID, in the order in which they came."""
        listed: dict[str, StoredImage] = {}
        for stored in self._names.values():
            listed.setdefault(stored.image_id, stored)
        return listed

    def ids_of(self, versions: Collection[str]) -> set[str]:
        """The IDs of the images that are here under one of these digests, of an index or a manifest."""
        return {stored.image_id for stored in self._names.values() if stored.version in versions}

    def name_of(self, image_id: str) -> str:
        """A name of the image: a tag if it has one, else its digest; "" if it is not here."""
        names = [name for name, stored in self._names.items() if stored.image_id == image_id]
        return next((name for name in names if "@" not in name), next(iter(names), ""))

    def remove_image(self, image: str) -> None:
        """CRI RemoveImage by a name: all names of the image go, and with them what no other image needs."""
        stored = self.image_status(image)
        if stored is not None:
            self.remove_image_id(stored.image_id)

    def remove_image_id(self, image_id: str) -> None:
        """CRI RemoveImage by ID; the content goes at once."""
        self._names = {name: other for name, other in self._names.items() if other.image_id != image_id}
        self.collect()

    def preload(self, image: str) -> bool:
        """Put an image here before the run, as a baked node image has it; False if it cannot be had."""
        reference = ImageReference.parse(image)
        found = self.registries[reference.domain].content.resolve(reference.path, reference.tag, reference.digest)
        if found is None:
            return False
        chosen = 0
        if found.index_size:
            fitting = platforms.choose([manifest.platform for manifest in found.manifests], self.platform)
            if fitting is None:
                return False
            chosen = fitting
        manifest = found.manifests[chosen]
        unpacked = self.unpacks(manifest)
        keeps = not (unpacked and self.settings.discard_unpacked_layers)
        stored = StoredImage(found, manifest, unpacked=unpacked, keeps_layers=keeps)
        self.content.preload(stored.blobs(), stored.snapshots())
        self.store(reference, stored)
        return True

    # --- what a pull needs ---

    def endpoints(self, reference: ImageReference) -> list[Endpoint]:
        """The hosts that a pull of *reference* talks to, in order."""
        found = self._endpoints.get(reference.domain)
        if found is None:  # which hosts they are depends on nothing else, and never changes
            found = endpoints(self._hosts, reference, self.registries.__getitem__, self._peers)
            self._endpoints[reference.domain] = found
        return found

    def _peers(self, host: str, domain: str) -> RegistryServer:
        """The other nodes of the pool as a mirror of the registry *domain*, under the name *host*."""
        server = self._peer_servers.get((host, domain))
        if server is None:
            server = PeerServer(host, self.records, domain, self.node, self._neighbours)
            self._peer_servers[host, domain] = server
        return server

    def leave(self) -> None:
        """The node goes, and serves its neighbours no more."""
        self._neighbours.pop(self.node, None)

    def own_login(self, host: str) -> Login | None:
        """What the runtime shows *host* where the kubelet gave it no login: what a vendor's hook has told it."""
        hook, now = self._hook, self.env.now
        if hook is None or now < hook.from_s or (hook.until_s is not None and now >= hook.until_s):
            return None
        return next(((user, password) for own, user, password in hook.logins if own == host), None)

    def download_places(self) -> Places:
        """The slots for downloads that a new pull queues for: its own before containerd 2.1, the node's after."""
        return self._shared_downloads or Places(self.env, self._downloads)

    def unpacks(self, manifest: ImageManifest) -> bool:
        """Whether this version unpacks such an image here: no artifact, and later none for another system."""
        if manifest.artifact:
            return False
        if self.behaviour.unpacks_other_systems or not manifest.platform:
            return True
        return platforms.system(manifest.platform) == platforms.system(self.platform)

    def has_image_of(self, manifest: ImageManifest) -> bool:
        """Whether a complete image of this manifest has a name here."""
        return any(stored.manifest.digest == manifest.digest for stored in self._names.values())

    def has_layers(self, manifest: ImageManifest) -> bool:
        """Whether all layers are unpacked already."""
        return all(self.content.has_snapshot(chain) for chain in chain_ids(manifest))

    def begin(self, pull: ImagePull) -> None:
        """A pull runs: what its lease refers to stays."""
        self._pulls[pull] = None

    def end(self, pull: ImagePull) -> None:
        """It is over; what it left behind goes a moment later."""
        self._pulls.pop(pull, None)
        leaves_something = pull.failure is not None or self.settings.discard_unpacked_layers
        if pull.lease.held and leaves_something:
            self._collect_soon()

    def store(self, reference: ImageReference, stored: StoredImage) -> None:
        """Give a complete image its names. A name that meant another image leaves that one under its digest."""
        if self._indexes.pop(reference.fully_qualified, None) is not None:
            self._collect_soon()
        self._names[reference.fully_qualified] = stored
        self._names[f"{reference.repository}@{stored.version}"] = stored

    def keep_index(self, reference: ImageReference, image: Image) -> None:
        """The record of an index without an image for this platform, which the transfer service leaves behind.

        That pull fails, so what an older record under this name referred to is freed after it.
        """
        self._indexes[reference.fully_qualified] = image

    def _collect_soon(self) -> None:
        self.env.timeout(COLLECTED_AFTER_S).callbacks.append(lambda _: self.collect())

    def collect(self) -> None:
        """Free what neither an image nor a running pull refers to."""
        self.content.collect(self._referred())

    def _referred(self) -> Iterable[str]:
        for stored in {id(stored): stored for stored in self._names.values()}.values():
            yield from stored.blobs()
            yield from stored.snapshots()
        for image in self._indexes.values():
            yield image.digest
        for pull in self._pulls:
            yield from pull.lease.held

    # --- what a peer asks for ---

    def image_with(self, digest: str) -> StoredImage | None:
        """A complete image that refers to the digest."""
        return next((stored for stored in self._names.values() if digest in stored.blobs()), None)

    def holds_in_an_image(self, digest: str) -> bool:
        """Whether the node has the blob, and the whole of an image that it belongs to."""
        return self.content.has_blob(digest) and self.image_with(digest) is not None

    @property
    def content_bytes(self) -> Bytes:
        """Compressed bytes in the content store."""
        return self.content.content_bytes


def _behaviour(pool: NodePool) -> ContainerdBehaviour:
    """The version's behaviour; some settings make the CRI plugin leave the transfer service."""
    behaviour = versions.containerd(pool.containerd_version)
    return local_pull(behaviour) if behaviour.transfer_service and _leaves_transfer(pool.containerd) else behaviour


def _leaves_transfer(settings: ContainerdConfiguration) -> bool:
    return (
        settings.use_local_image_pull
        or settings.discard_unpacked_layers
        or settings.max_concurrent_downloads != _DEFAULT_DOWNLOADS
    )


def _address(node: str) -> str:
    """A stable address for a node, in the network that is private to most clusters."""
    first, second, third = hashlib.sha256(node.encode()).digest()[:3]
    return f"10.{first}.{second}.{third % 254 + 1}"
