"""Counts of a ReplicaSet's pods, kept up to date pod by pod, so that a sync costs what changed and not what exists."""

from collections import Counter, deque
from collections.abc import Iterable

from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.deletion_queue import DeletionQueue
from imagesim.rules.workloads.replica_set import PodToDelete

_UNBOUND, _BOUND, _READY, _AVAILABLE = 1, 2, 3, 4
"""How far an active pod has come."""


class NodeTally:
    """How many active pods of one owner (a Deployment's ReplicaSets together) each node has."""

    def __init__(self) -> None:
        self.pods: Counter[str] = Counter()
        self.queues: list[DeletionQueue[ApiPod]] = []

    def add(self, node: str, now: Seconds) -> None:
        """One more; pods on this node are deleted earlier from now on."""
        self.pods[node] += 1
        for queue in self.queues:
            queue.rank_rose(node, self.pods[node], now)

    def remove(self, node: str) -> None:
        """One less."""
        self.pods[node] -= 1


class PodTally:
    """The pods of one ReplicaSet: which are active, how many of these are Ready and available.

    Active means not being deleted and neither Succeeded nor Failed. A pod is available when it has been Ready for
    `min_ready_s`, counted from the whole second that the API stores.
    """

    def __init__(self, min_ready_s: Seconds, nodes: NodeTally) -> None:
        self.ready = 0
        self.available = 0
        self.min_ready_s = min_ready_s
        self._levels: dict[ApiPod, int] = {}
        self._nodes = nodes
        self._waiting: deque[tuple[Seconds, ApiPod, Seconds]] = deque()
        self._queue: DeletionQueue[ApiPod] | None = None

    @property
    def active(self) -> int:
        """The number of active pods."""
        return len(self._levels)

    def count(self, pods: Iterable[ApiPod], now: Seconds) -> None:
        """Take note of *pods* that are there already, in whatever order they became Ready."""
        for pod in pods:
            self.note(pod, now)
        self._waiting = deque(sorted(self._waiting, key=lambda waits: waits[0]))

    def note(self, pod: ApiPod, now: Seconds) -> bool:
        """Take note of *pod* as it is now; return whether a count changed."""
        old = self._levels.get(pod, 0)
        new = self._level(pod, old)
        if new != old:
            self._moves(pod, old, new, now)
        if self._queue is not None:
            self._queue.changed(pod, now, active=new > 0)
        return new != old and (old, new) != (_UNBOUND, _BOUND)

    def _level(self, pod: ApiPod, known: int) -> int:
        """0 for a pod that is not active; one that has become Ready waits until it is available."""
        if pod.removed_s is not None or pod.deletion_s is not None or pod.phase in TERMINAL:
            return 0
        if pod.ready_since_s is None:
            return _BOUND if pod.node else _UNBOUND
        if not self.min_ready_s:
            return _AVAILABLE
        if known < _READY:
            self._waiting.append((pod.ready_since_s // 1 + self.min_ready_s, pod, pod.ready_since_s))
        return max(known, _READY)

    def _moves(self, pod: ApiPod, old: int, new: int, now: Seconds) -> None:
        if new:
            self._levels[pod] = new
        else:
            del self._levels[pod]
            if not self._levels and self._queue is not None:
                self._nodes.queues.remove(self._queue)
                self._queue = None
        if old < _BOUND <= new:
            self._nodes.add(pod.node, now)
        elif new < _BOUND <= old:
            self._nodes.remove(pod.node)
        if new >= _READY or old >= _READY:
            self.ready += (new >= _READY) - (old >= _READY)
            self.available += (new == _AVAILABLE) - (old == _AVAILABLE)

    def close(self, now: Seconds) -> None:
        """The ReplicaSet is gone, or is counted anew: its pods are no mates of others any more."""
        for pod, level in list(self._levels.items()):
            self._moves(pod, level, 0, now)

    def pass_time(self, now: Seconds) -> Seconds | None:
        """Count the pods that have become available by *now*; return when the next one will, None if none waits."""
        while self._waiting:
            due, pod, since = self._waiting[0]
            still = pod.ready_since_s == since and self._levels.get(pod) == _READY
            if still and due > now:
                return due
            self._waiting.popleft()
            if still:
                self._levels[pod] = _AVAILABLE
                self.available += 1
        return None

    def pick_to_delete(self, count: int, now: Seconds) -> list[ApiPod]:
        """The *count* active pods that a ReplicaSet deletes first; the caller deletes them."""
        if count >= len(self._levels):
            return list(self._levels)
        if self._queue is None:
            self._queue = DeletionQueue(self._view, self._levels, now)
            self._nodes.queues.append(self._queue)
        return self._queue.take(count, now)

    def _view(self, pod: ApiPod) -> PodToDelete:
        """What the order of deletion depends on, now. The API stores whole seconds."""
        ready = pod.ready_since_s
        since_s = None if ready is None else ready // 1
        rank = self._nodes.pods[pod.node]
        # By position: this is called a few times for each pod of a roll-out.
        return PodToDelete(pod.uid, pod.node, pod.phase, since_s, pod.created_s // 1, rank, 0, pod.restarts)
