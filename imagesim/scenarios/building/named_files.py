"""Files that a NodePool or an event names are no documents of the scenario, although a folder holds them all."""

from collections.abc import Collection, Iterator
from pathlib import Path

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.file_beside import place_beside
from imagesim.scenarios.reading.paths import real_path
from imagesim.scenarios.timeline.applied_files import applied_files


def without_named_files(documents: list[Document], given: Collection[Path] = ()) -> list[Document]:
    """Leave out what a NodePool names: a docker config, a CredentialProviderConfig, the manifest of a static pod.

    What an event `apply` names comes with the event, and is there before only if it was *given* as a source by itself.
    """
    named = {path for document in documents if document.kind == "NodePool" for path in _named(document)}
    applied = {real_path(path) for document in documents for path in applied_files(document)}
    named |= applied - set(given)
    if not named:
        return documents
    return [document for document in documents if not document.file or real_path(Path(document.file)) not in named]


def _named(document: Document) -> Iterator[Path]:
    spec = document.value.get("spec")
    if not isinstance(spec, dict):
        return
    pods = spec.get("staticPods")
    for written in (*_configs(spec.get("credentials")), *(pods if isinstance(pods, list) else ())):
        if isinstance(written, str) and "\n" not in written and not written.lstrip().startswith("{"):
            yield real_path(place_beside(document, written))


def _configs(credentials: object) -> list[object]:
    if not isinstance(credentials, dict):
        return []
    providers = credentials.get("providers")
    return [holder.get("config") for holder in (credentials, providers if isinstance(providers, dict) else {})]
