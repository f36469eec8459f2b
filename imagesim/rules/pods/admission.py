"""Whether a kubelet takes a pod that is bound to it: the pod's operating system has to be the node's.

Models rejectPodAdmissionBasedOnOSSelector and ...OSField of pkg/kubelet/lifecycle/predicate.go. The first looks at a
*label* of the pod, although its message speaks of the node's. The scheduler asks neither, so such a pod is bound first.
"""

from typing import NamedTuple

from imagesim.rules.api.objects import Labels, PodSpec
from imagesim.rules.scheduling.node_labels import OS
from imagesim.rules.units import Seconds

REFUSAL_S: Seconds = 1.0
"""Until the API shows that a kubelet does not take a pod, and its controller makes another: an assumption, stated to
the user. In a cluster it is as long as the clients of kubelet and controller are made to wait."""


class Refusal(NamedTuple):
    """The pod has Failed: `reason` of its status, and the message of the event."""

    reason: str
    message: str


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
