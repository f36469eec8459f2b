"""Timeline events become a Timeline document again."""

from collections.abc import Iterable
from typing import Any

from imagesim.scenarios.quantities import format_duration
from imagesim.scenarios.scenario import (
    Delete,
    Outage,
    Push,
    Restart,
    RolloutRestart,
    Scale,
    SetImage,
    TimelineEvent,
)
from imagesim.scenarios.worlds import API_VERSION


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
            return {"outage": outage}
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


def _some_pods(event: Restart | Delete) -> dict[str, Any]:
    pods = {} if event.pods is None else {"pods": event.pods}
    return {"target": event.target, **pods, "over": format_duration(event.over_s)}
