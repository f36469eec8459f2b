"""What a DaemonSet's controller does next on each node: which pods it makes and deletes, and what the status says.

Models pkg/controller/daemon/daemon_controller.go (podsShouldBeOnNode, updateDaemonSetStatus) and update.go
(rollingUpdate) of Kubernetes 1.36. Every decision is made by the pods as they were when the sync began. A node whose
pod is being deleted gets no other one before that has gone.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from imagesim.rules.api.node import (
    DISK_PRESSURE_TAINT,
    NOT_READY_TAINT,
    UNREACHABLE_TAINT,
    UNSCHEDULABLE_TAINT,
    Taint,
)
from imagesim.rules.api.node_selector import NodeSelector, NodeSelectorRequirement, NodeSelectorTerm
from imagesim.rules.api.objects import DaemonSet, Labels, PodSpec, Toleration
from imagesim.rules.scheduling.node_affinity import fits, named_nodes
from imagesim.rules.scheduling.taints import NO_EXECUTE, NO_SCHEDULE, keeps_away
from imagesim.rules.workloads.rollout import scaled_value

ROLLING_UPDATE, ON_DELETE = "RollingUpdate", "OnDelete"

BURST_REPLICAS = 250
"""No sync creates or deletes more pods than this."""
FAILED_PODS_BACKOFF_S, LONGEST_FAILED_PODS_BACKOFF_S = 1.0, 900.0
"""How long the pod of a node that keeps failing is left as it is: first, and at most."""
TEMPLATE_GENERATION_LABEL = "pod-template-generation"


class DaemonSetStatus(NamedTuple):
    """The counts of a status: `desired` are nodes that should have a pod, `misscheduled` those that should not and do.

    The others are of those that should, each counted by its oldest pod.
    """

    observed_generation: int = 0
    desired: int = 0
    current: int = 0
    misscheduled: int = 0
    ready: int = 0
    updated: int = 0
    available: int = 0
    unavailable: int = 0


class SeenDaemonPod(NamedTuple):
    """A pod as the controller sees it; `updated` is by the latest template, `available` is Ready for `minReadySeconds`.

    `ended` is Succeeded or Failed, `terminating` that somebody asked for its deletion. `age` sorts: the oldest first.
    """

    name: str
    updated: bool
    ready: bool = False
    available: bool = False
    ended: bool = False
    terminating: bool = False
    age: tuple[bool, float, str] = (False, 0.0, "")


class Actions(NamedTuple):
    """Nodes that get a pod, and pods that are deleted; pods that have `ended` go too, unless they fail too often."""

    create: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


class Step(Enum):
    """Where a node stands in a roll-out: what it asks for, and whether it counts against the limit meanwhile."""

    DONE = "has the latest, or is nothing to count"
    UNDER_WAY = "counts against the limit"
    AT_ONCE = "goes on whatever the limit says"
    IN_TURN = "goes on as far as the limit allows"


def tolerations() -> tuple[Toleration, ...]:
    """AddOrUpdateDaemonPodTolerations: its pods go to nodes in trouble, and stay there (pkg/controller/daemon/util)."""
    stay = [Toleration(key, "Exists", effect=NO_EXECUTE) for key in (NOT_READY_TAINT, UNREACHABLE_TAINT)]
    pressures = (DISK_PRESSURE_TAINT, "node.kubernetes.io/memory-pressure", "node.kubernetes.io/pid-pressure")
    go = [Toleration(key, "Exists", effect=NO_SCHEDULE) for key in (*pressures, UNSCHEDULABLE_TAINT)]
    return (*stay, *go)


def should_run(spec: PodSpec, node: str, labels: Labels, taints: Sequence[Taint] = ()) -> bool:
    """NodeShouldRunDaemonPod: whether a pod of that spec should be put on the node."""
    if spec.node_name not in ("", node) or not fits(spec, node, labels):
        return False
    return not taints or keeps_away(taints, with_tolerations(spec).tolerations) is None


def should_continue(spec: PodSpec, node: str, labels: Labels, taints: Sequence[Taint]) -> bool:
    """The same for a pod that is there: a taint that only keeps new ones away does not drive it out."""
    return should_run(spec, node, labels, [taint for taint in taints if taint.effect == NO_EXECUTE])


def with_tolerations(spec: PodSpec) -> PodSpec:
    """The spec of a DaemonSet's pods: with what they tolerate besides what their template says."""
    added = tuple(each for each in tolerations() if each not in spec.tolerations)
    return replace(spec, tolerations=(*spec.tolerations, *added))


def pinned(spec: PodSpec, node: str) -> PodSpec:
    """ReplaceDaemonSetPodNodeNameNodeAffinity: the scheduler has that node alone to choose from."""
    name = NodeSelectorRequirement(key="metadata.name", operator="In", values=(node,))
    return replace(spec, node_affinity=NodeSelector(node_selector_terms=(NodeSelectorTerm(match_fields=(name,)),)))


def pinned_to(spec: PodSpec) -> str:
    """GetTargetNodeName of a pod that has no node yet: the one that its affinity names, "" if that is not one."""
    named = named_nodes(spec.node_affinity) or ()
    return next(iter(named)) if len(named) == 1 else ""


def allows_surge(spec: DaemonSet) -> bool:
    """AllowsSurge: whether an old pod stays until the new one beside it is available."""
    return spec.strategy == ROLLING_UPDATE and scaled_value(spec.max_surge, 1, round_up=True) > 0


def desired_counts(spec: DaemonSet, desired: int) -> tuple[int, int]:
    """updatedDesiredNodeCounts: surge and unavailable nodes, both rounded up; where both are 0, 1 is unavailable."""
    surge = scaled_value(spec.max_surge, desired, round_up=True)
    unavailable = scaled_value(spec.max_unavailable, desired, round_up=True)
    return (surge, unavailable) if surge or unavailable else (0, 1)


def is_settled(runs_here: bool, here: Sequence[SeenDaemonPod]) -> bool:
    """Whether `manage` has nothing to do on a node, now or after time has passed: nearly all of them."""
    return len(here) == runs_here and not (here and here[0].ended)


def manage(
    spec: DaemonSet, node: str, runs_here: bool, here: Sequence[SeenDaemonPod], *, stays: bool = False
) -> Actions:
    """podsShouldBeOnNode: *runs_here* says whether the node should have a pod, *here* which it has.

    On one that should have none a pod that is there may stay if it *stays*.
    """
    if not here:
        return Actions(create=(node,)) if runs_here else Actions()
    staying = [pod for pod in here if not pod.terminating]
    if not runs_here and not stays:
        return Actions(delete=tuple(pod.name for pod in staying))
    ended = tuple(pod.name for pod in staying if pod.ended)
    running = sorted((pod for pod in staying if not pod.ended), key=_age)
    if len(running) < 2:
        return Actions(ended=ended)
    surplus = _too_many_with_surge(running) if allows_surge(spec) else [pod.name for pod in running[1:]]
    return Actions(delete=tuple(surplus), ended=ended)


def _oldest(here: Sequence[SeenDaemonPod]) -> SeenDaemonPod:
    return here[0] if len(here) == 1 else min(here, key=_age)


def _age(pod: SeenDaemonPod) -> tuple[bool, float, str]:
    return pod.age


def _too_many_with_surge(running: Sequence[SeenDaemonPod]) -> list[str]:
    """One old and one new pod may stay, the old one until it is not Ready or the new one is available."""
    new = [pod for pod in running if pod.updated]
    old = [pod for pod in running if not pod.updated]
    delete = [pod.name for pod in (*new[1:], *old[1:])]
    if new and old and (not old[0].ready or new[0].available):
        delete.append(old[0].name)
    return delete


def step(surges: bool, here: Sequence[SeenDaemonPod]) -> Step:
    """rollingUpdate, of one node that should have a pod or has one: where it stands."""
    return _step_with_surge(here) if surges else _step_without_surge(here)


def _step_without_surge(here: Sequence[SeenDaemonPod]) -> Step:
    """Old pods that are not available go at once, others as far as nodes may be without one."""
    staying = [pod for pod in here if not pod.terminating]
    if len(staying) != 1:
        return Step.UNDER_WAY  # with none or several the node is unavailable, and `manage` sees to it
    (one,) = staying
    if one.updated:
        return Step.DONE if one.available else Step.UNDER_WAY
    return Step.IN_TURN if one.available else Step.AT_ONCE


def _step_with_surge(here: Sequence[SeenDaemonPod]) -> Step:
    """A new pod beside an old one: at once where that is not available, else on as many nodes as may have two."""
    new, old = _new_and_old(here)
    if len(new) > 1 or len(old) > 1:
        return Step.UNDER_WAY
    if not old:
        return Step.DONE
    if new:
        return Step.AT_ONCE if new[0].available else Step.UNDER_WAY
    return Step.IN_TURN if old[0].available else Step.AT_ONCE


def _new_and_old(here: Sequence[SeenDaemonPod]) -> tuple[list[SeenDaemonPod], list[SeenDaemonPod]]:
    staying = [pod for pod in here if not pod.terminating]
    return [pod for pod in staying if pod.updated], [pod for pod in staying if not pod.updated]


def room(spec: DaemonSet, desired: int, under_way: int, at_once: int) -> int:
    """How many nodes more may go on in their turn, where so many are *under_way* and go on *at_once*."""
    surge, unavailable = desired_counts(spec, desired)
    return max(0, surge - under_way if surge else unavailable - under_way - at_once)


def go_on(surges: bool, node: str, here: Sequence[SeenDaemonPod]) -> Actions:
    """What is done on a node that goes on with the roll-out."""
    new, old = _new_and_old(here)
    if surges and not new:
        return Actions(create=(node,))
    return Actions(delete=(old[0].name,))


def node_counts(runs_here: bool, here: Sequence[SeenDaemonPod]) -> tuple[int, int, int, int, int, int]:
    """What a node adds to `desired`, `current`, `misscheduled`, `ready`, `updated` and `available` of a status."""
    if not runs_here:
        return (0, 0, int(bool(here)), 0, 0, 0)
    if not here:
        return (1, 0, 0, 0, 0, 0)
    counted = _oldest(here)
    return (1, 1, 0, int(counted.ready), int(counted.updated), int(counted.available))


def counted_status(counts: Sequence[int], generation: int) -> DaemonSetStatus:
    """updateDaemonSetStatus: of the sums of `node_counts`, where each node counts by its oldest pod."""
    desired, current, misscheduled, ready, updated, available = counts
    return DaemonSetStatus(
        observed_generation=generation,
        desired=desired,
        current=current,
        misscheduled=misscheduled,
        ready=ready,
        updated=updated,
        available=available,
        unavailable=desired - available,
    )
