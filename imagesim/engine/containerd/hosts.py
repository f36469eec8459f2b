"""Which hosts a pull talks to, in which order: core/remotes/docker/config/hosts.go.

The hosts of the registry's hosts.toml in the order of the file, then its `server`, which is the registry itself unless
the file says otherwise. A host without the capability for a step is passed over in it. A request to a host that is not
the registry that the name names carries `?ns=` with that name. Where no file says how to speak to a host, containerd
takes http for a loopback host and https for every other, whatever is there.
"""

from collections.abc import Callable
from typing import NamedTuple

from imagesim.engine.registry import RegistryServer
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.values.node_runtime import HostConfiguration

_DOCKER_HUB = "docker.io", "registry-1.docker.io"


class Endpoint(NamedTuple):
    """One host of a pull. `namespace` is "" or what follows `?ns=`."""

    server: RegistryServer
    scheme: str
    resolves: bool
    pulls: bool
    namespace: str

    @property
    def speaks(self) -> bool:
        """Whether the host speaks what the request is sent in: TLS, or none."""
        return self.scheme == "http" or self.server.tls

    @property
    def host(self) -> str:
        """The host as requests and errors show it."""
        return self.server.endpoint

    def url(self, repository: str, object_: str) -> str:
        """Where *object_* ("manifests/v1") is."""
        query = f"?ns={self.namespace}" if self.namespace else ""
        return f"{self.scheme}://{self.host}/v2/{repository}/{object_}{query}"


def endpoints(
    configurations: tuple[HostConfiguration, ...],
    reference: ImageReference,
    find: Callable[[str], RegistryServer],
    find_peers: Callable[[str, str], RegistryServer],
) -> list[Endpoint]:
    """The hosts for *reference*, in the order in which they are tried."""
    domain = reference.domain
    own = next((each for each in configurations if each.host == domain), None) or next(
        (each for each in configurations if each.host == "_default"), None
    )
    if own is None:
        return [_endpoint(find(domain), domain)]
    found = [
        _endpoint(
            find_peers(mirror.host, domain) if mirror.peers else find(mirror.host),
            domain,
            scheme="https" if mirror.tls else "http",
            resolves="resolve" in mirror.capabilities,
            pulls="pull" in mirror.capabilities,
        )
        for mirror in own.mirrors
    ]
    scheme = None if own.server_tls is None else "https" if own.server_tls else "http"
    return [*found, _endpoint(find(own.server or domain), domain, scheme=scheme)]


def _endpoint(
    server: RegistryServer, domain: str, *, scheme: str | None = None, resolves: bool = True, pulls: bool = True
) -> Endpoint:
    own = server.endpoint == domain or (domain, server.endpoint) == _DOCKER_HUB
    guessed = "http" if server.is_loopback else "https"
    return Endpoint(server, scheme or guessed, resolves, pulls, "" if own else domain)
