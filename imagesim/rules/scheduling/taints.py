"""Taints of nodes and what pods tolerate.

Models ToleratesTaint and FindMatchingUntoleratedTaint of k8s.io/component-helpers scheduling/corev1, and the plugins
TaintToleration and NodeUnschedulable of pkg/scheduler/framework/plugins, 1.31 to 1.36 (read).
"""

from collections.abc import Iterable, Sequence

from imagesim.rules.api.node import NOT_READY_TAINT, UNREACHABLE_TAINT, UNSCHEDULABLE_TAINT, Taint
from imagesim.rules.api.objects import Toleration
from imagesim.rules.units import Seconds

NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE = "NoSchedule", "PreferNoSchedule", "NoExecute"
EFFECTS = (NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE)

DEFAULT_TOLERATION_S = 300
"""--default-not-ready-toleration-seconds, and its twin for nodes that are unreachable."""


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


def with_default_tolerations(tolerations: tuple[Toleration, ...]) -> tuple[Toleration, ...]:
    """What the admission plugin DefaultTolerationSeconds makes of a pod's tolerations.

    Every pod stays for 300 s on a node that is not ready or unreachable, unless it says something about that taint.
    """
    added = [
        Toleration(key=key, operator="Exists", effect=NO_EXECUTE, seconds=DEFAULT_TOLERATION_S)
        for key in (NOT_READY_TAINT, UNREACHABLE_TAINT)
        if not any(each.key in ("", key) and each.effect in ("", NO_EXECUTE) for each in tolerations)
    ]
    return (*tolerations, *added)


def stays_for(taints: Iterable[Taint], tolerations: tuple[Toleration, ...]) -> Seconds | None:
    """How long a pod may stay on a node with these taints, 0 for not at all; None is for ever.

    Models processPodOnNode and getMinTolerationTime of pkg/controller/tainteviction/taint_eviction.go: of several
    tolerations of a taint the first counts.
    """
    tolerations = with_default_tolerations(tolerations)
    times: list[int] = []
    for taint in taints:
        if taint.effect != NO_EXECUTE:
            continue
        used = next((each for each in tolerations if tolerates(each, taint)), None)
        if used is None:
            return 0
        if used.seconds is not None:
            times.append(max(0, used.seconds))
    return min(times) if times else None
