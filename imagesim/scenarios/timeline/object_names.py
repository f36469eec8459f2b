"""Which object of the manifests a name means: Kind/namespace/name, Kind/name, or a name that only one object has."""

import difflib
from collections.abc import Mapping

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.yaml_values import Path


def find_object(document: Document, path: Path, text: str, known: Mapping[str, object] | list[str], what: str) -> str:
    """Return the name of *known* (each Kind/namespace/name) that *text* means; otherwise it names no *what*.

    Kind/name is in the namespace default. Raises ScenarioError where nothing, or more than one object, is meant.
    """
    kind, _, name = text.partition("/")
    if text in known:
        return text
    if name and "/" not in name and f"{kind}/default/{name}" in known:
        return f"{kind}/default/{name}"
    found = [label for label in known if label.endswith(f"/{text}")] if "/" not in text else []
    if len(found) == 1:
        return found[0]
    if found:
        raise document.error(f"names more than one {what}", path, value=text, suggestion=f"write {' or '.join(found)}")
    raise document.error(f"names no {what} of the manifests", path, value=text, suggestion=_nearest(text, known))


def _nearest(text: str, known: Mapping[str, object] | list[str]) -> str:
    """Suggest the object whose own name is nearest to the last part of *text*."""
    by_name: dict[str, str] = {}
    for label in known:
        by_name.setdefault(label.rsplit("/", 1)[-1], label)
    near = difflib.get_close_matches(text.rsplit("/", 1)[-1], by_name, n=1)
    return f"did you mean {by_name[near[0]]}?" if near else did_you_mean(text, known)
