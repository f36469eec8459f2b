"""What kube-scheduler says of a pod that fits nowhere.

Models FitError of pkg/scheduler/framework/types.go with the message of preemption, which can help with none of these
reasons. Some newer versions say "untolerated taint(s)" and do not name the taint.
"""

from collections.abc import Mapping

from imagesim.rules.api.node import DISK_PRESSURE_TAINT

UNSCHEDULABLE = "node(s) were unschedulable"
UNTOLERATED_TAINT = f"node(s) had untolerated taint {{{DISK_PRESSURE_TAINT}: }}"
NODE_AFFINITY = "node(s) didn't match Pod's node affinity/selector"
NOT_NAMED = "node(s) didn't satisfy plugin(s) [NodeAffinity]"
"""Of nodes that a pod's affinity leaves out by name: they are not even looked at."""
TERMS_CONFLICT = "pod affinity terms conflict"
"""In place of all reasons, where an affinity can hold for no node at all."""


def fit_error(count: int, reasons: Mapping[str, int], conflict: str = "") -> str:
    """The message for *count* nodes, how many of which have which reason; *conflict* is said in place of those."""
    if not count:
        return "no nodes available to schedule pods"
    why = conflict or ", ".join(sorted(f"{number} {reason}" for reason, number in reasons.items() if number))
    return (
        f"0/{count} nodes are available: {why}. preemption: "
        f"0/{count} nodes are available: {count} Preemption is not helpful for scheduling."
    )
