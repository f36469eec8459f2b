"""`--sort-by=.status.startTime`: objects by a field (k8s.io/kubectl/pkg/cmd/get/sorter.go)."""

from collections.abc import Sequence
from typing import Any

from imagesim.rules.kubectl.errors import KubectlError
from imagesim.rules.kubectl.jsonpath.evaluating import find
from imagesim.rules.kubectl.jsonpath.parsing import parse
from imagesim.rules.kubectl.jsonpath.printing import relaxed
from imagesim.rules.kubectl.natural_order import natural_key

Document = dict[str, Any]


def sorted_by(expression: str, documents: Sequence[Document]) -> list[Document]:
    """The objects in that order, those without the field first. KubectlError for a field that none of them has."""
    try:
        template = parse(relaxed(expression))
        keys = [_first(find(template, document)) for document in documents]
    except ValueError as mistake:
        raise KubectlError(f"error: {mistake}") from None
    if documents and all(key is None for key in keys):
        raise KubectlError(f'error: couldn\'t find any field with path "{relaxed(expression)}" in the list of objects')
    order = sorted(range(len(documents)), key=lambda place: natural_key(keys[place]))
    return [documents[place] for place in order]


def _first(found: list[list[Any]]) -> Any:
    values = [value for part in found for value in part]
    return values[0] if values else None
