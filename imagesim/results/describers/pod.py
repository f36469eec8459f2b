"""A pod as `kubectl describe pod` tells of it (describePod)."""

from collections.abc import Mapping, Sequence
from typing import Any

from imagesim.engine.api.stored_events import StoredEvent
from imagesim.results.describers.containers import describe_containers, describe_placing, describe_volumes
from imagesim.results.describers.events import describe_events
from imagesim.results.describers.writer import NONE, Viewpoint, Writer
from imagesim.rules.printers.durations import human_duration
from imagesim.rules.shown import gate

Document = Mapping[str, Any]

_GRACE_S = 30
_ENDS = ("Succeeded", "Failed")


def describe_pod(pod: Document, events: Sequence[StoredEvent], view: Viewpoint, *, gone: str = "") -> gate.Shown:
    """The text for a pod. *gone* takes the place of its status, where the pod is not there any more."""
    metadata, spec, status = pod["metadata"], pod["spec"], pod["status"]
    writer = Writer(thresholds=view.thresholds)
    writer.field("Name", metadata["name"])
    writer.field("Namespace", metadata["namespace"])
    if name := spec.get("serviceAccountName"):  # a mirror pod has none
        writer.field("Service Account", name)
    writer.field("Node", spec.get("nodeName") or NONE)
    if "startTime" in status:
        writer.field("Start Time", view.date(status["startTime"]))
    writer.labels("Labels", metadata.get("labels"))
    writer.annotations("Annotations", metadata.get("annotations"))
    _describe_status(pod, writer, view, gone)
    if owner := controller_of(metadata):
        writer.field("Controlled By", owner)
    if spec.get("initContainers"):
        statuses = status.get("initContainerStatuses") or ()
        describe_containers("Init Containers", spec["initContainers"], statuses, writer, view)
    describe_containers("Containers", spec["containers"], status.get("containerStatuses") or (), writer, view)
    if spec.get("ephemeralContainers"):
        statuses = status.get("ephemeralContainerStatuses") or ()
        describe_containers("Ephemeral Containers", spec["ephemeralContainers"], statuses, writer, view)
    if status.get("conditions"):
        writer.line("Conditions:")
        writer.line("Type", "Status", level=1)
        for condition in status["conditions"]:
            writer.line(f"{condition['type']} ", f"{condition['status']} ", level=1)
    describe_volumes(spec, writer)
    describe_placing(spec, writer)
    describe_events(events, view, writer)
    return writer.text()


def controller_of(metadata: Document) -> str:
    """printController: `ReplicaSet/web-5d4f`, "" for none."""
    owners = metadata.get("ownerReferences") or ()
    return next((f"{each['kind']}/{each['name']}" for each in owners if each.get("controller")), "")


def _describe_status(pod: Document, writer: Writer, view: Viewpoint, gone: str) -> None:
    metadata, status = pod["metadata"], pod["status"]
    if gone:
        writer.field("Status", gone)
    elif "deletionTimestamp" in metadata and status["phase"] not in _ENDS:
        # The API's timestamp is that of the end of the grace period, so it lies ahead as long as all goes well.
        lasts = human_duration(view.since(metadata["deletionTimestamp"]))
        writer.field("Status", f"Terminating (lasts {lasts})")
        writer.field("Termination Grace Period", f"{_GRACE_S}s")
    else:
        writer.field("Status", status["phase"])
    for name in ("reason", "message"):
        if status.get(name):
            writer.field(name.capitalize(), status[name])
