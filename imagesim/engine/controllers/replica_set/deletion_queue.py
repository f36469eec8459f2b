"""The active pods of one ReplicaSet in the order in which it deletes them, without sorting all of them every time.

A heap of keys (rules/workloads/replica_set.py). What makes a pod go earlier (one more mate on its node, a
restart, no longer Ready) pushes a new key at once; what makes it go later (a mate left, time went by) is found out when
its key comes up. So a deletion costs about the logarithm of the number of pods.

Unlike the pairwise comparison upstream, a key is a total order: among pods whose Ready times have the same logarithm,
restarts and then the age decide before the UID does, also where the Ready times differ by a few seconds.
"""

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

from imagesim.engine.api.api_pod import ApiPod
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.replica_set import PHASE_ORDER, logarithm

_Key = tuple[bool, int, bool, int, int, int, int, str]


class DeletionQueue:
    """Made when a ReplicaSet first deletes some of its active *pods*; *mates* are its owner's active pods by node."""

    def __init__(self, pods: Iterable[ApiPod], mates: Mapping[str, int], now: Seconds) -> None:
        self._mates = mates
        self._keys: dict[ApiPod, _Key] = {}
        self._on_node: dict[str, dict[ApiPod, None]] = {}
        self._heap: list[tuple[_Key, ApiPod]] = []
        for pod in pods:
            self._enter(pod, now)
        self._heap = [(key, pod) for pod, key in self._keys.items()]
        heapify(self._heap)

    def _enter(self, pod: ApiPod, now: Seconds) -> bool:
        """Note the pod's key; return whether it is a new one."""
        key = self._key(pod, now)
        if self._keys.get(pod) == key:
            return False
        self._keys[pod] = key
        if pod.node:
            self._on_node.setdefault(pod.node, {})[pod] = None
        return True

    def _key(self, pod: ApiPod, now: Seconds) -> _Key:
        """The smaller is deleted first; it ends with the UID, so no two pods have the same."""
        ready = pod.ready_since_s
        return (
            bool(pod.node),
            PHASE_ORDER[pod.phase],
            ready is not None,
            # Pods without a node are compared with scheduled ones by the first rule alone.
            -self._mates[pod.node] if pod.node else 0,
            -1 if ready is None else logarithm(now - ready // 1),
            -pod.restarts,
            logarithm(now - pod.created_s // 1),
            pod.uid,
        )

    def changed(self, pod: ApiPod, now: Seconds, *, active: bool) -> None:
        """The pod changed, is new, or (not *active*) no longer there."""
        if active:
            self._push(pod, now)
            return
        self._keys.pop(pod, None)
        if pod.node:
            self._on_node.get(pod.node, {}).pop(pod, None)

    def rank_rose(self, node: str, now: Seconds) -> None:
        """One more active pod of the same owner is on *node*."""
        for pod in self._on_node.get(node, ()):
            self._push(pod, now)

    def _push(self, pod: ApiPod, now: Seconds) -> None:
        if not self._enter(pod, now):
            return
        heappush(self._heap, (self._keys[pod], pod))
        if len(self._heap) > 4 * len(self._keys) + 64:  # mostly keys that no longer hold
            self._heap = [(key, pod) for pod, key in self._keys.items()]
            heapify(self._heap)

    def take(self, count: int, now: Seconds) -> list[ApiPod]:
        """Take out the *count* pods that go first; the caller deletes them, after all are chosen by today's ranks."""
        taken: list[ApiPod] = []
        while len(taken) < count:
            key, pod = heappop(self._heap)
            if self._keys.get(pod) != key:
                continue
            current = self._key(pod, now)
            if current == key:
                taken.append(pod)
                del self._keys[pod]
            else:
                self._keys[pod] = current
                heappush(self._heap, (current, pod))
        return taken
