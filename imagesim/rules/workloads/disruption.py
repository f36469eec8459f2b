"""PodDisruptionBudgets: how many pods may go at once, and what an eviction is answered.

Models pkg/controller/disruption/disruption.go (getExpectedPodCount, updatePdbStatus) and
pkg/registry/core/pod/storage/eviction.go, 1.31 to 1.36 (read).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from imagesim.rules.api.label_selector import LabelSelector
from imagesim.rules.workloads.rollout import scaled_value

ALWAYS_ALLOW, IF_HEALTHY_BUDGET = "AlwaysAllow", "IfHealthyBudget"

VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget."
MORE_THAN_ONE = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."


@dataclass(frozen=True, slots=True, kw_only=True)
class PodDisruptionBudget:
    """How many of the pods that `selector` chooses have to be there, or may be missing: a count or a percentage.

    One of the two is "". Without a selector it is for no pod. `unhealthy_pod_eviction_policy` is "" where it is not
    given, which is IfHealthyBudget.
    """

    namespace: str
    name: str
    min_available: str = ""
    max_unavailable: str = ""
    selector: LabelSelector | None = None
    unhealthy_pod_eviction_policy: str = ""


class DisruptionStatus(NamedTuple):
    """The status of a budget. `allowed` is how many evictions may come before the controller looks again."""

    observed_generation: int = 0
    allowed: int = 0
    current_healthy: int = 0
    desired_healthy: int = 0
    expected_pods: int = 0


class Healthy(NamedTuple):
    """How many pods there have to be of those that are expected."""

    expected: int
    desired: int


def healthy(budget: PodDisruptionBudget, pods: int, scale: int) -> Healthy:
    """getExpectedPodCount: *pods* are those that are there, *scale* is what their controllers keep.

    Percentages are of the scale, and rounded up; so is what may be missing.
    """
    if budget.max_unavailable:
        missing = scaled_value(budget.max_unavailable, scale, round_up=True)
        return Healthy(scale, max(0, scale - missing))
    if budget.min_available.endswith("%"):
        return Healthy(scale, scaled_value(budget.min_available, scale, round_up=True))
    return Healthy(pods, int(budget.min_available or 0)) if budget.min_available else Healthy(0, 0)


def needs_scale(budget: PodDisruptionBudget) -> bool:
    """Whether the controllers of the pods are asked: one that is not known makes the budget allow nothing."""
    return bool(budget.max_unavailable) or budget.min_available.endswith("%")


def status(found: Healthy, current: int, generation: int) -> DisruptionStatus:
    """updatePdbStatus, with *current* pods healthy."""
    allowed = max(0, current - found.desired) if found.expected > 0 else 0
    return DisruptionStatus(generation, allowed, current, found.desired, found.expected)


class EvictionAnswer(Enum):
    """What the API server makes of an eviction."""

    DELETE = "delete"
    """The pod goes, and no budget is touched."""
    DELETE_AND_COUNT = "delete and count"
    """The pod goes, and its budget allows one less."""
    TOO_MANY_REQUESTS = "429"
    REFUSED = "500"
    """It has several budgets."""


def answer(
    phase: str, *, ready: bool, terminating: bool, budgets: Sequence[tuple[PodDisruptionBudget, DisruptionStatus, int]]
) -> EvictionAnswer:
    """EvictionREST.Create, for a pod with these *budgets*, each with its status and its generation."""
    if terminating or phase in ("Succeeded", "Failed", "Pending") or not budgets:
        return EvictionAnswer.DELETE
    if len(budgets) > 1:
        return EvictionAnswer.REFUSED
    ((budget, seen, generation),) = budgets
    if not ready:
        if budget.unhealthy_pod_eviction_policy == ALWAYS_ALLOW:
            return EvictionAnswer.DELETE
        if seen.current_healthy >= seen.desired_healthy > 0:
            return EvictionAnswer.DELETE
    if seen.observed_generation < generation or seen.allowed <= 0:
        return EvictionAnswer.TOO_MANY_REQUESTS
    return EvictionAnswer.DELETE_AND_COUNT


def unmanaged(selector: LabelSelector | None) -> str:
    """What is said of pods that nothing keeps; the selector is in Go's words."""
    labels = "".join(f"{key}: {value}," for key, value in selector.match_labels) if selector else ""
    expressions = "".join(
        f"LabelSelectorRequirement{{Key:{each.key},Operator:{each.operator},Values:[{' '.join(each.values)}],}},"
        for each in (selector.match_expressions if selector else ())
    )
    shown = (
        f"&LabelSelector{{MatchLabels:map[string]string{{{labels}}},"
        f"MatchExpressions:[]LabelSelectorRequirement{{{expressions}}},}}"
    )
    return (
        f"Pods selected by this PodDisruptionBudget (selector: {shown}) were found to be unmanaged. As a result, the "
        "status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for "
        'these pods please set ".spec.minAvailable" field of the PDB to an integer value.'
    )
