"""By what a ReplicaSet chooses the pods that it deletes first, and in what batches it creates new ones.

Models pkg/controller/controller_utils.go (ActivePodsWithRanks) and replicaset/replica_set.go of Kubernetes 1.36. Pods
that serve nobody go first: unscheduled, Pending, not Ready; so pods that are stuck pulling an image do.

Times are compared by floor(log2(age in nanoseconds)), so that pods of about the same age go in a random order, which
the UID stands for. deletion_queue.py makes an order of it.
"""

from collections.abc import Callable
from typing import NamedTuple

from imagesim.rules.units import Seconds

BURST_REPLICAS = 500
"""The most pods that one sync of a ReplicaSet creates or deletes."""

SLOW_START_INITIAL_BATCH = 1

PHASE_ORDER = {"Pending": 0, "Unknown": 1, "Running": 2}


class ReplicaSetStatus(NamedTuple):
    """What the ReplicaSet's status says; the Deployment controller reads this and never counts pods itself."""

    observed_generation: int = 0
    replicas: int = 0
    ready: int = 0
    available: int = 0
    failure: tuple[str, str, Seconds] | None = None
    """The ReplicaFailure condition: reason, message, since when."""


class PodToDelete(NamedTuple):
    """What the order depends on. `rank` is how many active pods of the same owner share its node, itself included.

    `ready_since_s` and `created_s` are whole seconds, as the API stores them; `ready_since_s` None means not Ready.
    `restarts` and `sidecar_restarts` are the largest count of one container; ordinary init containers do not count.
    """

    uid: str
    node: str
    phase: str
    ready_since_s: Seconds | None
    created_s: Seconds
    rank: int
    deletion_cost: int = 0
    restarts: int = 0
    sidecar_restarts: int = 0


def deletion_cost(annotation: str) -> int:
    """The value of `controller.kubernetes.io/pod-deletion-cost`; an invalid one ("+2", "01") counts as 0."""
    digits = annotation.removeprefix("-")
    if not digits.isascii() or not digits.isdigit():
        return 0
    if annotation.startswith("0") and annotation != "0":
        return 0
    cost = int(annotation)
    return cost if -(2**31) <= cost < 2**31 else 0


def logarithm(age: Seconds) -> int:
    """floor(log2(*age* in nanoseconds)), -1 for no age at all."""
    return max(0, round(age * 1e9)).bit_length() - 1


StaticKey = tuple[bool, int, bool, int, int]


def static_key(pod: PodToDelete) -> StaticKey:
    """The first rules, which do not depend on the time: the smaller goes first."""
    return (bool(pod.node), PHASE_ORDER[pod.phase], pod.ready_since_s is not None, pod.deletion_cost, -pod.rank)


def with_rank(key: StaticKey, rank: int) -> StaticKey:
    """The static key of a pod whose rank is another one now."""
    return (*key[:4], -rank)


def restart_key(pod: PodToDelete) -> tuple[int, int]:
    """More restarts go first; sidecars count only where the other containers are equal."""
    return (-pod.restarts, -pod.sidecar_restarts)


class SlowStart(NamedTuple):
    """What one run of slow_start made: the sizes of the batches that were begun, and how many calls succeeded."""

    batches: list[int]
    successes: int


def slow_start(count: int, create: Callable[[int], bool], initial: int = SLOW_START_INITIAL_BATCH) -> SlowStart:
    """Call *create* (with the number of the call, from 1) *count* times in batches that double: 1, 2, 4, 8 ...

    A batch in which a call fails is finished; what remains is left for a later sync. So a quota that refuses pods
    costs few calls.
    """
    batches: list[int] = []
    done = successes = 0
    size = min(count, initial)
    while size > 0:
        batches.append(size)
        good = sum(create(done + call) for call in range(1, size + 1))
        done += size
        successes += good
        if good < size:
            break
        size = min(2 * size, count - done)
    return SlowStart(batches, successes)
