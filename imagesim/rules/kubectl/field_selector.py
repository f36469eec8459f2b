"""Field selectors as people type them after --field-selector: `status.phase!=Running,spec.nodeName=node-1`.

Models ParseSelector of k8s.io/apimachinery/pkg/fields/selector.go, and which fields the API server knows of each kind:
AddFieldLabelConversionFunc in pkg/apis/*/v1/conversion.go, and ToSelectableFields of each kind's strategy.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from imagesim.rules.api.kinds import Kind
from imagesim.rules.golang.text import quote

_EVERY = ("metadata.name", "metadata.namespace")
_MORE: Mapping[str, tuple[str, ...]] = {
    "Pod": (
        "spec.nodeName",
        "spec.restartPolicy",
        "spec.schedulerName",
        "spec.serviceAccountName",
        "spec.hostNetwork",
        "status.phase",
        "status.podIP",
        "status.podIPs",
        "status.nominatedNodeName",
    ),
    "Event": (
        "involvedObject.kind",
        "involvedObject.namespace",
        "involvedObject.name",
        "involvedObject.uid",
        "involvedObject.apiVersion",
        "involvedObject.resourceVersion",
        "involvedObject.fieldPath",
        "reason",
        "reportingComponent",
        "source",
        "type",
    ),
    "Node": ("spec.unschedulable",),
    "Namespace": ("status.phase",),
    "Secret": ("type",),
    "ReplicaSet": ("status.replicas",),
    "ReplicationController": ("status.replicas",),
    "Job": ("status.successful",),
}
_OWN_TEXT = ("Pod", "Event", "Node", "Namespace", "Secret", "ReplicaSet", "ReplicationController", "Job")
"""Kinds whose conversion says `field label not supported`; of others the default one lists what there is."""
_PLACES = {"source": "source.component", "status.successful": "status.succeeded"}
"""Fields that stand elsewhere than they are called."""


class FieldRequirement(NamedTuple):
    """The field must have the value, or with `equal` False another one."""

    field: str
    equal: bool
    value: str

    def matches(self, document: Mapping[str, Any]) -> bool:
        """Whether the object meets it; what it does not have is empty."""
        found: Any = document
        for step in _PLACES.get(self.field, self.field).split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        return (_text(found, self.field) == self.value) is self.equal


def parse_field_selector(text: str, kind: Kind) -> list[FieldRequirement]:
    """The requirements on objects of *kind*. ValueError with the server's words for a mistake."""
    return [_requirement(term, kind) for term in text.split(",") if term]


def _requirement(term: str, kind: Kind) -> FieldRequirement:
    for operator in ("!=", "==", "="):
        field, found, value = term.partition(operator)
        if found:
            break
    else:
        raise ValueError(f"invalid selector: {quote(term)}; can't understand {quote(term)}")
    if field not in (*_EVERY, *_MORE.get(kind.name, ())):
        if kind.name in _OWN_TEXT:
            raise ValueError(f"field label not supported: {field}")
        known = ", ".join(map(quote, _EVERY))
        raise ValueError(f"{quote(field)} is not a known field selector: only {known}")
    return FieldRequirement(field, operator != "!=", value)


def _text(value: Any, field: str) -> str:
    if value is None:
        return {"spec.unschedulable": "false", "spec.hostNetwork": "false"}.get(field, "")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
