"""Which of its pods a ReplicaSet deletes first, without sorting all of them every time.

Upstream sorts with a comparison (ActivePodsWithRanks of pkg/controller/controller_utils.go, Kubernetes 1.36) that is
not transitive: of two Ready pods the times since when they are Ready are compared by their logarithm, then the UID
decides; only where both have been Ready since the very same second do restarts and age come before it. With a and b of
one second, and c of another one with the same logarithm, a may come before b by its restarts, b before c and c before a
by their UIDs. Then upstream's order depends on the sort. Here it is: pods of one second form a group that keeps its own
order, and the groups of one logarithm are merged by the UIDs of those that stand first. Wherever upstream's comparison
makes one order possible alone, this is that order, since its first pod stands first in its group and has the smallest
UID of all that do.

Groups are heaps, and those that stand first are in one more. What makes a pod go earlier (one more mate on its node, a
restart, no longer Ready) is noted at once; what makes it go later (a mate left, time went by) is found out when its
turn comes. So a deletion costs about the logarithm of the number of pods.
"""

from collections.abc import Callable, Hashable, Iterable
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

from imagesim.rules.units import Seconds
from imagesim.rules.workloads.replica_set import PodToDelete, StaticKey, logarithm, restart_key, static_key, with_rank

Pod = TypeVar("Pod", bound=Hashable)

_Group = tuple[StaticKey, Seconds | None]
"""What decides before any UID, and the second since when its pods are Ready."""
_Place = tuple[int, int, int, str]
"""The order within a group: restarts, restarts of sidecars, logarithm of the age, UID."""
_Front = tuple[StaticKey, int, str, Seconds | None]
"""The order of the groups: what decides first, logarithm of the time since Ready, UID of the pod that stands first."""


class DeletionQueue(Generic[Pod]):
    """The active pods of one ReplicaSet; *view* tells what the order depends on, as it is when it is called."""

    def __init__(self, view: Callable[[Pod], PodToDelete], pods: Iterable[Pod], now: Seconds) -> None:
        self._view = view
        self._places: dict[Pod, tuple[_Group, _Place]] = {}
        self._on_node: dict[str, dict[Pod, None]] = {}
        self._groups: dict[_Group, list[tuple[_Place, Pod]]] = {}
        self._fronts: list[_Front] = []
        self._pushed = 0
        for pod in pods:
            self._places[pod] = self._place(pod, now)
        self._build(now)

    def _build(self, now: Seconds) -> None:
        self._groups = {}
        for pod, (group, place) in self._places.items():
            self._groups.setdefault(group, []).append((place, pod))
        for heap in self._groups.values():
            heapify(heap)
        self._fronts = [_front(group, heap, now) for group, heap in self._groups.items()]
        heapify(self._fronts)
        self._pushed = 0

    def _place(self, pod: Pod, now: Seconds) -> tuple[_Group, _Place]:
        """Where the pod belongs now."""
        view = self._view(pod)
        if view.node:
            self._on_node.setdefault(view.node, {})[pod] = None
        place = (*restart_key(view), logarithm(now - view.created_s), view.uid)
        return (static_key(view), view.ready_since_s), place

    def changed(self, pod: Pod, now: Seconds, *, active: bool) -> None:
        """The pod changed, is new, or (not *active*) no longer there."""
        if active:
            self._renew(pod, now)
        else:
            self._places.pop(pod, None)

    def rank_rose(self, node: str, rank: int, now: Seconds) -> None:
        """One more active pod of the same owner is on *node*, *rank* of them now."""
        mates = self._on_node.get(node, {})
        gone = [pod for pod in mates if pod not in self._places]
        for pod in gone:
            del mates[pod]
        for pod in mates:
            (first, ready_since_s), place = self._places[pod]
            self._put(pod, ((with_rank(first, rank), ready_since_s), place), now)
        self._build_if_worth_it(now)

    def _renew(self, pod: Pod, now: Seconds) -> None:
        belongs = self._place(pod, now)
        if self._places.get(pod) == belongs:
            return
        self._put(pod, belongs, now)
        self._build_if_worth_it(now)

    def _build_if_worth_it(self, now: Seconds) -> None:
        if self._pushed > 4 * len(self._places) + 64:  # mostly places that are no longer taken
            self._build(now)

    def _put(self, pod: Pod, belongs: tuple[_Group, _Place], now: Seconds) -> None:
        self._places[pod] = belongs
        group, place = belongs
        heap = self._groups.get(group)
        if heap is None:
            heap = self._groups[group] = []
        heappush(heap, (place, pod))
        self._pushed += 1
        if heap[0][1] is pod:
            self._push_front(group, now)

    def _push_front(self, group: _Group, now: Seconds) -> None:
        heappush(self._fronts, _front(group, self._groups[group], now))
        self._pushed += 1

    def take(self, count: int, now: Seconds) -> list[Pod]:
        """Take out the *count* pods that go first, or all; the caller deletes them, chosen by the ranks of before."""
        return [self._take_one(now) for _ in range(min(count, len(self._places)))]

    def _take_one(self, now: Seconds) -> Pod:
        while True:
            front = heappop(self._fronts)
            group = front[0], front[3]
            if not self._bring_up_to_date(group, now):
                continue
            heap = self._groups[group]
            current = _front(group, heap, now)
            if current != front:
                heappush(self._fronts, current)
                continue
            _, pod = heappop(heap)
            del self._places[pod]
            if heap:
                self._push_front(group, now)
            return pod

    def _bring_up_to_date(self, group: _Group, now: Seconds) -> bool:
        """See to it that the pod that stands first in *group* belongs there; return whether there is one."""
        heap = self._groups.get(group)
        while heap:
            place, pod = heap[0]
            stands = self._places.get(pod) == (group, place)
            belongs = self._place(pod, now) if stands else None
            if belongs == (group, place):
                return True
            heappop(heap)
            if belongs is not None:
                self._put(pod, belongs, now)
        self._groups.pop(group, None)
        return False


def _front(group: _Group, heap: list[tuple[_Place, Pod]], now: Seconds) -> _Front:
    first, ready_since_s = group
    return first, -1 if ready_since_s is None else logarithm(now - ready_since_s), heap[0][0][3], ready_since_s


def deletion_order(pods: Iterable[PodToDelete], now: Seconds) -> list[PodToDelete]:
    """*pods*, the first to be deleted first."""
    every = list(pods)
    return DeletionQueue(lambda pod: pod, every, now).take(len(every), now)
