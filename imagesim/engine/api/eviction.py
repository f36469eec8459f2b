"""Evictions: to delete a pod, if the budgets of disruptions allow it.

Models EvictionREST.Create of pkg/registry/core/pod/storage/eviction.go, 1.31 to 1.36 (read). It is what `kubectl drain`
asks for. The pod is deleted in the instant in which the budget is lowered, so none of them is "disrupted" in between.
"""

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.store import Store
from imagesim.rules.api.kinds import POD_DISRUPTION_BUDGET
from imagesim.rules.api.status_errors import InternalError, TooManyRequests
from imagesim.rules.workloads.disruption import MORE_THAN_ONE, VIOLATES, EvictionAnswer, answer


def evict(store: Store, pod: ApiPod) -> None:
    """Ask for the eviction of *pod*.

    Raises TooManyRequests if its budget does not allow it now, and InternalError if it has several.
    """
    budgets = budgets_of(store, pod)
    made = answer(
        pod.phase,
        ready=pod.ready,
        terminating=pod.deletion_s is not None,
        budgets=[(each.spec, each.status, each.generation) for each in budgets],
    )
    if made is EvictionAnswer.REFUSED:
        raise InternalError(MORE_THAN_ONE)
    if made is EvictionAnswer.TOO_MANY_REQUESTS:
        raise TooManyRequests(VIOLATES)
    if made is EvictionAnswer.DELETE_AND_COUNT:
        (budget,) = budgets
        store.update_status(budget, budget.status._replace(allowed=budget.status.allowed - 1))
    store.delete(pod)


def budgets_of(store: Store, pod: ApiPod) -> list[ApiObject]:
    """The budgets that are for *pod*; one without a selector is for none."""
    return [
        each
        for each in store.objects(POD_DISRUPTION_BUDGET.name).values()
        if each.namespace == pod.namespace and each.spec.selector is not None and each.spec.selector.matches(pod.labels)
    ]
