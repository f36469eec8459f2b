"""Namespaces as the API server serves them. Here one is there as soon as something is in it, beside those of a cluster.

A run does not create Namespaces as objects, so their uids are derived; no other object has one of that block.
"""

from typing import Any

from imagesim.engine.object_history import ObjectHistory
from imagesim.rules.calendar import Calendar
from imagesim.rules.units import Seconds

_OF_EVERY_CLUSTER = ("default", "kube-node-lease", "kube-public", "kube-system")
_NAME_LABEL = "kubernetes.io/metadata.name"


def namespaces(history: ObjectHistory, time_s: Seconds, calendar: Calendar) -> list[dict[str, Any]]:
    """Those that were there at *time_s*, by name."""
    created: dict[str, Seconds] = dict.fromkeys(_OF_EVERY_CLUSTER, 0.0)
    seen = set(created)
    for place, name in enumerate(history.names()):
        if name.namespace and name.namespace not in seen:
            seen.add(name.namespace)
            created[name.namespace] = history[place].time_s
    return [
        _document(name, number, created[name], calendar)
        for number, name in enumerate(sorted(created), start=1)
        if created[name] <= time_s
    ]


def _document(name: str, number: int, created_s: Seconds, calendar: Calendar) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {
            "name": name,
            "uid": f"00000000-0000-4000-bffe-{number:012x}",
            "resourceVersion": str(number),
            "creationTimestamp": calendar.rfc3339(created_s),
            "labels": {_NAME_LABEL: name},
        },
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    }
