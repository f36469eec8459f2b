"""What a DaemonSet's controller does next on each node: which pods it makes and deletes, and what the status says.

Models pkg/controller/daemon/daemon_controller.go (podsShouldBeOnNode, updateDaemonSetStatus) and update.go
(rollingUpdate) of Kubernetes 1.36. Every decision is made by the pods as they were when the sync began. A node whose
pod is being deleted gets no other one before that has gone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from imagesim.rules.api.node import DISK_PRESSURE_TAINT, UNSCHEDULABLE_TAINT, Taint
from imagesim.rules.api.node_selector import NodeSelector, NodeSelectorRequirement, NodeSelectorTerm
from imagesim.rules.api.objects import DaemonSet, Labels, PodSpec, Toleration
from imagesim.rules.scheduling.node_affinity import fits, named_nodes
from imagesim.rules.scheduling.taints import (
    NO_EXECUTE,
    NO_SCHEDULE,
    NOT_READY_TAINT,
    UNREACHABLE_TAINT,
    keeps_away,
)
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


def manage(
    spec: DaemonSet,
    runs: Mapping[str, bool],
    pods: Mapping[str, Sequence[SeenDaemonPod]],
    stays: Collection[str] = frozenset(),
) -> Actions:
    """podsShouldBeOnNode for each node: *runs* says of each whether it should have a pod, *pods* which it has.

    On a node of *stays* that should have none a pod may stay that is there.
    """
    create, delete, ended = [], [], []
    surges = allows_surge(spec)
    for node, runs_here in runs.items():
        here = pods.get(node, ())
        if runs_here and len(here) == 1 and not here[0].ended:
            continue  # nearly all of them
        if not here:
            if runs_here:
                create.append(node)
            continue
        staying = [pod for pod in here if not pod.terminating]
        if not runs_here and node not in stays:
            delete += [pod.name for pod in staying]
            continue
        ended += [pod.name for pod in staying if pod.ended]
        running = sorted((pod for pod in staying if not pod.ended), key=_age)
        if len(running) > 1:
            delete += _too_many_with_surge(running) if surges else [pod.name for pod in running[1:]]
    return Actions(tuple(create), tuple(delete), tuple(ended))


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


def rolling_update(spec: DaemonSet, desired: int, pods: Mapping[str, Sequence[SeenDaemonPod]]) -> Actions:
    """rollingUpdate: *pods* of every node that should have one, and of those that have one besides."""
    surge, unavailable = desired_counts(spec, desired)
    if surge:
        return _with_surge(surge, pods)
    return _without_surge(unavailable, pods)


def _without_surge(max_unavailable: int, pods: Mapping[str, Sequence[SeenDaemonPod]]) -> Actions:
    """Old pods that are not available go at once, others as far as nodes may be without one."""
    unavailable, replaced, candidates = 0, [], []
    for here in pods.values():
        one = _one(here)
        if one is None:
            unavailable += 1
        elif one.updated:
            unavailable += not one.available
        elif not one.available:
            replaced.append(one.name)
            unavailable += 1
        else:
            candidates.append(one.name)
    return Actions(delete=(*replaced, *candidates[: max(0, max_unavailable - unavailable)]))


def _one(here: Sequence[SeenDaemonPod]) -> SeenDaemonPod | None:
    """The pod of a node that has one; with none or several the node is unavailable, and `manage` sees to it."""
    staying = [pod for pod in here if not pod.terminating]
    return staying[0] if len(staying) == 1 else None


def _with_surge(max_surge: int, pods: Mapping[str, Sequence[SeenDaemonPod]]) -> Actions:
    """A new pod beside an old one: at once where that is not available, else on as many nodes as may have two."""
    surging = 0
    delete: list[str] = []
    create: list[str] = []
    candidates: list[str] = []
    for node, here in pods.items():
        new = [pod for pod in here if not pod.terminating and pod.updated]
        old = [pod for pod in here if not pod.terminating and not pod.updated]
        if len(new) > 1 or len(old) > 1:
            surging += 1
        elif old and not new:
            (candidates if old[0].available else create).append(node)
        elif old and new[0].available:
            delete.append(old[0].name)
        elif old:
            surging += 1
    return Actions((*create, *candidates[: max(0, max_surge - surging)]), tuple(delete))


def counted_status(
    runs: Mapping[str, bool], pods: Mapping[str, Sequence[SeenDaemonPod]], generation: int
) -> DaemonSetStatus:
    """updateDaemonSetStatus: each node that should have a pod counts by its oldest."""
    counted = [_oldest(pods[node]) for node, runs_here in runs.items() if runs_here and node in pods]
    desired = sum(runs.values())
    available = sum(pod.available for pod in counted)
    return DaemonSetStatus(
        observed_generation=generation,
        desired=desired,
        current=len(counted),
        misscheduled=sum(not runs_here and bool(pods.get(node)) for node, runs_here in runs.items()),
        ready=sum(pod.ready for pod in counted),
        updated=sum(pod.updated for pod in counted),
        available=available,
        unavailable=desired - available,
    )
