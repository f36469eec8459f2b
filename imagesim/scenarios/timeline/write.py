"""Timeline events become a Timeline document again."""

from collections.abc import Iterable
from typing import Any

from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.cluster_events import (
    AddNode,
    CreateSecret,
    DeleteSecret,
    RemoveImage,
    RemoveNode,
    ReplaceSecret,
    ReplaceServiceAccount,
    SetPassword,
)
from imagesim.scenarios.values.scenario import (
    Delete,
    Outage,
    Push,
    Restart,
    RolloutRestart,
    Scale,
    SetImage,
    TimelineEvent,
)
from imagesim.scenarios.world.credentials.write import secret_document, service_account_document
from imagesim.scenarios.world.models import API_VERSION


def timeline_document(events: Iterable[TimelineEvent]) -> list[dict[str, Any]]:
    """Return the one document that holds all *events*."""
    written = [{"at": format_duration(event.at_s), **_what(event)} for event in events]
    metadata = {"name": "timeline"}
    return [{"apiVersion": API_VERSION, "kind": "Timeline", "metadata": metadata, "spec": {"events": written}}]


def _what(event: TimelineEvent) -> dict[str, Any]:
    match event:
        case Push():
            return {"push": {"image": event.reference, "to": event.image.name}}
        case Outage():
            outage = {"registry": event.registry, "for": format_duration(event.for_s), "how": event.how}
            return {"outage": outage if event.status is None else {**outage, "status": event.status}}
        case Scale():
            return {"scale": {"workload": event.workload, "replicas": event.replicas}}
        case SetImage():
            return {"setImage": {"workload": event.workload, "container": event.container, "image": event.image}}
        case RolloutRestart():
            return {"rolloutRestart": {"workload": event.workload}}
        case Restart():
            return {"restart": _some_pods(event)}
        case Delete():
            return {"delete": _some_pods(event)}
        case CreateSecret():
            return {"createSecret": secret_document(event.secret)}
        case ReplaceSecret():
            return {"replaceSecret": secret_document(event.secret)}
        case DeleteSecret():
            return {"deleteSecret": {"secret": f"{event.namespace}/{event.name}"}}
        case ReplaceServiceAccount():
            return {"replaceServiceAccount": service_account_document(event.account)}
        case SetPassword():
            password = {"user": event.user, "password": str(event.password)}
            return {"setPassword": {"registry": event.registry, **password}}
        case AddNode():
            return {"addNode": {"pool": event.pool, "count": event.count}}
        case RemoveNode():
            return {"removeNode": {"node": event.node}}
        case RemoveImage():
            return {"removeImage": {"node": event.node, "image": event.image}}


def _some_pods(event: Restart | Delete) -> dict[str, Any]:
    pods = {} if event.pods is None else {"pods": event.pods}
    return {"target": event.target, **pods, "over": format_duration(event.over_s)}
