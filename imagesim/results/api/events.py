"""Events as the API server serves them (v1.Event), as far as it has not forgotten them."""

from typing import Any

from imagesim.engine.api.stored_events import StoredEvent
from imagesim.results.history import History
from imagesim.rules.api.kinds import BY_NAME, NODE, POD
from imagesim.rules.calendar import Calendar
from imagesim.scenarios.leaving_out import given


def _host(event: StoredEvent, history: History) -> str:
    """The node whose kubelet told of it."""
    if event.object.kind == NODE.name:
        return event.object.name
    if event.object.kind != POD.name or event.source != "kubelet":
        return ""
    return history.node(event.object, event.last_s)


def event_document(event: StoredEvent, history: History, calendar: Calendar) -> dict[str, Any]:
    """The event; `involvedObject` has the uid of the object that had the name when it last happened."""
    about, host = event.object, _host(event, history)
    kind = BY_NAME.get(about.kind)
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {
            "name": event.object_name.name,
            "namespace": event.namespace,
            "uid": event.uid,
            "resourceVersion": str(event.resource_version),
            "creationTimestamp": calendar.rfc3339(event.first_s),
        },
        "involvedObject": given(
            {
                "apiVersion": kind.api_version if kind is not None else "",
                "kind": about.kind,
                "name": about.name,
                "namespace": about.namespace,
                "uid": history.uid(about, event.last_s),
                "fieldPath": event.field_path,
            }
        ),
        "type": event.type,
        "reason": event.reason,
        "message": event.message,
        "count": event.times,
        "firstTimestamp": calendar.rfc3339(event.first_s),
        "lastTimestamp": calendar.rfc3339(event.last_s),
        "source": given({"component": event.source, "host": host}),
        "reportingComponent": event.source,
        "reportingInstance": host,
    }
