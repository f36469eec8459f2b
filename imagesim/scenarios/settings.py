"""Setting a value from outside: PATH=VALUE, where PATH is Kind/[namespace/]name:dotted.path[index].

    NodePool/workers:spec.kubelet.serializeImagePulls=false
    Deployment/shop/web:spec.template.spec.containers[0].imagePullPolicy=Always
    Registry/docker.io:spec.repositories[library/nginx].tags[1.27]=nginx-b
    Simulation:spec.duration=20m                  (a scenario has one Simulation, so it may go without its name)

A key that holds a dot or a slash stands in brackets. A path that names no document or no field is a mistake; a field
that exists and is not written may be set.
"""

import copy
import re
from collections.abc import Mapping
from typing import Any

from imagesim.rules.shown import gate
from imagesim.scenarios.manifests.field_names import Schema
from imagesim.scenarios.manifests.kinds import SCHEMAS
from imagesim.scenarios.reading.documents import Document, parse
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean
from imagesim.scenarios.reading.limits import DEEPEST
from imagesim.scenarios.reading.plain_values import check_plain
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.world_documents import is_world

_INDEX = re.compile(r"[0-9]{1,9}")
_STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\[\]]+)\]")


def parse_setting(text: str) -> tuple[str, object]:
    """Split "PATH=VALUE"; the value is read as YAML. ScenarioError if it is not PATH=VALUE."""
    path, equals, written = text.partition("=")
    if not equals or not path.strip():
        hint = "write for example NodePool/workers:spec.count=5"
        raise ScenarioError("is not PATH=VALUE", field="--set", value=text, suggestion=hint)
    return path.strip(), parse_value(written, path.strip())


def parse_value(written: str, path: str) -> object:
    """Read one value as YAML: 3, true, [a, b], or plain text. ScenarioError if it is not YAML."""
    try:
        # Below a key it may be anything, where a document has to be a mapping.
        (document,) = parse(f"value: {written}")
    except (ScenarioError, ValueError):
        # Nobody knows yet what it is a value of, and it may be a password that YAML reads otherwise.
        shown, hint = gate.HIDDEN_VALUE, "put it in quotes"
        raise ScenarioError("is not a YAML value", field=path, value=shown, suggestion=hint) from None
    return document.value.get("value")


def apply_settings(documents: list[Document], values: Mapping[str, object]) -> list[Document]:
    """Return *documents* with *values* set; those that are not touched are the same objects."""
    changed = list(documents)
    for text, value in values.items():
        check_plain(value, text)
        index, written = _find(changed, text)
        document = changed[index]
        path = _steps(written, text)
        _check_known(document, path, text)
        content = copy.deepcopy(document.value)
        _set(content, path, copy.deepcopy(value), text)
        changed[index] = Document(
            value=content,
            file=document.file,
            at=document.at,
            settings=document.settings | {path},
            twice=document.twice,
        )
    return changed


def _find(documents: list[Document], text: str) -> tuple[int, str]:
    """Return the index of the document that *text* begins with, and the path after it."""
    found: dict[int, str] = {}
    for index, document in enumerate(documents):
        for name in _names(document):
            if text.startswith(f"{name}:"):
                found[index] = text[len(name) + 1 :]
    if len(found) == 1:
        return next(iter(found.items()))
    if found:
        full = " or ".join(_names(documents[index])[-1] for index in found)
        raise ScenarioError("names more than one document", field=text, suggestion=f"write {full}")
    named = text.partition(":")[0]
    if ":" not in text:
        hint = "write Kind/name:field, for example NodePool/workers:spec.count"
        raise ScenarioError("names no field of a document", field=text, suggestion=hint)
    known = [_names(document)[-1] for document in documents]
    raise ScenarioError("names no document of this scenario", field=text, suggestion=did_you_mean(named, known))


def _names(document: Document) -> list[str]:
    """The ways to name a document, the longest last."""
    short = f"{document.kind}/{document.name}"
    if document.kind == "Simulation" and document.api_version.startswith("imagesim/"):
        return [document.kind, short]  # a scenario has one
    if document.api_version.startswith("imagesim/"):
        return [short]
    return [short, f"{document.kind}/{document.namespace or 'default'}/{document.name}"]


def _steps(written: str, text: str) -> Path:
    path: list[str | int] = []
    position = 0
    while position < len(written):
        match = _STEP.match(written, position)
        if match is None:
            hint = "write fields with dots and places in a list in brackets: spec.containers[0].image"
            raise ScenarioError("is not a path", field=text, suggestion=hint)
        key, bracket = match.groups()
        path.append(int(bracket) if bracket and _INDEX.fullmatch(bracket) else key or bracket)
        position = match.end()
    if not path:
        raise ScenarioError("names no field of a document", field=text)
    if len(path) > DEEPEST:
        raise ScenarioError(f"is a path of {len(path):,} steps; the most is {DEEPEST}", field=text)
    return tuple(path)


def _check_known(document: Document, path: Path, text: str) -> None:
    """A field of a manifest has to be written there or known to the API; world documents are checked when read."""
    if is_world(document):
        return
    value: Any = document.value
    schema: Schema = SCHEMAS.get(document.kind)
    known_kind = document.kind in SCHEMAS
    for step in path:
        written = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int)
        if isinstance(schema, dict) and step not in schema and not written:
            raise ScenarioError("names no field", field=text, suggestion=did_you_mean(str(step), schema))
        if not known_kind and not written:
            raise ScenarioError("names no field that is written", field=text)
        value = _below(value, step)
        schema = _schema_below(schema, step)


def _below(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _schema_below(schema: Schema, step: str | int) -> Schema:
    if isinstance(schema, list):
        return schema[0]
    return schema.get(str(step)) if isinstance(schema, dict) else None


def _set(content: Any, path: Path, value: object, text: str) -> None:
    """Set the value at *path*, making the mappings on the way; a place in a list has to exist."""
    for place, step in enumerate(path):
        last = place == len(path) - 1
        if isinstance(content, list):
            if not isinstance(step, int) or step >= len(content):
                raise ScenarioError(f"names no item: the list has {len(content)}", field=text)
        elif isinstance(content, dict):
            step = str(step)
            if content.get(step) is None and not last:
                if isinstance(path[place + 1], int):
                    raise ScenarioError(f"names no item: there is no list {step}", field=text)
                content[step] = {}
        else:
            raise ScenarioError("goes on below a value that has no fields", field=text)
        if last:
            content[step] = value
        else:
            content = content[step]
