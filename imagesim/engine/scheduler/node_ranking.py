"""The nodes that fit one kind of pod, by how well they fit, without looking at all of them for every pod.

Nodes that are alike form a lot, in the order in which they joined; the choice is among the lots with the highest score.
When a count changes its node moves to another lot. A ranking learns that when it is next asked, from a journal that all
rankings share, so one that nobody asks costs nothing. A choice costs about the logarithm of the number of nodes.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping
from itertools import repeat
from random import Random

from imagesim.engine.scheduler.node_choice import Load, Lot, Zones, best_lots
from imagesim.engine.scheduler.node_classes import NodeClass, NodeClasses
from imagesim.engine.scheduler.node_counts import Group, NodeCounts
from imagesim.rules.scheduling.resources import Demand, lacking

MakeClasses = Callable[[Mapping[str, int]], NodeClasses]


class NodeRanking:
    """The nodes that fit, with their *places* in the order in which they joined, as pods of *group* see them.

    *classes* makes those of nodes with their places; `classes` is to be told of images that come and go.
    """

    def __init__(
        self, places: Mapping[str, int], group: Group, counts: NodeCounts, demand: Demand, classes: MakeClasses
    ) -> None:
        self._names = tuple(places)
        self._places = places
        self._counts = counts
        self._group = group
        self._mates = counts.mates(group)
        self._demand = demand
        self.classes = classes(self._places)
        self._sized = not counts.sizes.keys().isdisjoint(self._places)
        self._sort()

    @property
    def has_room(self) -> bool:
        """Whether a pod fits somewhere now."""
        self._catch_up()
        return bool(self._lots)

    def take(self, ties: Random) -> str:
        """Put a pod of the group on the node with the highest score, a random one of several; "" if none fits."""
        self._catch_up()
        if not self._lots:
            return ""
        place = self._choose(ties)
        name = self._names[place]
        self._counts.take(self._group, name, self._demand)
        self._move(place, self._now(place))
        self._read += 1  # that is all that the journal says of it
        return name

    # --- which ---

    def _choose(self, ties: Random) -> int:
        lots = self._lots
        if len(lots) == 1:
            return _one_of(next(iter(lots.values())), ties)
        if not self._sized and self.classes.one:
            # What has the fewest mates and the fewest pods is the best: a mate counts, and every pod counts one.
            least = min(lots)
            for lot in lots:
                if lot.load < least.load:  # type: ignore[operator]  # all are numbers where no node is sized
                    break
            else:
                return _one_of(lots[least], ties)
        return self._best(ties)

    def _best(self, ties: Random) -> int:
        lots = self._lots
        scores = self.classes.totals({lot.of for lot in lots})
        nodes = sum(map(len, lots.values()))
        best = best_lots(lots, nodes, self._demand, scores, self._zones(), spread=self._group is not None)
        if len(best) == 1:
            return _one_of(lots[best[0]], ties)
        best.sort(key=lambda lot: lots[lot][0])
        number = ties.randrange(sum(len(lots[lot]) for lot in best))
        for lot in best[:-1]:
            if number < len(lots[lot]):
                return lots[lot][number]
            number -= len(lots[lot])
        return lots[best[-1]][number]

    def _zones(self) -> Zones | None:
        if not self._counts.zones:
            return None
        return Zones(self._counts.zone_mates(self._group), len({lot.of.zone for lot in self._lots}))

    # --- the lots ---

    def _sort(self) -> None:
        """Look at every node once."""
        self._fullness = [self._now(place) for place in range(len(self._names))] if self._sized else self._by_pods()
        self._lots: dict[Lot, list[int]] = {}
        for place, lot in enumerate(self._fullness):
            if lot is not None:
                self._lots.setdefault(lot, []).append(place)
        self._read = len(self._counts.journal)

    def _by_pods(self) -> list[Lot | None]:
        """What `_now` says of every node, where none says more than for how many pods it has room.

        A cluster has thousands of nodes and hundreds of workloads, each of which looks at all nodes once.
        """
        names, room = self._names, self._counts.room
        mates, pods = (map(each.get, names, repeat(0)) for each in (self._mates, self._counts.pods))
        known: dict[tuple[int, int, NodeClass], Lot] = {}
        found: list[Lot | None] = []
        for name, alike in zip(names, zip(mates, pods, self.classes.of_all(), strict=True), strict=True):
            lot = known.get(alike)
            if lot is None:
                lot = known[alike] = Lot(*alike)
            found.append(lot if alike[1] < room[name] else None)
        return found

    def _now(self, place: int) -> Lot | None:
        """The lot of a node as it is now, None if it has no room for the pod."""
        name, counts = self._names[place], self._counts
        pods, of = counts.pods.get(name, 0), self.classes.of(place)
        if pods >= counts.room[name]:
            return None
        size = counts.sizes.get(name)
        if size is None:
            return Lot(self._mates.get(name, 0), pods, of)
        load = counts.loads[name]
        if lacking(self._demand, pods, load, size):
            return None
        return Lot(self._mates.get(name, 0), Load(pods, load, size), of)

    def _catch_up(self) -> None:
        """Move the nodes of which something has changed since the last choice."""
        if self.classes.changed:
            for place in self.classes.refresh():
                self._move(place, self._now(place))
        journal = self._counts.journal
        fresh = len(journal) - self._read
        if not fresh:
            return
        if fresh > len(self._names):
            self._sort()
            return
        for name in journal[self._read :]:
            if name in self._places:
                place = self._places[name]
                self._move(place, self._now(place))
        self._read += fresh

    def _move(self, place: int, lot: Lot | None) -> None:
        before = self._fullness[place]
        if lot == before:
            return
        if before is not None:
            alike = self._lots[before]
            del alike[bisect_left(alike, place)]
            if not alike:
                del self._lots[before]
        if lot is not None:
            insort(self._lots.setdefault(lot, []), place)
        self._fullness[place] = lot


def _one_of(places: list[int], ties: Random) -> int:
    return places[0] if len(places) == 1 else ties.choice(places)
