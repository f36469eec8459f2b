"""A manifest that stands inside a document."""

from dataclasses import replace

from imagesim.scenarios.reading.documents import SET_FROM_OUTSIDE, Document, dotted
from imagesim.scenarios.reading.yaml_values import Path


def inner_document(document: Document, path: Path, value: dict[str, object]) -> Document:
    """The manifest *value* at *path* of *document*, as a document of its own; it knows its lines and where it is."""
    if path in document.brought:
        return replace(document.brought[path], value=value)
    within = f"{document.label}: {dotted(path)}"
    if any(path[: len(setting)] == setting for setting in document.settings):
        return Document(value=value, file=SET_FROM_OUTSIDE, within=within)
    place = None if document.at is None else document.at.below(*path)
    below = frozenset(setting[len(path) :] for setting in document.settings if setting[: len(path)] == path)
    return Document(value=value, file=document.file, at=place, settings=below, within=within)
