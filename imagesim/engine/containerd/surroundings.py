"""What the nodes of a run have in common: the network, the registries, the NATs, each other."""

from collections import defaultdict

from imagesim.engine.containerd.peers import Neighbour
from imagesim.engine.network import Link, Network
from imagesim.engine.record_book import RecordBook
from imagesim.engine.registry import Registries
from imagesim.scenarios.values.node_runtime import Nat


class Surroundings:
    """`neighbours` are the nodes of each pool, by pool and node; a runtime adds its own."""

    def __init__(self, network: Network, registries: Registries, records: RecordBook) -> None:
        self.network = network
        self.registries = registries
        self.records = records
        self.neighbours: defaultdict[str, dict[str, Neighbour]] = defaultdict(dict)
        self._nats: dict[str, Link] = {}

    def way_out(self, nat: Nat | None) -> tuple[Link, ...]:
        """The links between a node and the world: that of its NAT, which all nodes behind it share."""
        if nat is None or nat.bandwidth is None:
            return ()
        if nat.name not in self._nats:
            self._nats[nat.name] = Link(nat.name, nat.bandwidth)
        return (self._nats[nat.name],)
