"""What no run reads of a manifest and people put secrets into: environments, arguments, notes of other programs.

Each text of it becomes the same word, so that a field that was there still is, and a wrong type is still wrong. An
annotation that by its name or its value looks like a secret becomes a numbered word, equal for equal values of one
load, since templates are told apart by annotations. What kubectl apply keeps there, the whole manifest once more, is
left out. And wherever an address holds a login, in whatever document, a stand-in takes its place.
"""

import re
from collections.abc import Callable
from operator import is_
from typing import Any

from imagesim.rules.api.sleep_command import sleeps_for
from imagesim.rules.credentials.secret_value import stand_in
from imagesim.rules.shown.secret_texts import addresses_hidden, pairs_hidden

_WORD = "hidden"
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_UNREAD = {"args", "command", "env", "httpHeaders", "options", "volumeAttributes"}
_NAMES = {
    *("name", "value", "valueFrom", "secretKeyRef", "configMapKeyRef", "fieldRef", "resourceFieldRef", "fileKeyRef"),
    *("key", "optional", "apiVersion", "fieldPath", "containerName", "resource", "divisor", "path", "volumeName"),
}
_SECRET = re.compile(r"passw|passphrase|token$|api[-_]?key|private[-_]?key", re.IGNORECASE)
_SECRET_NOTE = re.compile(f"{_SECRET.pattern}|secret|token|credential|^auth", re.IGNORECASE)
_NAME = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_NUMBERED = re.compile(rf"{_WORD}-\d+")
_STAND_IN = re.compile(r"%?secret-[0-9a-f]{12}")
"""Of a login, also as it stands in the key of a docker config that is no address (docker_config_stand_in)."""


class Unread:
    """Hides what no run reads, in the documents of one load. In what is no *manifest* all but annotations is read."""

    def __init__(self, numbers: dict[str, str], *, manifests: bool) -> None:
        self._numbers = numbers
        self._manifests = manifests
        # Of each name of a field, how what stands below it is hidden, None where all of it is looked through: a load
        # has few names, and very many fields.
        self._ways: dict[str, Callable[[Any], Any] | None] = {}

    def hidden(self, value: Any) -> Any:
        """*value*, or a copy without what is hidden of it; what is not changed is the same object."""
        kind = type(value)
        if kind is str:
            return _login_hidden(value) if "@" in value or "=" in value else value
        if kind is dict:
            return self._mapping(value)
        return self._list(value) if kind is list else value

    def _mapping(self, value: dict[str, Any]) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        ways = self._ways
        for key, inner in value.items():
            way = ways[key] if key in ways else self._way(key)
            if way is None and type(inner) is str and "@" not in inner and "=" not in inner:
                continue  # which is most of a document
            after = self.hidden(inner) if way is None else way(inner)
            if after is not inner:
                changed[key] = after
        if any("@" in key or "=" in key for key in value):
            return {_login_hidden(key): changed.get(key, inner) for key, inner in value.items()}
        return {**value, **changed} if changed else value

    def _list(self, value: list[Any]) -> list[Any]:
        after = [self.hidden(item) for item in value]
        return value if all(map(is_, after, value)) else after

    def _way(self, key: str) -> Callable[[Any], Any] | None:
        way: Callable[[Any], Any] | None = None
        if key == "annotations":
            way = self._annotations
        elif not self._manifests and key == "apply":
            way = Unread(self._numbers, manifests=True).hidden  # an event of a timeline, which holds manifests
        elif self._manifests and key in _UNREAD:
            way = _WAYS.get(key, _blank)
        elif self._manifests and _SECRET.search(key):
            way = self._named_like_a_secret
        self._ways[key] = way
        return way

    def _named_like_a_secret(self, value: Any) -> Any:
        return _blank(value) if isinstance(value, str) else self.hidden(value)

    def _annotations(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return self.hidden(value)
        after = {name: self._annotation(name, note) for name, note in value.items() if name != _LAST_APPLIED}
        return value if after == value else after

    def _annotation(self, name: str, value: Any) -> Any:
        """A value that may be a secret becomes a numbered word."""
        if not isinstance(value, str) or _NUMBERED.fullmatch(value):
            return value
        if not _SECRET_NOTE.search(name) and pairs_hidden(value) == value:
            return value
        return self._numbers.setdefault(value, f"{_WORD}-{len(self._numbers) + 1}")


def _login_hidden(text: str) -> str:
    """A stand-in where the whole text is one address, since registries that agreed still have to agree."""
    if "@" not in text and "=" not in text:
        return text
    return addresses_hidden(text) if any(map(str.isspace, text)) else addresses_hidden(text, _stand_in)


def _stand_in(login: str) -> str:
    return login if _STAND_IN.fullmatch(login) else stand_in(login)


def _command(value: Any) -> Any:
    """One that does nothing but sleep is read, as a hook, and hides nothing."""
    return _blank(value) if sleeps_for(value) is None else value


def _environment(value: Any) -> Any:
    """Variables keep their names."""
    if not isinstance(value, list):
        return _blank(value)
    return [_variable(item) if isinstance(item, dict) else _blank(item) for item in value]


def _variable(item: dict[str, Any]) -> dict[str, Any]:
    name = item.get("name")
    kept = {"name": name} if isinstance(name, str) and _NAME.fullmatch(name) else {}
    return {_known(key): kept[key] if key in kept else _blank(inner) for key, inner in item.items()}


def _known(key: str) -> str:
    """A field's name. What is none may be a secret: `{name: A, value:pw}` has such a one, where a space is missing."""
    return key if key in _NAMES else _WORD


def _blank(value: Any) -> Any:
    """A value of the same form and the same types that says nothing."""
    if isinstance(value, dict):
        return {_known(key): _blank(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_blank(inner) for inner in value]
    if isinstance(value, str):
        return _WORD if value else value
    if isinstance(value, bool) or value is None:
        return value
    return type(value)(0)


_WAYS: dict[str, Callable[[Any], Any]] = {"env": _environment, "command": _command}
