"""containerd on one node: the images that it holds under their names, and the calls that the kubelet makes."""

import hashlib
import random
from collections.abc import Iterable

import simpy

from imagesim.engine.containerd.content_store import ContentStore
from imagesim.engine.containerd.disk_space import DiskSpace
from imagesim.engine.containerd.hosts import Endpoint, endpoints
from imagesim.engine.containerd.image_store import ImageStore
from imagesim.engine.containerd.peers import PeerServer
from imagesim.engine.containerd.pull import ImagePull
from imagesim.engine.containerd.settings import behaviour_of, downloads, progress_timeout_s, unpacks
from imagesim.engine.containerd.stored_image import StoredImage, chain_ids
from imagesim.engine.containerd.surroundings import Surroundings
from imagesim.engine.locks import KeyedLocks, Places
from imagesim.engine.network import Link
from imagesim.engine.registry import RegistryServer
from imagesim.rules import platforms
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.scenario import ImageManifest, NodePool

COLLECTED_AFTER_S: Seconds = 0.1
"""From the end of a failed pull until its content is gone (measured: 0.03 to 0.26 s)."""


class Runtime:
    """containerd on the node *node* of *pool*. `card` is the node's network card, `uplink` what it can send.

    `way_out` are the links between the card and registries that are not inside the node's own network; those see
    `outer_address`, the others `address`.
    """

    def __init__(
        self,
        env: simpy.Environment,
        node: str,
        pool: NodePool,
        around: Surroundings,
        layer_chance: random.Random,
    ) -> None:
        self.env = env
        self.node = node
        self.platform = pool.platform
        self.settings = pool.containerd
        self.pace = pool.pace
        self.behaviour = behaviour_of(pool.containerd_version, pool.containerd)
        self.progress_timeout_s = progress_timeout_s(self.behaviour, pool.containerd)
        self.parallel_unpacks = unpacks(self.behaviour, pool.containerd)
        self.address = _address(node)
        self.outer_address = pool.nat.name if pool.nat else self.address
        self.way_out = around.way_out(pool.nat)
        capacity = float("inf") if pool.network is None else pool.network
        self.card = Link(node, capacity)
        self.uplink = Link(f"{node} up", capacity)
        self.network = around.network
        self.registries = around.registries
        self.records = around.records
        self.layer_chance = layer_chance
        self.disk = DiskSpace(pool.disk)
        self.content = ContentStore(self.disk)
        self.blob_locks = KeyedLocks(env)
        self.chain_locks = KeyedLocks(env)
        # Before 2.2 the pulls of a node unpack beside each other, each one layer at a time.
        shared = self.behaviour.unpack_slots_per_node or self.parallel_unpacks > 1
        self.unpack_places = Places(env, self.parallel_unpacks) if shared else None
        self.mounts = 0
        self._peer_servers: dict[tuple[str, str], PeerServer] = {}
        self._endpoints: dict[str, list[Endpoint]] = {}
        self._neighbours = around.neighbours[pool.name]
        self._neighbours[node] = self
        self._hook = pool.vendor_hook
        self._hosts = pool.hosts
        self.images = ImageStore()
        self._pulls: dict[ImagePull, None] = {}
        self._downloads = downloads(self.behaviour, pool.containerd)
        self._shared_downloads = Places(env, self._downloads) if self.behaviour.slots_per_node else None

    # --- what the kubelet asks for ---

    def image_status(self, image: str) -> StoredImage | None:
        """CRI ImageStatus: the image of that name, in whatever spelling, or None."""
        return self.images.get(ImageReference.parse(image))

    def pull_image(self, image: str, login: Login | None = None) -> ImagePull:
        """CRI PullImage with a login or anonymously: a call to be run, `yield from call.run()`."""
        return ImagePull(self, image, login)

    def remove_image(self, image: str) -> None:
        """CRI RemoveImage by a name: all names of the image go, and with them what no other image needs."""
        stored = self.image_status(image)
        if stored is not None:
            self.remove_image_id(stored.image_id)

    def remove_image_id(self, image_id: str) -> None:
        """CRI RemoveImage by ID; the content goes at once."""
        self.images.remove(image_id)
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
        """Give a complete image its names."""
        if self.images.put(reference, stored):
            self._collect_soon()

    def _collect_soon(self) -> None:
        self.env.timeout(COLLECTED_AFTER_S).callbacks.append(lambda _: self.collect())

    def collect(self) -> None:
        """Free what neither an image nor a running pull refers to."""
        self.content.collect(self._referred())

    def _referred(self) -> Iterable[str]:
        yield from self.images.referred()
        for pull in self._pulls:
            yield from pull.lease.held


def _address(node: str) -> str:
    """A stable address for a node, in the network that is private to most clusters."""
    first, second, third = hashlib.sha256(node.encode()).digest()[:3]
    return f"10.{first}.{second}.{third % 254 + 1}"
