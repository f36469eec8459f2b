"""Nodes that serve each other images: a mirror in hosts.toml behind which there is no registry, but the other nodes.

A node serves a name, and the content of an image, only once it has the whole image, as peer-to-peer tools that sit
beside containerd do (Spegel). A blob comes from the node that serves the fewest bodies at that time.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from imagesim.engine.records import Records
from imagesim.engine.registry import Answer, RegistryServer, Request
from imagesim.rules.digests import PREFIX
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.registry_service import RegistryService

if TYPE_CHECKING:
    from imagesim.engine.containerd.runtime import Runtime

_LATENCY_S: Seconds = 0.001  # within one network; an assumption


class PeerServer(RegistryServer):
    """What the node *own* finds when it asks the others under the name *host*, for images of the registry *domain*."""

    def __init__(self, host: str, records: Records, domain: str, own: str, nodes: Mapping[str, "Runtime"]) -> None:
        super().__init__(host, records, latency_s=_LATENCY_S, bandwidth=None, described=None, default_size=0)
        self.service = RegistryService(inside=True)
        self._domain = domain
        self._own = own
        self._nodes = nodes

    def _serve(self, request: Request) -> Answer:
        if request.kind == "manifests" and not request.name.startswith(PREFIX):
            return self._serve_tag(request)
        serving = [
            runtime for name, runtime in self._nodes.items() if name != self._own and _serves(runtime, request.name)
        ]
        if not serving:
            return Answer(404)
        runtime = min(serving, key=lambda each: len(each.uplink.flows))
        stored = runtime.images.with_blob(request.name)
        return Answer(200, None, stored.image if stored else None, over=(runtime.uplink,))

    def _serve_tag(self, request: Request) -> Answer:
        name = f"{self._domain}/{request.repository}:{request.name}"
        for node, runtime in self._nodes.items():
            stored = None if node == self._own else runtime.image_status(name)
            if stored is not None:
                return Answer(200, 0, stored.image, over=(runtime.uplink,))
        return Answer(404)


def _serves(runtime: "Runtime", digest: str) -> bool:
    """Whether the node has the blob, and the whole of an image that it belongs to."""
    return runtime.content.has_blob(digest) and runtime.images.with_blob(digest) is not None
