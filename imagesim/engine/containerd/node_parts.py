"""The parts of containerd on one node that a pull puts to work."""

from typing import NamedTuple

from imagesim.engine.containerd.calls.under_way import CallsUnderWay
from imagesim.engine.containerd.download_slots import DownloadSlots
from imagesim.engine.containerd.host_lookup import HostLookup
from imagesim.engine.containerd.node_network import NodeNetwork
from imagesim.engine.containerd.settings import PullSettings
from imagesim.engine.containerd.snapshotter import Snapshotter
from imagesim.engine.containerd.store.node_store import NodeStore
from imagesim.engine.containerd.unreachable import UnreachableHosts
from imagesim.engine.environment import Environment


class NodeParts(NamedTuple):
    """What all pulls of a node have in common."""

    env: Environment
    settings: PullSettings
    store: NodeStore
    network: NodeNetwork
    hosts: HostLookup
    unreachable: UnreachableHosts
    downloads: DownloadSlots
    snapshotter: Snapshotter
    calls: CallsUnderWay
