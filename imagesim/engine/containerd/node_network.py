"""How one node reaches registries: under which address, over which links, and the record of each request."""

import hashlib

from imagesim.engine.containerd.surroundings import Surroundings
from imagesim.engine.network import Flow, Link
from imagesim.engine.records import RequestRecord
from imagesim.engine.registry import RegistryServer
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds
from imagesim.scenarios.values.node_pool import NodePool


class NodeNetwork:
    """The network of *node*, one of *pool*. `address` is its own, `uplink` what it can send to its neighbours.

    A registry inside the node's own network is reached over the node's card alone and sees its own address; others are
    reached over the NAT, where there is one, and see that.
    """

    __slots__ = (
        "_cap", "_inside", "_network", "_outer_address", "_outside", "_records", "address", "node", "uplink",
    )  # fmt: skip

    def __init__(self, node: str, pool: NodePool, around: Surroundings) -> None:
        capacity = float("inf") if pool.network is None else pool.network
        card = Link(node, capacity)
        self.node = node
        self.address = _address(node)
        self.uplink = Link(f"{node} up", capacity)
        self._outer_address = pool.nat.name if pool.nat else self.address
        self._inside = (card,)
        self._outside = (card, *around.way_out(pool.nat))
        self._cap = pool.pace.connection
        self._network = around.network
        self._records = around.records

    def address_at(self, server: RegistryServer) -> str:
        """The address that the registry sees."""
        return self.address if server.service.is_inside else self._outer_address

    def transfer(
        self, server: RegistryServer, size: Bytes, over: tuple[Link, ...], slow: BytesPerSecond | None
    ) -> Flow:
        """Begin to receive *size* bytes from *server*, on its side over the links *over*, at *slow* at the most."""
        service = server.service
        way = self._inside if service.is_inside else self._outside
        cap = min((cap for cap in (self._cap, service.connection, slow) if cap is not None), default=None)
        return self._network.transfer(size, (*way, *over), cap)

    def cancel(self, flow: Flow) -> None:
        """Nobody waits for *flow* any more; nothing happens if it is over."""
        self._network.cancel(flow)

    def cut_uplink(self) -> None:
        """What the node sends to its neighbours breaks off."""
        self._network.cut(self.uplink)

    def write_down(
        self, now: Seconds, host: str, repository: str, method: str, object_: str, status: int, size: Bytes
    ) -> int:
        """Record an answer (status 0: there was none); returns its place in the records."""
        requests = self._records.requests
        requests.append(RequestRecord(now, self.node, host, method, object_, status, size, repository))
        return len(requests) - 1

    def write_body(self, row: int, size: Bytes, now: Seconds) -> None:
        """Record how much of the body that the answer at the place *row* announced had come by *now*, when it ended."""
        requests = self._records.requests
        requests[row] = requests[row]._replace(bytes_sent=size, ended_s=now)


def _address(node: str) -> str:
    """A stable address for a node, in the network that is private to most clusters."""
    first, second, third = hashlib.sha256(node.encode()).digest()[:3]
    return f"10.{first}.{second}.{third % 254 + 1}"
