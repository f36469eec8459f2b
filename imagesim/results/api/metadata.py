"""The metadata of an object as the API server serves it (metav1.ObjectMeta)."""

from typing import Any

from imagesim.results.history import ObjectThen
from imagesim.rules.api.kinds import BY_NAME
from imagesim.rules.calendar import Calendar
from imagesim.scenarios.leaving_out import given


def metadata(then: ObjectThen, calendar: Calendar) -> dict[str, Any]:
    """Name, namespace, labels and all that the server fills in; what is empty is left out."""
    name = then.object_name
    return given(
        {
            "name": name.name,
            "namespace": name.namespace,
            "uid": then.uid,
            "resourceVersion": str(then.resource_version),
            "generation": then.generation,
            "creationTimestamp": calendar.rfc3339(then.created_s),
            "deletionTimestamp": _deletion(then, calendar),
            "labels": dict(then.labels),
            "annotations": dict(then.annotations),
            "ownerReferences": _owners(then),
            "finalizers": list(then.finalizers),
        }
    )


def _deletion(then: ObjectThen, calendar: Calendar) -> str:
    """When the object should be gone: for a pod on a node that is after its grace period (BeforeDelete)."""
    if then.deletion_s is None:
        return ""
    return calendar.rfc3339(then.deletion_s + (then.spec.termination_grace_s if then.node else 0))


def _owners(then: ObjectThen) -> list[dict[str, Any]]:
    if then.owner is None:
        return []
    owner = then.owner.owner
    reference = {
        "apiVersion": BY_NAME[owner.kind].api_version,
        "kind": owner.kind,
        "name": owner.name,
        "uid": then.owner.uid,
    }
    return [{**reference, "controller": True, "blockOwnerDeletion": True} if then.owner.controller else reference]
