"""The metadata of a manifest: namespace and name as the API server checks them, labels, annotations; written again."""

from typing import Any

from imagesim.rules.api.dns_names import DNS_LABEL, DNS_SUBDOMAIN
from imagesim.rules.api.objects import Labels
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.fields import Field

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def read_metadata(whole: Field) -> tuple[str, str]:
    """Return namespace and name. ScenarioError if there is no name, or one that the API would refuse."""
    metadata = whole["metadata"]
    kind, name = whole.document.kind, metadata.text_of("name")
    if not name:
        raise metadata["name"].error("Required value: name is required", show=False)
    pattern, longest = (DNS_LABEL, 63) if kind == "Namespace" else (DNS_SUBDOMAIN, 253)
    if not pattern.fullmatch(name) or len(name) > longest:
        hint = "use lower-case letters, digits, - and ., beginning and ending with a letter or digit"
        raise metadata["name"].error("is not a name", suggestion=hint)
    if kind == "Namespace":
        return "", name
    namespace = metadata.text_of("namespace") or "default"
    if not DNS_LABEL.fullmatch(namespace) or len(namespace) > 63:
        raise metadata["namespace"].error("is not a namespace", suggestion="use lower-case letters, digits and -")
    return namespace, name


def read_annotations(metadata: Field) -> Labels:
    """Without what kubectl apply keeps there: the whole manifest once more, with every value in it."""
    return tuple(pair for pair in metadata["annotations"].labels() if pair[0] != LAST_APPLIED)


def object_name(whole: Field) -> str:
    """The object as messages name it: Kind/namespace/name."""
    return f"{whole.document.kind}/{whole.document.namespace or 'default'}/{whole.document.name}"


def write_metadata(labels: Labels, annotations: Labels, **names: str) -> dict[str, Any]:
    """The metadata of a manifest; what is empty is left out."""
    return given({**names, "labels": dict(labels), "annotations": dict(annotations)})
