"""The arithmetic of a Deployment's roll-out: how many pods each ReplicaSet should have next.

Models pkg/controller/deployment (rolling.go, sync.go, util/deployment_util.go) of Kubernetes 1.36. Sizes are the
`spec.replicas` of ReplicaSets unless a name says otherwise. In every list of old ReplicaSets the oldest comes first.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

ROLLING_UPDATE = "RollingUpdate"
RECREATE = "Recreate"


def scaled_value(value: str, total: int, *, round_up: bool) -> int:
    """A count ("3") or a percentage ("25%") of *total*, as intstr.GetScaledValueFromIntOrPercent works it out.

    Raises ValueError for any other text; the API server would have refused it.
    """
    number = value.removesuffix("%")
    if not number.isascii() or not number.isdigit():
        raise ValueError(f"{value!r} is neither a count nor a percentage")
    if number == value:
        return int(number)
    # Whole numbers throughout: no rounding error can push a percentage over the next count.
    return -(-int(number) * total // 100) if round_up else int(number) * total // 100


class Fenceposts(NamedTuple):
    """How far a roll-out may go beyond `replicas` (`surge`) and below them (`unavailable`)."""

    surge: int
    unavailable: int


def resolve_fenceposts(max_surge: str, max_unavailable: str, replicas: int) -> Fenceposts:
    """Surge is rounded up, unavailable down; if both are 0, one pod may be unavailable, or nothing could ever move."""
    surge = scaled_value(max_surge, replicas, round_up=True)
    unavailable = scaled_value(max_unavailable, replicas, round_up=False)
    return Fenceposts(surge, unavailable) if surge or unavailable else Fenceposts(0, 1)


@lru_cache(maxsize=1024)
def rolling_limits(strategy: str, max_surge: str, max_unavailable: str, replicas: int) -> Fenceposts:
    """MaxSurge() and MaxUnavailable(): the fenceposts, 0 for Recreate, and never more unavailable than replicas."""
    if strategy != ROLLING_UPDATE:
        return Fenceposts(0, 0)
    posts = resolve_fenceposts(max_surge, max_unavailable, replicas)
    return Fenceposts(posts.surge, min(posts.unavailable, replicas))


def new_rs_new_replicas(strategy: str, replicas: int, surge: int, all_replicas: int, new_rs: int) -> int:
    """The size that the new ReplicaSet (now *new_rs*) may have, with *all_replicas* in all ReplicaSets together."""
    if strategy != ROLLING_UPDATE:
        return replicas
    room = replicas + surge - all_replicas
    return new_rs if room <= 0 else new_rs + min(room, replicas - new_rs)


def max_scaled_down(all_replicas: int, min_available: int, new_rs: int, new_rs_available: int) -> int:
    """How many old pods may go now. Pods of the new ReplicaSet that are not available yet count against it."""
    return all_replicas - min_available - (new_rs - new_rs_available)


class OldReplicaSet(NamedTuple):
    """An old ReplicaSet: its size and its `status.availableReplicas`."""

    replicas: int
    available: int


class ScaleDown(NamedTuple):
    """New sizes of the old ReplicaSets. If not `valid`, upstream stopped with an internal error after these."""

    sizes: list[int]
    valid: bool = True


def cleanup_unhealthy_replicas(old: Sequence[OldReplicaSet], most: int) -> ScaleDown:
    """Take away up to *most* old pods that are not available, so that they do not hold up the roll-out.

    A status may lag behind and report more available pods than the ReplicaSet's new size. Upstream then computes a
    bigger size, returns an error, and its caller swallows it: nothing more is scaled down in that sync.
    """
    sizes = [one.replicas for one in old]
    removed = 0
    for place, one in enumerate(old):
        if removed >= most:
            break
        if one.replicas == 0 or one.replicas == one.available:
            continue
        count = min(most - removed, one.replicas - one.available)
        if count < 0:
            return ScaleDown(sizes, valid=False)
        sizes[place] -= count
        removed += count
    return ScaleDown(sizes)


def scale_down_old_replica_sets(sizes: Sequence[int], all_available: int, min_available: int) -> list[int]:
    """Take away as many old pods as there are available pods (*all_available*, old and new) beyond the minimum."""
    left = max(0, all_available - min_available)
    result = []
    for size in sizes:
        count = min(size, left)
        left -= count
        result.append(size - count)
    return result


class Scaling(NamedTuple):
    """What proportional scaling has to know of a Deployment.

    `max_replicas` is replicas + surge from now on, `status_replicas` the pods that its status counted last.
    """

    replicas: int
    max_replicas: int
    status_replicas: int

    def to_add(self, all_replicas: int) -> int:
        """How many pods the ReplicaSets, which now have *all_replicas*, get together; negative: lose."""
        return (self.max_replicas if self.replicas > 0 else 0) - all_replicas


def replica_set_proportion(size: int, max_before: int, scaling: Scaling, to_add: int, added: int) -> int:
    """One ReplicaSet's share of *to_add* (negative: to remove), of which *added* have been given out already.

    *max_before* is the `deployment.kubernetes.io/max-replicas` annotation: replicas + surge when the ReplicaSet was
    last scaled, 0 if there is none.
    """
    if size == 0 or to_add in (0, added):
        return 0
    share, allowed = _fraction(size, max_before, scaling), to_add - added
    return min(share, allowed) if to_add > 0 else max(share, allowed)


def _fraction(size: int, max_before: int, scaling: Scaling) -> int:
    if scaling.replicas == 0:
        return -size
    before = max_before or scaling.status_replicas
    return _round(size * scaling.max_replicas / before) - size if before else 0


def _round(value: float) -> int:
    # Half away from zero, as integer.RoundToInt32: Python's round() goes to the even neighbour.
    return math.trunc(value - 0.5 if value < 0 else value + 0.5)


def proportional_sizes(sizes: Sequence[tuple[int, int]], scaling: Scaling) -> list[int]:
    """New sizes of all active ReplicaSets when a Deployment is scaled in the middle of a roll-out.

    *sizes* are (size, max_before), largest first; of equal ones the newest first when growing, the oldest first when
    shrinking. The first takes what rounding leaves over.
    """
    to_add = scaling.to_add(sum(size for size, _ in sizes))
    added = 0
    result = []
    for size, max_before in sizes:
        share = replica_set_proportion(size, max_before, scaling, to_add, added)
        added += share
        result.append(size + share)
    if result:
        result[0] = max(0, result[0] + to_add - added)
    return result
