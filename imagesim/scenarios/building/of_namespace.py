"""One namespace of what was loaded, as `-n` picks it: its objects, and what belongs to no namespace.

A manifest that names no namespace belongs to the one that is picked, as `kubectl apply -n` has it. What pods need of
their namespace (secrets, service accounts) comes along with it, and nodes, world documents and what else belongs to no
namespace stays. What is in another namespace is left out, which is said.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable

from imagesim.scenarios.manifests.kinds import BY_NAME
from imagesim.scenarios.notes import Notes, some_names
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.world_documents import is_world

OPTION = "--namespace"


def of_namespace(documents: Iterable[Document], namespace: str | None, notes: Notes) -> list[Document]:
    """The *documents* that count in *namespace*; all of them where it is None.

    ScenarioError if none of the others belongs to it.
    """
    documents = list(documents)
    if namespace is None:
        return documents
    kept, others, own = list[Document](), Counter[str](), False
    for each in documents:
        if is_world(each) or not (each.namespace or _is_namespaced(each)):
            kept.append(each)
        elif each.namespace in ("", namespace):
            kept.append(each if each.namespace else _in(each, namespace))
            own = True
        else:
            others[each.namespace] += 1
    if not own:
        raise _nothing(namespace, others)
    if others:
        names = some_names([f"{name} ({count:,})" for name, count in sorted(others.items())])
        left_out = counted(sum(others.values()), "object")
        notes.assume(f"Of the namespace {namespace} alone; {left_out} of other namespaces left out: {names}.")
    return kept


def _is_namespaced(document: Document) -> bool:
    """Of a kind whose objects are in "default" where they name no namespace, as far as it is known here."""
    return document.kind in BY_NAME


def _in(document: Document, namespace: str) -> Document:
    metadata = document.value.get("metadata")
    if not isinstance(metadata, dict):
        return document  # a mistake, and reported where manifests are read
    return dataclasses.replace(document, value={**document.value, "metadata": {**metadata, "namespace": namespace}})


def _nothing(namespace: str, others: Counter[str]) -> ScenarioError:
    hint = did_you_mean(namespace, sorted(others)) if others else "leave -n out to take everything"
    return ScenarioError("nothing of what was loaded is in it", field=OPTION, value=namespace, suggestion=hint)
