"""Whether a kubelet takes a pod that is bound to it.

Models pkg/kubelet/lifecycle/predicate.go and Admit of pkg/kubelet/eviction/eviction_manager.go, 1.32 to 1.36 (read).
The scheduler looks at most of it first, but not at a pod that names its node itself, and never at the operating system.
Of that the first check looks at a *label* of the pod, although its message speaks of the node's.
"""

from collections.abc import Sequence
from typing import NamedTuple

from imagesim.rules.api.node import Allocatable, Taint
from imagesim.rules.api.objects import Labels, PodSpec
from imagesim.rules.scheduling.fit_error import NODE_AFFINITY
from imagesim.rules.scheduling.node_affinity import fits
from imagesim.rules.scheduling.node_labels import OS
from imagesim.rules.scheduling.resources import Demand, demand, lacking
from imagesim.rules.scheduling.taints import NO_EXECUTE, untolerated, with_default_tolerations
from imagesim.rules.units import Seconds

REFUSAL_S: Seconds = 1.0
"""Until the API shows that a kubelet does not take a pod, and its controller makes another: an assumption, stated to
the user. In a cluster it is as long as the clients of kubelet and controller are made to wait."""


class Refusal(NamedTuple):
    """The pod has Failed: `reason` of its status, and the message of the event."""

    reason: str
    message: str


class NodeSeen(NamedTuple):
    """A node as its kubelet sees it when a pod comes: with so many pods and what they request."""

    name: str
    labels: Labels
    taints: Sequence[Taint]
    allocatable: Allocatable
    pods: int
    load: Demand


UNDER_DISK_PRESSURE = Refusal("Evicted", "The node had condition: [DiskPressure]. ")
"""While a node has the condition its kubelet takes no pod, whatever that tolerates."""


def refusal(spec: PodSpec, labels: Labels, node_os: str) -> Refusal | None:
    """Why the kubelet of a node with that operating system ("linux") does not take the pod, None if it does."""
    if not spec.os and not labels:
        return None
    if dict(labels).get(OS, node_os) != node_os:
        message = f"Failed to admit pod as the `{OS}` label doesn't match node label"
        return Refusal("PodOSSelectorNodeLabelDoesNotMatch", message)
    if spec.os and spec.os != node_os:
        return Refusal("PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS")
    return None


def predicate_failure(spec: PodSpec, node: NodeSeen) -> Refusal | None:
    """generalFilter: the first thing that the scheduler would have looked at, None if the pod fits the node."""
    lacks = lacking(demand(spec), node.pods, node.load, node.allocatable)
    if lacks:
        first = lacks[0]
        message = (
            f"Node didn't have enough resource: {first.resource}, requested: {first.requested}, used: {first.used}, "
            f"capacity: {first.capacity}"
        )
        return Refusal(f"OutOf{first.resource}", message)
    if not fits(spec, node.name, node.labels):
        return _predicate("NodeAffinity", NODE_AFFINITY)
    if untolerated(node.taints, with_default_tolerations(spec.tolerations), (NO_EXECUTE,)) is not None:
        return _predicate("TaintToleration", "node(s) had taints that the pod didn't tolerate")
    return None


def _predicate(name: str, why: str) -> Refusal:
    return Refusal(name, f"Predicate {name} failed: {why}")
