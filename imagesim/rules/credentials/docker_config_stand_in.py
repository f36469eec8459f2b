"""A docker config without its secrets that still means the same: what a scenario keeps of one.

Passwords become stand-ins, and so do a user and a password that stand in a key, before an @. A document that cannot be
decoded becomes another one that fails with the same text, since that text is what people come to see; of what it held
nothing is left but its form. Doing it twice changes nothing.
"""

import re
from collections.abc import Iterable

from imagesim.rules.credentials.docker_config import (
    DECODERS,
    DockerConfig,
    DockerConfigEntry,
    DockerConfigError,
    decode_auth,
)
from imagesim.rules.credentials.key_matching import KUBELET
from imagesim.rules.credentials.secret_value import SecretValue, stand_in
from imagesim.rules.golang.json import JSONNumber, JSONObject, JSONSyntaxError, JSONValue, parse
from imagesim.rules.golang.json_text import field_named, marshal

_USER_IN_KEY = re.compile(r"(https?://)?([^/?#]*)@")
_BASE64 = re.compile(r"[A-Za-z0-9+/]")
_KEPT_IN_AUTH = re.compile(r"[A\s=]")
_GOOD_AUTH = "eDp4"  # x:x
_BROKEN = "{"


def stand_in_document(data_key: str, document: bytes | str) -> str:
    """*document*, which stands under *data_key* of a Secret (`.dockercfg`, ...) or in a file of that name."""
    try:
        return _written(data_key, stand_in_config(DECODERS[data_key](document)))
    except DockerConfigError:
        pass
    try:
        root = parse(document)
    except JSONSyntaxError:
        return _BROKEN
    return _registries(root) if data_key == ".dockercfg" else _config_json(root)


def stand_in_config(config: DockerConfig) -> DockerConfig:
    """*config* with stand-ins for its passwords, in the same order."""
    return tuple(
        DockerConfigEntry(
            registry=stand_in_key(entry.registry),
            username=entry.username,
            password=SecretValue(str(entry.password)),
            email=entry.email,
        )
        for entry in config
    )


def stand_in_key(key: str) -> str:
    """A registry key with a stand-in for a user and a password in it; it fits the same images."""
    match = _USER_IN_KEY.match(key)
    if match is None:
        return key
    user = stand_in(match[2].removeprefix("%"))
    refused = "" if KUBELET.read(key) is not None else "%"  # no URL escape: a key that is ignored stays one
    return f"{match[1] or ''}{refused}{user}@{key[match.end() :]}"


def entry_fields(entry: DockerConfigEntry) -> dict[str, str]:
    """The fields of an entry that are not empty, its password as it is shown."""
    fields = {"username": entry.username, "password": str(entry.password), "email": entry.email}
    return {name: value for name, value in fields.items() if value}


def _written(data_key: str, config: DockerConfig) -> str:
    """A config as JSON. Unlike Go's own writing it keeps the order, and it has no `auth` beside user and password."""
    registries = ((entry.registry, _object(_marshalled(entry_fields(entry)))) for entry in config)
    text = _object(registries)
    return text if data_key == ".dockercfg" else _object([("auths", text)])


def _marshalled(fields: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, marshal(value)) for name, value in fields.items()]


def _object(fields: Iterable[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{marshal(name)}:{text}" for name, text in fields) + "}"


def _config_json(root: JSONValue) -> str:
    if not isinstance(root, JSONObject):
        return _form(root)
    fields = []
    for key, value in root.fields:
        name = field_named(key, ("auths", "HttpHeaders"))
        if name == "auths":
            fields.append((name, _registries(value)))
        elif name == "HttpHeaders":
            fields.append((name, _headers(value)))
    return _object(fields)


def _registries(value: JSONValue) -> str:
    if not isinstance(value, JSONObject):
        return _form(value)
    return _object((stand_in_key(registry), _entry(entry)) for registry, entry in value.fields)


def _headers(value: JSONValue) -> str:
    if not isinstance(value, JSONObject):
        return _form(value)
    return _object((f"x{place}", _form(item)) for place, (_, item) in enumerate(value.fields))


def _entry(value: JSONValue) -> str:
    if not isinstance(value, JSONObject):
        return _form(value)
    fields = []
    for key, item in value.fields:
        name = field_named(key, ("username", "password", "email", "auth"))
        if name == "auth" and isinstance(item, str):
            fields.append((name, marshal(_auth(item))))
        elif name is not None:
            fields.append((name, _form(item)))
    return _object(fields)


def _form(value: JSONValue) -> str:
    """A value of the same kind that says nothing."""
    if isinstance(value, JSONObject):
        return "{}"
    if isinstance(value, list):
        return "[]"
    if isinstance(value, str):
        return '"x"' if value else '""'
    if isinstance(value, JSONNumber):
        return "0"
    return "null" if value is None else str(value).lower()


def _auth(text: str) -> str:
    """A text that Go gives up at the same byte of, or for the same lack of a colon; a good one becomes `x:x`."""
    if not text:
        return text
    try:
        decode_auth(text)
    except DockerConfigError:
        return "".join(map(_auth_character, text))
    return _GOOD_AUTH


def _auth_character(character: str) -> str:
    if _BASE64.fullmatch(character):
        return "A"
    if _KEPT_IN_AUTH.fullmatch(character):
        return character
    return "!" * len(character.encode("utf-8", "surrogatepass"))
