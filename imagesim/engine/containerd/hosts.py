"""Which hosts a pull talks to, in which order: core/remotes/docker/config/hosts.go.

The hosts of the registry's hosts.toml in the order of the file, then its `server`, which is the registry itself unless
the file says otherwise. A host without the capability for a step is passed over in it. A request to a host that is not
the registry that the name names carries `?ns=` with that name. The path of a host's URL stands before the repository,
so that a registry reads another one: below a project, or none that it has. Where no file says how to speak to a host,
containerd takes http for a loopback host and https for every other, whatever is there.
"""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote_plus

from imagesim.engine.registry import RegistryServer
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost

_DOCKER_HUB = "docker.io", "registry-1.docker.io"


class Endpoint(NamedTuple):
    """One host of a pull. `namespace` is "" or what follows `?ns=`; the API is taken to begin at `path`.

    `authorization` is shown where nothing else is; not `verifies`: its certificate is not looked at.
    """

    server: RegistryServer
    scheme: str
    resolves: bool
    pulls: bool
    namespace: str
    path: str = "/v2"
    authorization: Login | None = None
    verifies: bool = True
    dial_timeout_s: Seconds | None = None

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
        query = f"?ns={quote_plus(self.namespace)}" if self.namespace else ""  # as Go's url.QueryEscape
        return f"{self.scheme}://{self.host}{self.path}/{repository}/{object_}{query}"

    def shown_repository(self, name: str) -> str:
        """The repository in the URL for *name*: what stands between /v2/ and the object, or all before the object."""
        return name if self.path == "/v2" else f"{self.path}/{name}".removeprefix("/v2/")

    def repository(self, name: str) -> str:
        """The repository that the host takes the URL for *name* to be of; "" if its API is not there."""
        return name if self.path == "/v2" else self.server.repository_at(f"{self.path}/{name}")


def endpoints(
    configurations: tuple[HostConfiguration, ...],
    reference: ImageReference,
    find: Callable[[str], RegistryServer],
    find_peers: Callable[[MirrorHost, str], RegistryServer],
) -> list[Endpoint]:
    """The hosts for *reference*, in the order in which they are tried."""
    domain = reference.domain
    own = next((each for each in configurations if each.host == domain), None) or next(
        (each for each in configurations if each.host == "_default"), None
    )
    if own is None:
        return [_own(find(domain), domain)]
    found = [
        _endpoint(find_peers(mirror, domain) if mirror.peers else find(mirror.host), domain, mirror)
        for mirror in own.mirrors
    ]
    return [*found, _last(own.server, domain, find)]


def _last(server: MirrorHost | None, domain: str, find: Callable[[str], RegistryServer]) -> Endpoint:
    if server is None:
        return _own(find(domain), domain)
    if server.host:
        return _endpoint(find(server.host), domain, server)
    own = find(domain)
    return _endpoint(own, domain, server)._replace(scheme=_guessed_scheme(own))


def _own(server: RegistryServer, domain: str) -> Endpoint:
    """The registry itself, of which no file says anything."""
    return Endpoint(server, _guessed_scheme(server), True, True, _namespace(server, domain))


def _endpoint(server: RegistryServer, domain: str, host: MirrorHost) -> Endpoint:
    return Endpoint(
        server,
        "https" if host.tls else "http",
        "resolve" in host.capabilities,
        "pull" in host.capabilities,
        _namespace(server, domain),
        host.path,
        host.authorization,
        not host.skip_verify,
        host.dial_timeout_s,
    )


def _namespace(server: RegistryServer, domain: str) -> str:
    own = server.endpoint == domain or (domain, server.endpoint) == _DOCKER_HUB
    return "" if own else domain


def _guessed_scheme(server: RegistryServer) -> str:
    return "http" if server.is_loopback else "https"
