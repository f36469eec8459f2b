"""ActivePodsWithRanks.Less of pkg/controller/controller_utils.go, pair by pair, to hold the queue against."""

from imagesim.rules.units import Seconds
from imagesim.rules.workloads.replica_set import PodToDelete, logarithm, restart_key, static_key


def compare(a: PodToDelete, b: PodToDelete, now: Seconds) -> int:
    """Below 0 if *a* is deleted before *b*, above 0 if after, 0 if Kubernetes does not say."""
    order = _difference(static_key(a), static_key(b))
    if order:
        return order
    if a.ready_since_s is not None and b.ready_since_s is not None and a.ready_since_s != b.ready_since_s:
        return _by_age(a.ready_since_s, b.ready_since_s, a.uid, b.uid, now)
    order = _difference(restart_key(a), restart_key(b))
    if order or a.created_s == b.created_s:
        return order
    return _by_age(a.created_s, b.created_s, a.uid, b.uid, now)


def _difference(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    return (a > b) - (a < b)


def _by_age(a_s: Seconds, b_s: Seconds, a_uid: str, b_uid: str, now: Seconds) -> int:
    difference = logarithm(now - a_s) - logarithm(now - b_s)
    return difference or (a_uid > b_uid) - (a_uid < b_uid)
