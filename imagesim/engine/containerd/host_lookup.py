"""One node's hosts.toml put to use: the hosts of a registry's images, and the logins that a vendor's hook has told.

Neighbours that mirror a registry get a server of their own here, since each node asks all of them but itself.
"""

from collections.abc import Mapping

from imagesim.engine.containerd.hosts import Endpoint, endpoints
from imagesim.engine.containerd.peers import Neighbour, PeerServer
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import HostRecord
from imagesim.engine.registry import Registries, RegistryServer
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.node_runtime import MirrorHost


class HostLookup:
    """The hosts as *node*, one of *pool*, finds them."""

    __slots__ = ("_endpoints", "_hook", "_hosts", "_neighbours", "_node", "_peer_servers", "_records", "_registries")

    def __init__(
        self,
        node: str,
        pool: NodePool,
        registries: Registries,
        records: RecordBook,
        neighbours: Mapping[str, Neighbour],
    ) -> None:
        self._node = node
        self._hosts = pool.hosts
        self._hook = pool.vendor_hook
        self._registries = registries
        self._records = records
        self._neighbours = neighbours
        self._peer_servers: dict[tuple[str, str, bool], PeerServer] = {}
        self._endpoints: dict[str, list[Endpoint]] = {}

    def endpoints(self, reference: ImageReference) -> list[Endpoint]:
        """The hosts that a pull of *reference* talks to, in order."""
        found = self._endpoints.get(reference.domain)
        if found is None:  # which hosts they are depends on nothing else, and never changes
            found = endpoints(self._hosts, reference, self._registries.__getitem__, self._peers)
            self._endpoints[reference.domain] = found
            self._note_mirrors(found, reference.domain)
        return found

    def has_asked(self, reference: ImageReference) -> bool:
        """Whether a pull of this node has been to the hosts of *reference*."""
        return reference.domain in self._endpoints

    def _note_mirrors(self, found: list[Endpoint], domain: str) -> None:
        """Write down which hosts stand in for the registry *domain*; a cache stays one."""
        for endpoint in found:
            known = self._records.hosts.get(endpoint.host)
            if endpoint.namespace and (known is None or known.kind == "registry"):
                kind = "peers" if isinstance(endpoint.server, PeerServer) else "mirror"
                self._records.hosts[endpoint.host] = HostRecord(endpoint.host, kind, domain)

    def own_login(self, host: str, now: Seconds) -> Login | None:
        """What the runtime shows *host* where the kubelet gave it no login: what a vendor's hook has told it."""
        hook = self._hook
        if hook is None or now < hook.from_s or (hook.until_s is not None and now >= hook.until_s):
            return None
        return next(((user, password) for own, user, password in hook.logins if own == host), None)

    def _peers(self, mirror: MirrorHost, domain: str) -> RegistryServer:
        """The other nodes of the pool as a *mirror* of the registry *domain*."""
        asked = mirror.host, domain, mirror.resolves_latest
        server = self._peer_servers.get(asked)
        if server is None:
            nodes, latest = self._neighbours, mirror.resolves_latest
            server = PeerServer(mirror.host, self._records, domain, self._node, nodes, resolves_latest=latest)
            self._peer_servers[asked] = server
        return server
