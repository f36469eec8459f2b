"""How full the nodes are, as the scheduler's cache knows it: pods in all, pods of each owner, what they request."""

from collections import Counter

from imagesim.engine.api.api_object import ApiObject
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.node import Allocatable
from imagesim.rules.scheduling.resources import NO_LOAD, Demand, Lack, lacking, with_pod
from imagesim.rules.scheduling.spreading import ZONE

Group = ObjectName | None
"""The pods that are spread with each other: those of an owner. None for pods that are not spread."""


class NodeCounts:
    """The counts of each node by its name; `journal` names the nodes whose counts changed.

    Requests are counted on those nodes only that say how much CPU or memory they have, and mates of a zone in `zones`
    only, which has the zone of each node that is in one.
    """

    def __init__(self) -> None:
        self.pods: dict[str, int] = {}
        self.room: dict[str, int] = {}
        self.loads: dict[str, Demand] = {}
        self.sizes: dict[str, Allocatable] = {}
        self.zones: dict[str, str] = {}
        self.journal: list[str] = []
        self._mates: dict[Group, dict[str, int]] = {}
        self._zone_mates: dict[Group, Counter[str]] = {}

    def add_node(self, node: ApiObject) -> None:
        """A node joins, or is there already."""
        size: Allocatable = node.status.allocatable if node.status is not None else Allocatable()
        self.room[node.name] = size.pods
        if size.cpu is not None or size.memory is not None:
            self.sizes[node.name] = size
            self.loads.setdefault(node.name, NO_LOAD)
        zone = dict(node.labels).get(ZONE)
        if zone is not None:
            self.zones[node.name] = zone

    def mates(self, group: Group) -> dict[str, int]:
        """How many pods of *group* each node has; none ever, of those that are not spread."""
        return self._mates.setdefault(group, {})

    def zone_mates(self, group: Group) -> Counter[str]:
        """How many pods of *group* each zone has."""
        return self._zone_mates.setdefault(group, Counter())

    def take(self, group: Group, node: str, demand: Demand) -> None:
        """A pod of *group* is on *node*: what `take_room` and `_take_mates` do, in one call for each pod."""
        pods = self.pods
        pods[node] = pods.get(node, 0) + 1
        if group is not None:
            mates = self._mates.get(group)
            if mates is None:
                mates = self.mates(group)
            mates[node] = mates.get(node, 0) + 1
            if self.zones and node in self.zones:
                self.zone_mates(group)[self.zones[node]] += 1
        if self.loads and node in self.loads:
            self.loads[node] = with_pod(self.loads[node], demand, 1)
        self.journal.append(node)

    def take_room(self, node: str, demand: Demand, by: int) -> None:
        """A pod takes its room on *node*, or with -1 gives it back: it has ended or is gone."""
        self.pods[node] = self.pods.get(node, 0) + by
        if node in self.loads:
            self.loads[node] = with_pod(self.loads[node], demand, by)
        self.journal.append(node)

    def leave_mates(self, group: Group, node: str) -> None:
        """A pod counts among its mates no more: it has ended or is about to go."""
        self._take_mates(group, node, -1)
        self.journal.append(node)

    def _take_mates(self, group: Group, node: str, by: int) -> None:
        if group is None:
            return
        mates = self._mates.setdefault(group, {})
        mates[node] = mates.get(node, 0) + by
        if node in self.zones:
            self.zone_mates(group)[self.zones[node]] += by

    def lacking(self, node: str, demand: Demand) -> list[Lack]:
        """What the node lacks for a pod; nothing if it fits."""
        size = self.sizes.get(node) or Allocatable(self.room.get(node, 0))
        return lacking(demand, self.pods.get(node, 0), self.loads.get(node, NO_LOAD), size)
