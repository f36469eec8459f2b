"""The one table of who describes which kind, and what else of the API each needs to see."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from imagesim.engine.api.stored_events import held
from imagesim.results.api.objects import ApiObjects
from imagesim.results.describers import jobs, others, workloads
from imagesim.results.describers.events import describe_events
from imagesim.results.describers.pod import describe_pod
from imagesim.results.describers.writer import Viewpoint, Writer
from imagesim.rules.api import kinds
from imagesim.rules.api.kinds import Kind
from imagesim.rules.shown import gate

Document = Mapping[str, Any]
Describe = Callable[[Document, Sequence[Document], Writer, Viewpoint], None]
"""Describes an object, with the other objects that it is told of."""

_DESCRIBERS: Mapping[str, Describe] = {
    kinds.DEPLOYMENT.name: workloads.describe_deployment,
    kinds.REPLICA_SET.name: workloads.describe_replica_set,
    kinds.REPLICATION_CONTROLLER.name: workloads.describe_replica_set,
    kinds.STATEFUL_SET.name: workloads.describe_stateful_set,
    kinds.DAEMON_SET.name: workloads.describe_daemon_set,
    kinds.JOB.name: jobs.describe_job,
    kinds.CRON_JOB.name: jobs.describe_cron_job,
    kinds.SECRET.name: others.describe_secret,
    kinds.SERVICE_ACCOUNT.name: others.describe_service_account,
    kinds.NAMESPACE.name: others.describe_namespace,
    kinds.NODE.name: others.describe_node,
}
_WITHOUT_EVENTS = (kinds.SECRET.name, kinds.NAMESPACE.name)
_OF_PODS = (
    kinds.REPLICA_SET.name,
    kinds.REPLICATION_CONTROLLER.name,
    kinds.STATEFUL_SET.name,
    kinds.DAEMON_SET.name,
)


def described(kind: Kind, document: Document, objects: ApiObjects, view: Viewpoint) -> gate.Shown:
    """What `kubectl describe` prints of an object of *kind*."""
    events = held(objects.told_of(document), view.now)
    if kind is kinds.POD:
        return describe_pod(document, events, view)
    writer = Writer(thresholds=view.thresholds)
    describe = _DESCRIBERS.get(kind.name, others.describe_anything)
    describe(document, _beside(kind, document, objects), writer, view)
    if kind.name not in _WITHOUT_EVENTS:
        describe_events(events, view, writer)
    return writer.text()


def _beside(kind: Kind, document: Document, objects: ApiObjects) -> list[Document]:
    """The pods of a controller, the ReplicaSets of a Deployment, the Secrets beside a ServiceAccount, a node's pods."""
    namespace = document["metadata"].get("namespace")
    if kind is kinds.NODE:
        name = document["metadata"]["name"]
        return [pod for pod in objects.list_of(kinds.POD) if _goes_on_at(pod, name)]
    if kind is kinds.SERVICE_ACCOUNT:
        return [*objects.list_of(kinds.SECRET, namespace)]
    if kind is kinds.DEPLOYMENT:
        return _controlled(document, objects.list_of(kinds.REPLICA_SET, namespace))
    return _controlled(document, objects.list_of(kinds.POD, namespace)) if kind.name in _OF_PODS else []


def _controlled(document: Document, others_: Sequence[Document]) -> list[Document]:
    uid = document["metadata"]["uid"]
    return [
        each
        for each in others_
        if any(owner["uid"] == uid and owner.get("controller") for owner in each["metadata"].get("ownerReferences", ()))
    ]


def _goes_on_at(pod: Document, node: str) -> bool:
    return pod["spec"].get("nodeName") == node and pod["status"]["phase"] not in ("Succeeded", "Failed")
