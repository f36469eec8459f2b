"""Nodes as the API server serves them: what a kubelet registers, and the status that it keeps up to date.

A node is in order but for its disk from when it joined (pkg/kubelet/nodestatus/setters.go), unless it fell silent.
"""

from collections.abc import Sequence
from typing import Any

from imagesim.results.api.metadata import metadata
from imagesim.results.history import ObjectThen
from imagesim.rules.api.node import Allocatable, ContainerImage, NodeSpec, NodeStatus
from imagesim.rules.calendar import Calendar
from imagesim.rules.platforms import system
from imagesim.rules.scheduling.node_labels import architecture
from imagesim.rules.versions import containerd
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.quantities import format_cpu, format_size

_IN_ORDER = (
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)


def node_document(then: ObjectThen, images: Sequence[ContainerImage], calendar: Calendar) -> dict[str, Any]:
    """The node as it was, with the *images* that were on it.

    The kubelet's version is the first release of the minor version that is simulated, containerd's the one that was
    looked at. What the node has (`capacity`) is what it has for pods: what it keeps for itself is not simulated.
    """
    spec: NodeSpec = then.spec
    status: NodeStatus = then.status
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": metadata(then, calendar),
        "spec": given(
            {
                "unschedulable": True if spec.unschedulable else None,
                "taints": [given(taint._asdict()) for taint in spec.taints],
            }
        ),
        "status": {
            "addresses": [{"type": "Hostname", "address": then.object_name.name}],
            "allocatable": _allocatable(status.allocatable),
            "capacity": _allocatable(status.allocatable),
            "conditions": _conditions(then, status, calendar),
            "images": [{"names": list(each.names), "sizeBytes": each.size} for each in images],
            "nodeInfo": {
                "architecture": architecture(status.platform),
                "operatingSystem": system(status.platform),
                "kubeletVersion": f"v{status.kubelet_version}.0",
                "containerRuntimeVersion": f"containerd://{containerd(status.container_runtime_version).release}",
            },
        },
    }


def _allocatable(allocatable: Allocatable) -> dict[str, str]:
    """Quantities by resource; what the node does not say is left out."""
    quantities = {"pods": str(allocatable.pods)}
    if allocatable.cpu is not None:
        quantities["cpu"] = format_cpu(allocatable.cpu)
    if allocatable.memory is not None:
        quantities["memory"] = format_size(allocatable.memory)
    return quantities


def _conditions(then: ObjectThen, status: NodeStatus, calendar: Calendar) -> list[dict[str, Any]]:
    written = {each.type for each in status.conditions}
    in_order = [(*each, then.created_s) for each in _IN_ORDER if each[0] not in written]
    names = ("type", "status", "reason", "message")
    return [
        {**dict(zip(names, each[:4], strict=True)), "lastTransitionTime": calendar.rfc3339(each[4])}
        for each in sorted([*in_order, *status.conditions], key=lambda each: _ORDER.index(each[0]))
    ]


_ORDER = ("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")
"""As a kubelet writes them."""
