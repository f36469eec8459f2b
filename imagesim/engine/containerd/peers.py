"""Nodes that serve each other images: a mirror in hosts.toml behind which there is no registry, but the other nodes.

A node serves a name, and the content of an image, only once it has the whole image, as peer-to-peer tools that sit
beside containerd do (Spegel). A blob comes from the node that serves the fewest bodies at that time. `latest` may be
kept from them: they answer 404 then, whoever has it (Spegel's handleMirror of pkg/registry/registry.go).
"""

from collections.abc import Mapping
from typing import NamedTuple

from imagesim.engine.containerd.store.node_store import NodeStore
from imagesim.engine.network import Link
from imagesim.engine.record_book import RecordBook
from imagesim.engine.registry import RegistryAnswer, RegistryRequest, RegistryServer
from imagesim.rules.digests import PREFIX
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.registry_service import RegistryService

_LATENCY_S: Seconds = 0.001  # within one network; an assumption


class Neighbour(NamedTuple):
    """A node as the others of its pool see it: what it holds, and the link over which it sends."""

    store: NodeStore
    uplink: Link


class PeerServer(RegistryServer):
    """What the node *own* finds when it asks the others under the name *host*, for images of the registry *domain*."""

    def __init__(
        self,
        host: str,
        records: RecordBook,
        domain: str,
        own: str,
        nodes: Mapping[str, Neighbour],
        *,
        resolves_latest: bool,
    ) -> None:
        super().__init__(host, records, latency_s=_LATENCY_S, bandwidth=None, described=None, default_size=0)
        self.service = RegistryService(inside=True)
        self._domain = domain
        self._own = own
        self._nodes = nodes
        self._resolves_latest = resolves_latest

    def _serve(self, request: RegistryRequest) -> RegistryAnswer:
        if request.kind == "manifests" and not request.name.startswith(PREFIX):
            return self._serve_tag(request)
        serving = [
            (stored, node.uplink)
            for name, node in self._nodes.items()
            if name != self._own and (stored := node.store.serves(request.name)) is not None
        ]
        if not serving:
            return RegistryAnswer(404)
        stored, uplink = min(serving, key=lambda each: len(each[1].flows))
        return RegistryAnswer(200, None, stored.image, over=(uplink,))

    def _serve_tag(self, request: RegistryRequest) -> RegistryAnswer:
        if request.name == "latest" and not self._resolves_latest:
            return RegistryAnswer(404)
        name = ImageReference.parse(f"{self._domain}/{request.repository}:{request.name}")
        for node, neighbour in self._nodes.items():
            stored = None if node == self._own else neighbour.store.images.get(name)
            if stored is not None:
                return RegistryAnswer(200, 0, stored.image, over=(neighbour.uplink,))
        return RegistryAnswer(404)
