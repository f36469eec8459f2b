"""Files that an event `apply` names: what they hold takes the place of the path, and knows its own file and lines."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from imagesim.scenarios.reading.documents import Document, dotted, parse, read_text
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.file_beside import file_beside, place_beside
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.timeline.written_events import written_events

_HINT = "write the path of a file relative to this one, or manifests"


def with_applied_files(document: Document) -> Document:
    """The Timeline *document* with manifests wherever it names a file of them; any other document as it is.

    Raises ScenarioError, which names the event, for a file that is not there, cannot be read or holds nothing.
    """
    if not any(True for _ in _named(document, document.value)):
        return document
    value, brought = copy.deepcopy(document.value), dict(document.brought)
    for path, apply in _named(document, value):
        manifests = _manifests(document, (*path, "file"), apply.pop("file"))
        apply["manifests"] = [manifest.value for manifest in manifests]
        brought |= {(*path, "manifests", index): manifest for index, manifest in enumerate(manifests)}
    return replace(document, value=value, brought=brought)


def applied_files(document: Document) -> Iterator[FilePath]:
    """Where the files are that the Timeline *document* names."""
    return (place_beside(document, apply["file"]) for _, apply in _named(document, document.value))


def _named(document: Document, value: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each `apply` of the document's *value* that names a file alone, with its path. Anything else is a mistake that is
    found when the document is read.
    """
    for path, event in written_events(value) if document.kind == "Timeline" else ():
        apply = event.get("apply") if isinstance(event, dict) else None
        if isinstance(apply, dict) and isinstance(apply.get("file"), str) and "manifests" not in apply:
            yield (*path, "apply"), apply


def _manifests(document: Document, path: Path, written: str) -> list[Document]:
    file = file_beside(document, path, written, _HINT)
    within = f"{document.label}: {dotted(path)}"
    try:
        manifests = parse(read_text(file), str(file))
    except ScenarioError as mistake:
        raise mistake.elsewhere(file=str(file), line=mistake.line, object=document.label, field=dotted(path)) from None
    if not manifests:
        raise document.error(f"the file {written} holds no manifest", path)
    return [replace(manifest, within=within) for manifest in manifests]
