"""containerd on one node: the images that it holds under their names, and the calls that the kubelet makes."""

import math
import random
from collections.abc import Callable

import simpy

from imagesim.engine.containerd import settings as configured
from imagesim.engine.containerd.calls.under_way import CallsUnderWay
from imagesim.engine.containerd.daemon import loading
from imagesim.engine.containerd.daemon.sandbox_image import Made, SandboxImage
from imagesim.engine.containerd.download_slots import DownloadSlots
from imagesim.engine.containerd.host_lookup import HostLookup
from imagesim.engine.containerd.node_network import NodeNetwork
from imagesim.engine.containerd.node_parts import NodeParts
from imagesim.engine.containerd.peers import Neighbour
from imagesim.engine.containerd.pull import ImagePull
from imagesim.engine.containerd.snapshotter import Snapshotter
from imagesim.engine.containerd.store.node_store import NodeStore
from imagesim.engine.containerd.store.store_log import StoreLog
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.containerd.surroundings import Surroundings
from imagesim.engine.containerd.unreachable import UnreachableHosts
from imagesim.engine.environment import Environment
from imagesim.engine.registry.server import RegistryServer
from imagesim.rules.containerd import texts
from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_pool import NodePool


class Runtime:
    """containerd on the node *node* of *pool*: what CRI offers. *chance* gives a random stream by its name.

    One that takes the place of another one, *before*, finds what that has stored.

    `store` is what it holds, of which `images` and `disk` are parts; `parts` are what its pulls work with, and `calls`
    say how every call is refused while it is down. Of the names that are `pinned` no image GC takes anything.
    """

    def __init__(
        self,
        env: Environment,
        node: str,
        pool: NodePool,
        around: Surroundings,
        chance: Callable[[str], random.Random],
        before: "Runtime | None" = None,
    ) -> None:
        settings = configured.pull_settings(pool)
        behaviour, own = settings.behaviour, pool.containerd
        network = NodeNetwork(node, pool, around) if before is None else before.parts.network
        neighbours = around.neighbours[pool.name]
        self.version = pool.containerd_version
        self.store: NodeStore
        self.parts: NodeParts
        self.calls = CallsUnderWay()
        self.env = env
        self.records = around.records
        self.node = node
        self._pool = pool
        self.platform = pool.platform
        self.store = NodeStore(env, pool.disk, StoreLog(env, node, around.records)) if before is None else before.store
        self.images = self.store.images
        self.disk = self.store.disk
        self._settings = settings
        self._registries = around.registries
        self._neighbours = neighbours
        unpacks, chunk = configured.parallel_unpacks(behaviour, own), configured.fetched_at_once(behaviour, own)
        hosts = HostLookup(node, pool, around.registries, around.records, neighbours)
        self.parts = NodeParts(
            env,
            settings,
            self.store,
            network,
            hosts,
            UnreachableHosts(behaviour, network.address, hosts),
            DownloadSlots(env, behaviour, configured.downloads(behaviour, own), chance("layer-order"), chunk),
            Snapshotter(env, node, pool.platform, behaviour, unpacks, pool.pace, chance("lost-parents")),
            self.calls,
        )
        self.down_until: Seconds = -math.inf
        self._sandbox_image = SandboxImage(self.parts, node, pool, around.registries)
        self.pinned = (*pool.pinned, *self._sandbox_image.pinned)
        neighbours[node] = Neighbour(self.store, network.uplink)

    def image_status(self, image: str) -> StoredImage | None:
        """CRI ImageStatus: the image of that name, in whatever spelling, or None."""
        return self.images.get(ImageReference.parse(image))

    def pull_image(self, image: str, login: Login | None = None, began: Seconds | None = None) -> ImagePull:
        """CRI PullImage with a login or anonymously: a call to be run, `yield from call.run()`."""
        return ImagePull(self.parts, image, login, began)

    def run_pod_sandbox(self) -> Made | None:
        """CRI RunPodSandbox: None where it is done at once, else a call to be run, and how it failed, if it did."""
        refused = self.calls.refused
        if refused is not None:
            return _refused(refused)
        image = self._sandbox_image
        return None if image.given or image.is_here else image.fetch()

    def goes_down(self, until: Seconds) -> None:
        """containerd ends: calls under way are lost, those up to *until* refused. What its leases hold stays."""
        self.down_until = max(until, self.down_until)
        self.calls.refused = texts.DOWN
        self.calls.lose(texts.CUT)
        self.env.timeout(until - self.env.now).callbacks.append(self._comes_up)

    def _comes_up(self, _: simpy.Event) -> None:
        """It runs again, and the kubelet has found it, unless it has gone down once more."""
        if self.env.now >= self.down_until:
            self.calls.refused = None

    @property
    def lacked_image(self) -> str:
        """The sandbox image, if the node lacks it; "" if not."""
        here = self._sandbox_image.is_here or self.calls.refused is not None
        return "" if here else self._sandbox_image.name

    def cut_calls(self) -> None:
        """The kubelet is gone that made the calls, as when it restarts: the context of each PullImage ends.

        containerd gives such pulls up and frees what they brought a moment later, as where any client cancels
        (measured). Whoever still waits for one gets `context canceled`. Pods that sleep have to be woken before: what
        they pull is no call yet.
        """
        self.calls.cut()

    def unreachable_until(self, image: str, now: Seconds) -> tuple[Seconds, Seconds] | None:
        """Until when every PullImage of *image* fails at once, and what each takes; see UnreachableHosts."""
        return self.parts.unreachable.until(ImageReference.parse(image), now)

    def trip_s(self, image: str) -> Seconds:
        """How long the first request of a PullImage of *image* is on its way, where it asks one host only."""
        host = self.parts.unreachable.only_host(ImageReference.parse(image))
        assert host is not None, f"{image} has several hosts"
        return host.server.latency_s

    def why_unreachable(self, image: str, at_s: Seconds) -> str:
        """What a PullImage says that ended so at *at_s*, as the kubelet sees it."""
        unreachable, reference = self.parts.unreachable, ImageReference.parse(image)
        host = unreachable.only_host(reference)
        failure = None if host is None else unreachable.failure(reference, host, at_s)
        assert failure is not None, f"{image} can be reached"
        return failure.as_kubelet_sees_it

    @property
    def has_private_images(self) -> bool:
        """Whether any registry that is described keeps something from somebody."""
        return any(server.access.access for server in self._registries.values())

    def private_registry(self, image: str) -> RegistryServer | None:
        """The registry of *image*, whoever stands in front of it, if the image is not public there."""
        reference = ImageReference.parse(image)
        server = self._registries.get(reference.domain)
        return None if server is None or server.access.is_public(reference.path) else server

    def own_login(self, image: str, now: Seconds) -> Login | None:
        """What the runtime shows the registry of *image* by itself where the kubelet gives it no login."""
        return self.parts.hosts.own_login(ImageReference.parse(image).domain, now)

    def remove_image(self, image: str) -> None:
        """CRI RemoveImage by a name: all names of the image go, and with them what no other image needs."""
        self._sandbox_image.removed(ImageReference.parse(image))
        stored = self.image_status(image)
        if stored is not None:
            self.remove_image_id(stored.image_id)

    def remove_image_id(self, image_id: str) -> None:
        """CRI RemoveImage by ID; the content goes at once."""
        self.images.remove(image_id)
        self.store.collect()

    def leave(self) -> None:
        """The node goes, and serves its neighbours no more."""
        self._neighbours.pop(self.node, None)

    def go_down(self) -> None:
        """The machine goes off: what it sends its neighbours breaks off."""
        self.leave()
        self.parts.network.cut_uplink()

    def come_back(self) -> None:
        """The machine is on again, and serves its neighbours."""
        self._neighbours[self.node] = Neighbour(self.store, self.parts.network.uplink)

    def preload(self, image: str, *, loaded: bool = False, of: Image | None = None) -> bool:
        """Put an image here before the run, as a baked node image has it; False if it cannot be had.

        One that was *loaded* is in no registry. It is *of* what an Image document describes, where that is given.
        """
        reference = ImageReference.parse(image)
        found = of or loading.content_of(reference, self._registries, loaded=loaded)
        return found is not None and not loading.put(self.parts, reference, found)

    def is_pulling(self, image: str, for_s: Seconds, nodes: int) -> None:
        """A run begins, and a pull of *image* has been under way *for_s*, as on so many *nodes* at its registry.

        How much has come is estimated: what the node's network and its part of the registry's egress carry in that
        time. Asking for name and manifest took some of it, and takes as much once more when the pull begins anew.
        """
        reference = ImageReference.parse(image)
        found = loading.content_of(reference, self._registries, loaded=False)
        if found is None:
            return
        server = self._registries[reference.domain]
        speed = min(
            math.inf if self._pool.network is None else self._pool.network,
            server.egress.capacity / nodes,
        )
        if self._pool.pace.connection is not None:
            speed = min(speed, self._pool.containerd.max_concurrent_downloads * self._pool.pace.connection)
        came = speed * for_s
        loading.arrived_in_part(self.parts, found, 2**62 if came > 2**62 else int(came))

    def load_image(self, image: str, of: Image | None = None) -> str:
        """`ctr images import` of what is *of* that, or what its registry holds; "", or why the node cannot take it."""
        reference = ImageReference.parse(image)
        found = of or loading.content_of(reference, self._registries, loaded=True)
        assert found is not None, f"{image} is loaded"
        return loading.imported(self.parts, reference, found)


def _refused(failure: RuntimeFailure) -> Made:
    """A call that fails at once."""
    yield from ()
    return failure
