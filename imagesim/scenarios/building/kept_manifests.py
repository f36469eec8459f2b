"""What kubectl apply has kept in the objects that a server printed: it is read where a timeline applies something.

An object that `kubectl get -o yaml` prints names all that the API server has filled in. What its owner wrote stands in
an annotation, and only that tells what the next apply will delete.
"""

from collections.abc import Iterable

from imagesim.scenarios.manifests.last_applied import kept_manifest
from imagesim.scenarios.reading.documents import Document


def kept_manifests(documents: Iterable[Document]) -> list[Document]:
    """The kept manifests of all *documents*, with their secrets; none where no timeline applies anything."""
    documents = list(documents)
    if not any(document.kind == "Timeline" and _applies(document.value.get("spec")) for document in documents):
        return []
    return [kept for document in documents if (kept := kept_manifest(document)) is not None]


def _applies(value: object) -> bool:
    if isinstance(value, dict):
        return "apply" in value or any(_applies(inner) for inner in value.values())
    return isinstance(value, list) and any(_applies(inner) for inner in value)
