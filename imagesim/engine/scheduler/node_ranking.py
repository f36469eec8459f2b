"""The nodes that fit one kind of pod, by how full they are, without looking at all of them for every pod.

Nodes that are equally full form a lot, in the order in which they joined; the choice is among the least full lot. When
a count changes its node moves to another lot. A ranking learns that when it is next asked, from a journal that all
rankings share, so one that nobody asks costs nothing. A choice costs about the logarithm of the number of nodes.
"""

from bisect import bisect_left, insort
from collections.abc import Sequence
from random import Random

from imagesim.rules.api.names import ObjectName

Group = ObjectName | str
"""The pods that are spread with each other: those of a workload; those of a namespace that have none."""

_Fullness = tuple[int, int]


class NodeCounts:
    """How many pods each node has, in all and of each workload; `journal` names the nodes whose counts changed."""

    def __init__(self) -> None:
        self.pods: dict[str, int] = {}
        self.of_workload: dict[Group, dict[str, int]] = {}
        self.journal: list[str] = []

    def mates(self, workload: Group) -> dict[str, int]:
        """How many pods of *workload* each node has."""
        return self.of_workload.setdefault(workload, {})

    def change(self, mates: dict[str, int], node: str, by: int) -> None:
        """*by* pods more are on *node*, of those that *mates* counts."""
        mates[node] = mates.get(node, 0) + by
        self.pods[node] = self.pods.get(node, 0) + by
        self.journal.append(node)


class NodeRanking:
    """The nodes that fit, *names* in the order in which they joined, as pods of *workload* see them."""

    def __init__(self, names: Sequence[str], workload: Group, counts: NodeCounts) -> None:
        self._names = names
        self._places = {name: place for place, name in enumerate(names)}
        self._counts = counts
        self._mates = counts.mates(workload)
        self._sort()

    def take(self, ties: Random) -> str:
        """Put a pod of the workload on a node: one with the fewest of these, then the fewest pods; "" if none fits.

        Of several it is a random one.
        """
        if not self._names:
            return ""
        if self._read < len(self._counts.journal):
            self._catch_up()
        mates, pods = least = min(self._lots)
        best = self._lots[least]
        place = best[0] if len(best) == 1 else ties.choice(best)
        self._counts.change(self._mates, self._names[place], 1)
        self._move(place, (mates + 1, pods + 1))
        self._read += 1  # that is all that the journal says of it
        return self._names[place]

    def _sort(self) -> None:
        """Look at every node once."""
        self._fullness = [self._now(name) for name in self._names]
        self._lots: dict[_Fullness, list[int]] = {}
        for place, fullness in enumerate(self._fullness):
            self._lots.setdefault(fullness, []).append(place)
        self._read = len(self._counts.journal)

    def _now(self, name: str) -> _Fullness:
        return self._mates.get(name, 0), self._counts.pods.get(name, 0)

    def _catch_up(self) -> None:
        """Move the nodes whose counts changed since the last choice."""
        journal = self._counts.journal
        fresh = len(journal) - self._read
        if fresh > len(self._names):
            self._sort()
            return
        for name in journal[self._read :]:
            place = self._places.get(name)
            if place is not None:
                self._move(place, self._now(name))
        self._read += fresh

    def _move(self, place: int, fullness: _Fullness) -> None:
        before = self._fullness[place]
        if fullness == before:
            return
        lot = self._lots[before]
        del lot[bisect_left(lot, place)]
        if not lot:
            del self._lots[before]
        insort(self._lots.setdefault(fullness, []), place)
        self._fullness[place] = fullness
