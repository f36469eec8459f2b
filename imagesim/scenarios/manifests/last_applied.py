"""What `kubectl apply` has sent last of an object of a scenario, as text: JSON with sorted names, as kubectl keeps it.

A value of an object does not tell what its manifest named, and what the API server filled in.
"""

import json
from collections.abc import Mapping
from typing import Any

from imagesim.scenarios.manifests.metadata import LAST_APPLIED
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.nesting import loads

_NOT_APPLIED = ("status",)
_OF_THE_SERVER = ("uid", "resourceVersion", "creationTimestamp")


def manifest_text(value: Mapping[str, Any]) -> str:
    """The part of a manifest that is applied, as JSON."""
    kept = {name: content for name, content in value.items() if name not in _NOT_APPLIED}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def last_applied(document: Document | None) -> str:
    """What was applied last of an object that the scenario's manifests list: the manifest itself.

    "" for no manifest, and for one that a server printed and that does not say how it came to be: it may have been
    created in another way.
    """
    if document is None:
        return ""
    metadata = document.value.get("metadata")
    exported = isinstance(metadata, dict) and any(name in metadata for name in _OF_THE_SERVER)
    return "" if exported else manifest_text(document.value)


def kept_manifest(document: Document) -> Document | None:
    """The manifest that kubectl apply has kept in an annotation of the object, None where there is none to be read."""
    metadata = document.value.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    kept = annotations.get(LAST_APPLIED) if isinstance(annotations, dict) else None
    try:
        value = loads(kept) if isinstance(kept, str) else None
    except ValueError:
        return None
    return Document(value=value, file=document.file) if isinstance(value, dict) else None
