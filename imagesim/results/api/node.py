"""Nodes as the API server serves them: what a kubelet registers, and the conditions that it keeps up to date.

A node is in order but for its disk from when it joined (pkg/kubelet/nodestatus/setters.go), unless it fell silent.
"""

from typing import Any

from imagesim.results.api.metadata import metadata
from imagesim.results.history import ObjectThen
from imagesim.rules.api.node import Allocatable, NodeSpec, NodeStatus
from imagesim.rules.calendar import Calendar
from imagesim.rules.platforms import system
from imagesim.rules.scheduling.node_labels import architecture
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.quantities import format_cpu, format_size

_IN_ORDER = (
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)


def node_document(then: ObjectThen, calendar: Calendar) -> dict[str, Any]:
    """The node as it was. The versions are those that are simulated, without a patch level.

    `status.images` is left out: no row is written when a kubelet reports them, and what stands here would be old.
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
            "conditions": _conditions(then, status, calendar),
            "nodeInfo": {
                "architecture": architecture(status.platform),
                "operatingSystem": system(status.platform),
                "kubeletVersion": f"v{status.kubelet_version}",
                "containerRuntimeVersion": f"containerd://{status.container_runtime_version}",
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
