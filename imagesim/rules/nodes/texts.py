"""What kubelets and the node lifecycle controller say of nodes that were away.

Models pkg/controller/util/node/controller_utils.go and pkg/kubelet/kubelet_node_status.go, 1.31 to 1.36 (read).
"""

from imagesim.rules.pods.kubelet_texts import NORMAL, WARNING, Event

POD_NODE_NOT_READY: Event = (WARNING, "NodeNotReady", "Node is not ready")
STARTING_KUBELET: Event = (NORMAL, "Starting", "Starting kubelet.")


def status_is(node: str, status: str) -> Event:
    """The event on a node that is NodeNotReady or NodeReady from now on."""
    return NORMAL, status, f"Node {node} status is now: {status}"


def rebooted(node: str, boot_id: str) -> Event:
    """The event on a node whose boot ID is another one than in its status."""
    return WARNING, "Rebooted", f"Node {node} has been rebooted, boot id: {boot_id}"
