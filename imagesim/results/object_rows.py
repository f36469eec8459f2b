"""The table `objects`: what happened to every object of a run, with what changed as text."""

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, NamedTuple

from imagesim.engine.records import Records
from imagesim.rules.api.change import Change
from imagesim.rules.api.names import ObjectName
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.units import Seconds


class ObjectRow(NamedTuple):
    """At `time_s` something was done to an object; `change` is JSON: the fields that changed with their new values.

    `verb` is create, update, bind (a pod to its node), status, delete (somebody asked for it) or remove (it is gone).
    """

    time_s: Seconds
    kind: str
    namespace: str
    name: str
    uid: str
    verb: str
    generation: int
    resource_version: int
    change: str


def object_rows(records: Records) -> list[ObjectRow]:
    """The rows in the order in which they were written. What many objects share becomes text once."""
    texts: dict[int, str] = {}  # by identity: the history holds the values as long as this lasts
    rows = []
    for row in records.objects:
        text = texts.get(id(row.change))
        if text is None:
            text = texts[id(row.change)] = change_text(row.change)
        rows.append(ObjectRow(*row[:-1], text))
    return rows


def change_text(change: Change) -> str:
    """A change as one line of JSON under the API's field names. Of a secret value only its stand-in is shown."""
    plain = {_api_name(name): _plain(value) for name, value in change}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) if plain else ""


def _plain(value: Any) -> Any:
    if isinstance(value, SecretValue | ObjectName):
        return str(value)
    if is_dataclass(value):
        return {_api_name(name): _plain(each) for name, each in _said(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {_api_name(name): _plain(each) for name, each in value._asdict().items() if each not in ("", (), None)}
    if isinstance(value, tuple):
        pairs = value and all(isinstance(each, tuple) and len(each) == 2 and isinstance(each[0], str) for each in value)
        return {name: _plain(each) for name, each in value} if pairs else [_plain(each) for each in value]
    return value


def _said(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields that are not at their defaults; name and namespace stand in columns of their own."""
    for field in fields(value):
        content = getattr(value, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if content != default:
            yield field.name, content


def _api_name(name: str) -> str:
    """snake_case as the API spells it."""
    first, *others = name.split("_")
    return first + "".join(each.capitalize() for each in others)
