"""The objects that a request chooses: by kind, name, namespace, labels and fields."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from imagesim.results.api.objects import ApiObjects
from imagesim.rules.api.kinds import Kind
from imagesim.rules.api.names import ObjectName
from imagesim.rules.golang.text import quote
from imagesim.rules.kubectl.errors import KubectlError, bad_request
from imagesim.rules.kubectl.field_selector import parse_field_selector
from imagesim.rules.kubectl.label_selector import matches, parse_label_selector
from imagesim.rules.kubectl.resources import Request

Document = dict[str, Any]


class Chosen(NamedTuple):
    """Where to look and for what. `namespace` None is all of them."""

    namespace: str | None = "default"
    labels: str = ""
    fields: str = ""


class Answer(NamedTuple):
    """The objects of one kind, and what kubectl says of those that are not there."""

    kind: Kind
    documents: list[Document]
    missing: list[str]


def answer(objects: ApiObjects, request: Request, chosen: Chosen) -> Answer:
    """What *request* finds. KubectlError for a selector that cannot be understood, or one beside names."""
    if not request.names:
        found = objects.list_of(request.kind, chosen.namespace if request.kind.namespaced else None)
        return Answer(request.kind, list(filtered(found, request.kind, chosen)), [])
    if chosen.labels or chosen.fields:
        raise KubectlError("error: name cannot be provided when a selector is specified")
    if chosen.namespace is None and request.kind.namespaced:
        raise KubectlError("error: a resource cannot be retrieved by name across all namespaces")
    documents, missing = [], []
    for name in request.names:
        document = objects.get(request.kind, chosen.namespace or "", name)
        if document is None:
            missing.append(not_found(request.kind, name))
        else:
            documents.append(document)
    return Answer(request.kind, documents, missing)


def filtered(documents: Iterable[Document], kind: Kind, chosen: Chosen) -> Iterable[Document]:
    """Those that the selectors choose. KubectlError for a selector that cannot be understood."""
    try:
        labels, fields = parse_label_selector(chosen.labels), parse_field_selector(chosen.fields, kind)
    except ValueError as mistake:
        where = quote(f"{kind.group}/{kind.api_version.rpartition('/')[2]}, Resource={kind.plural}")
        asked = f"label selector {quote(chosen.labels)}, field selector {quote(chosen.fields)}"
        raise bad_request(f"Unable to find {where} that match {asked}: {mistake}") from None
    return (
        document
        for document in documents
        if matches(labels, document["metadata"].get("labels") or {})
        and all(requirement.matches(document) for requirement in fields)
    )


def not_found(kind: Kind, name: str) -> str:
    """What kubectl says of an object that is not there."""
    return f"Error from server (NotFound): {ObjectName(kind.name, '', name).resource} not found"


def nothing_found(kinds: Sequence[Kind], chosen: Chosen) -> str:
    """What kubectl says where there is no object of these kinds."""
    if chosen.namespace is None or not any(kind.namespaced for kind in kinds):
        return "No resources found"
    return f"No resources found in {chosen.namespace} namespace."
