"""Workloads as `kubectl describe` tells of them: describeDeployment, describeReplicaSet, describeStatefulSet, ..."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from imagesim.results.describers.containers import describe_template
from imagesim.results.describers.pod import controller_of
from imagesim.results.describers.writer import NONE, Viewpoint, Writer
from imagesim.rules.printers.cells import labels_text, selector_text

Document = Mapping[str, Any]

_PHASES = {"Running": "Running", "Pending": "Waiting", "Succeeded": "Succeeded", "Failed": "Failed"}


def _head(workload: Document, writer: Writer, *, created: Viewpoint | None = None) -> None:
    metadata = workload["metadata"]
    writer.field("Name", metadata["name"])
    writer.field("Namespace", metadata["namespace"])
    if created is not None:
        writer.field("CreationTimestamp", created.date(metadata["creationTimestamp"]))


def _labels(workload: Document, writer: Writer) -> None:
    writer.labels("Labels", workload["metadata"].get("labels"))
    writer.annotations("Annotations", workload["metadata"].get("annotations"))


def _pods_status(pods: Sequence[Document], writer: Writer) -> None:
    """getPodStatusForController: the pods that it controls, by their phases."""
    counts = Counter(_PHASES[pod["status"]["phase"]] for pod in pods)
    writer.field("Pods Status", " / ".join(f"{counts[word]} {word}" for word in _PHASES.values()))


def _conditions(workload: Document, writer: Writer) -> None:
    conditions = workload.get("status", {}).get("conditions") or ()
    if conditions:
        writer.line("Conditions:")
        writer.line("Type", "Status", "Reason", level=1)
        writer.line("----", "------", "------", level=1)
    for each in conditions:
        writer.line(f"{each['type']} ", each["status"], each.get("reason", ""), level=1)


def describe_deployment(deployment: Document, sets: Sequence[Document], writer: Writer, view: Viewpoint) -> None:
    """*sets* are the ReplicaSets that it controls, in the order of the API's list."""
    spec, status = deployment["spec"], deployment.get("status", {})
    _head(deployment, writer, created=view)
    _labels(deployment, writer)
    writer.field("Selector", selector_text(spec.get("selector")))
    counts = [(spec["replicas"], "desired")]
    counts += [(status.get(f"{name}eplicas", 0), word) for name, word in _REPLICAS]
    writer.field("Replicas", " | ".join(f"{count} {word}" for count, word in counts))
    writer.field("StrategyType", spec["strategy"]["type"])
    writer.field("MinReadySeconds", spec["minReadySeconds"])
    if rolling := spec["strategy"].get("rollingUpdate"):
        words = f"{rolling['maxUnavailable']} max unavailable, {rolling['maxSurge']} max surge"
        writer.field("RollingUpdateStrategy", words)
    describe_template(spec["template"], writer)
    _conditions(deployment, writer)
    if sets:
        new = _new_replica_set(deployment, sets)
        writer.field("OldReplicaSets", _sets_text([each for each in sets if each is not new]))
        writer.field("NewReplicaSet", _sets_text([new] if new is not None else []))


_REPLICAS = (("updatedR", "updated"), ("r", "total"), ("availableR", "available"), ("unavailableR", "unavailable"))


def _new_replica_set(deployment: Document, sets: Sequence[Document]) -> Document | None:
    """FindNewReplicaSet: the oldest one whose template is the Deployment's but for the hash."""
    by_age = sorted(sets, key=lambda each: (each["metadata"]["creationTimestamp"], each["metadata"]["name"]))
    template = deployment["spec"]["template"]
    return next((each for each in by_age if _without_hash(each["spec"]["template"]) == _without_hash(template)), None)


def _without_hash(template: Document) -> Document:
    metadata = template.get("metadata") or {}
    labels = {key: value for key, value in (metadata.get("labels") or {}).items() if key != "pod-template-hash"}
    return {**template, "metadata": {**metadata, "labels": labels}}


def _sets_text(sets: Sequence[Document]) -> str:
    texts = (
        f"{each['metadata']['name']} ({each['status']['replicas']}/{each['spec']['replicas']} replicas created)"
        for each in sets
    )
    return ", ".join(texts) or NONE


def describe_replica_set(replica_set: Document, pods: Sequence[Document], writer: Writer, _: Viewpoint) -> None:
    """Also of a ReplicationController, whose selector is a plain map."""
    spec, status = replica_set["spec"], replica_set.get("status", {})
    plain = replica_set["kind"] == "ReplicationController"
    _head(replica_set, writer)
    writer.field("Selector", labels_text(spec["selector"]) if plain else selector_text(spec.get("selector")))
    _labels(replica_set, writer)
    owner = controller_of(replica_set["metadata"])
    if owner and not plain:
        writer.field("Controlled By", owner)
    writer.field("Replicas", f"{status.get('replicas', 0)} current / {spec['replicas']} desired")
    _pods_status(pods, writer)
    describe_template(spec["template"], writer)
    _conditions(replica_set, writer)


def describe_stateful_set(stateful_set: Document, pods: Sequence[Document], writer: Writer, view: Viewpoint) -> None:
    """Its volume claims are not modelled."""
    spec, status = stateful_set["spec"], stateful_set.get("status", {})
    _head(stateful_set, writer, created=view)
    writer.field("Selector", selector_text(spec.get("selector")))
    _labels(stateful_set, writer)
    writer.field("Replicas", f"{spec['replicas']} desired | {status.get('replicas', 0)} total")
    strategy = spec.get("updateStrategy") or {"type": "RollingUpdate"}
    writer.field("Update Strategy", strategy["type"])
    rolling = strategy.get("rollingUpdate") or {}
    if "partition" in rolling:
        writer.field("Partition", rolling["partition"], 1)
        if "maxUnavailable" in rolling:
            writer.field("MaxUnavailable", rolling["maxUnavailable"], 1)
    _pods_status(pods, writer)
    describe_template(spec["template"], writer)


def describe_daemon_set(daemon_set: Document, pods: Sequence[Document], writer: Writer, _: Viewpoint) -> None:
    """The counts of nodes stand in no column."""
    spec, status = daemon_set["spec"], daemon_set.get("status", {})
    _head(daemon_set, writer)
    writer.field("Selector", selector_text(spec.get("selector")))
    writer.field("Node-Selector", labels_text(spec["template"]["spec"].get("nodeSelector")))
    _labels(daemon_set, writer)
    for title, field in _NODES:
        writer.line(f"{title}: {status.get(field, 0)}")
    _pods_status(pods, writer)
    describe_template(spec["template"], writer)


_NODES = (
    ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
    ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
    ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
    ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
    ("Number of Nodes Misscheduled", "numberMisscheduled"),
)
