"""Any object but pods, nodes and events as the API server serves it: its manifest, with what the server filled in."""

from typing import Any

from imagesim.results.api.metadata import metadata
from imagesim.results.api.workload_status import status_document
from imagesim.results.history import ObjectThen
from imagesim.rules.api.kinds import CONTROLLER_REVISION, JOB
from imagesim.rules.api.objects import ReplicaSet, ReplicaSetSpec, ReplicationController
from imagesim.rules.calendar import Calendar
from imagesim.rules.workloads.controller_revision import ControllerRevision
from imagesim.scenarios.manifests.kinds import BY_NAME
from imagesim.scenarios.manifests.template import write_template

Document = dict[str, Any]


def object_document(then: ObjectThen, calendar: Calendar) -> Document:
    """The object as it was. A Secret's values are stand-ins."""
    written = _revision(then.spec) if then.object_name.kind == CONTROLLER_REVISION.name else _manifest(then)
    own = written.pop("metadata", {})
    document = {
        **{name: written.pop(name) for name in ("apiVersion", "kind")},
        "metadata": {**metadata(then, calendar), **{name: value for name, value in own.items() if name in _OWN}},
        **written,
    }
    if then.object_name.kind == JOB.name:
        document["spec"] = {**document["spec"], "selector": {"matchLabels": {_CONTROLLER_UID: then.uid}}}
    status = status_document(then.status, calendar)
    return {**document, "status": status} if status else document


_OWN = ("labels", "annotations")
"""What of its metadata a value holds itself: a ServiceAccount its annotations."""
_CONTROLLER_UID = "batch.kubernetes.io/controller-uid"


def _manifest(then: ObjectThen) -> Document:
    return BY_NAME[then.object_name.kind].write(_value(then))


def _value(then: ObjectThen) -> Any:
    """What the manifest is written from. The store keeps of ReplicaSets the spec alone, since most have no manifest."""
    name = then.object_name
    if not isinstance(then.spec, ReplicaSetSpec):
        return then.spec
    kind = ReplicaSet if name.kind == "ReplicaSet" else ReplicationController
    return kind(namespace=name.namespace, name=name.name, spec=then.spec)


def _revision(revision: ControllerRevision) -> Document:
    return {
        "apiVersion": CONTROLLER_REVISION.api_version,
        "kind": CONTROLLER_REVISION.name,
        "revision": revision.revision,
        "data": {"spec": {"template": {"$patch": "replace", **write_template(revision.data)}}},
    }
