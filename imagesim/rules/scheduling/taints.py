"""Taints of nodes and what pods tolerate.

Models ToleratesTaint and FindMatchingUntoleratedTaint of k8s.io/component-helpers scheduling/corev1, and the plugins
TaintToleration and NodeUnschedulable of pkg/scheduler/framework/plugins, 1.31 to 1.36 (read).
"""

from collections.abc import Iterable, Sequence

from imagesim.rules.api.node import UNSCHEDULABLE_TAINT, Taint
from imagesim.rules.api.objects import Toleration

NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE = "NoSchedule", "PreferNoSchedule", "NoExecute"
EFFECTS = (NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE)

NOT_READY_TAINT, UNREACHABLE_TAINT = "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"


def tolerates(toleration: Toleration, taint: Taint) -> bool:
    """An empty effect or key of a toleration stands for all; Lt and Gt are behind a gate that is off."""
    if toleration.effect not in ("", taint.effect) or toleration.key not in ("", taint.key):
        return False
    if toleration.operator == "Exists":
        return True
    return toleration.operator in ("", "Equal") and toleration.value == taint.value


def untolerated(taints: Iterable[Taint], tolerations: Sequence[Toleration], effects: Sequence[str]) -> Taint | None:
    """The first taint with one of *effects* that nothing tolerates, None if there is none."""
    for taint in taints:
        if taint.effect in effects and not any(tolerates(each, taint) for each in tolerations):
            return taint
    return None


def keeps_away(taints: Iterable[Taint], tolerations: Sequence[Toleration]) -> Taint | None:
    """The taint because of which the scheduler puts no such pod on a node."""
    return untolerated(taints, tolerations, (NO_SCHEDULE, NO_EXECUTE))


def tolerates_unschedulable(tolerations: Iterable[Toleration]) -> bool:
    """Whether a pod goes to a node that is cordoned (plugin NodeUnschedulable)."""
    return any(tolerates(each, Taint(UNSCHEDULABLE_TAINT)) for each in tolerations)


def intolerable(taints: Iterable[Taint], tolerations: Sequence[Toleration]) -> int:
    """How many taints would rather not have the pod: countIntolerableTaintsPreferNoSchedule."""
    asked = [each for each in tolerations if each.effect in ("", PREFER_NO_SCHEDULE)]
    return sum(
        taint.effect == PREFER_NO_SCHEDULE and not any(tolerates(each, taint) for each in asked) for taint in taints
    )
