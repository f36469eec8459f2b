"""What kube-scheduler says of a pod that fits nowhere.

Models FitError of pkg/scheduler/framework/types.go with the messages of the plugins that come after: those of
DynamicResources, which from 1.34 on say that there is no claim, and those of preemption (framework/preemption), which
finds nobody here whom a pod could displace.
"""

from collections.abc import Mapping

from imagesim.rules.api.node import Taint
from imagesim.rules.versions import KubernetesBehaviour

UNSCHEDULABLE = "node(s) were unschedulable"
NODE_AFFINITY = "node(s) didn't match Pod's node affinity/selector"
NOT_NAMED = "node(s) didn't satisfy plugin(s) [NodeAffinity]"
"""Of nodes that a pod's affinity leaves out by name: they are not even looked at."""
TERMS_CONFLICT = "pod affinity terms conflict"
"""In place of all reasons, where an affinity can hold for no node at all."""

_NO_VICTIMS = "No preemption victims found for incoming pod"
_NOT_HELPFUL = "Preemption is not helpful for scheduling"


def untolerated_taint(taint: Taint, behaviour: KubernetesBehaviour) -> str:
    """The reason of TaintToleration, which no longer says which taint it was."""
    if behaviour.untolerated_taint_is_named:
        return f"node(s) had untolerated taint {{{taint.key}: {taint.value}}}"
    return "node(s) had untolerated taint(s)"


def fit_error(
    count: int, reasons: Mapping[str, int], behaviour: KubernetesBehaviour, *, full: int = 0, conflict: str = ""
) -> str:
    """The message for *count* nodes, how many of which have which reason; *conflict* is said in place of those.

    So many nodes are *full*: would take the pod, if others made room.
    """
    if not count:
        return "no nodes available to schedule pods"
    why = conflict or _listed(reasons)
    claims = "no new claims to deallocate, " if behaviour.claims_before_preemption else ""
    helps = _listed({_NO_VICTIMS: full, _NOT_HELPFUL: count - full})
    return f"0/{count} nodes are available: {why}. {claims}preemption: 0/{count} nodes are available: {helps}."


def _listed(reasons: Mapping[str, int]) -> str:
    """Go sorts the texts with their numbers."""
    return ", ".join(sorted(f"{number} {reason}" for reason, number in reasons.items() if number))
