"""Decodes docker configs as the kubelet does: `.dockerconfigjson`, `.dockercfg` and a node's config.json.

Models pkg/credentialprovider/config.go of Kubernetes 1.32.10 (1.36.2 decodes the same). The rules:

- Only `auths` counts, and of an entry only username, password, email and auth. Names are compared as Go does, so
  `AUTHS` is `auths`. credHelpers, credsStore, identitytoken are ignored; a wrong type in HttpHeaders is not.
- `auth` is base64 of `user:password`, split at the first colon; it overrides username and password unless it is empty.
- Several `auths` objects add up; of several entries for one registry the last one wins as a whole; `null` and `{}`
  are credentials with an empty user.
- One bad entry fails the document. A pull secret passes Go's text on; a node's file only ever says that it failed.

Go keeps entries in a map, whose order is random. Here they stay in the order of the document.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from imagesim.rules.credentials.secret_value import NO_SECRET, SecretValue
from imagesim.rules.golang import base64 as go_base64
from imagesim.rules.golang.json import JSONObject, JSONSyntaxError, JSONValue, kind, parse
from imagesim.rules.golang.json_text import field_named, go_string

_ENTRY_FIELDS = ("username", "password", "email", "auth")
_GO_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_NO_COLON = "unable to parse auth field, must be formatted as base64(username:password)"
_UNREADABLE_FILE = "error occurred while trying to unmarshal json"


class DockerConfigError(ValueError):
    """The document is no docker config; the text is the kubelet's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DockerConfigEntry:
    """The credentials for one registry key, which is as it was written ("https://index.docker.io/v1/")."""

    registry: str
    username: str = ""
    password: SecretValue = NO_SECRET
    email: str = ""


DockerConfig: TypeAlias = tuple[DockerConfigEntry, ...]


def decode_docker_config_json(document: bytes | str) -> DockerConfig:
    """The entries of a `.dockerconfigjson` or a config.json: `{"auths": {REGISTRY: {...}}}`.

    DockerConfigError, with the kubelet's text, if it is no JSON or has a value of the wrong type.
    """
    root = _parsed(document)
    if root is None:
        return ()
    if not isinstance(root, JSONObject):
        raise DockerConfigError(_type_error(root, "credentialprovider.DockerConfigJSON"))
    entries: dict[str, DockerConfigEntry] = {}
    problems: list[str] = []
    for key, value in root.fields:
        name = field_named(key, ("auths", "HttpHeaders"))
        if name == "auths":
            _add_auths(value, entries, problems)
        elif name == "HttpHeaders":
            problems += _header_problems(value)
    if problems:
        raise DockerConfigError(problems[0])
    return tuple(entries.values())


def decode_dockercfg(document: bytes | str) -> DockerConfig:
    """The entries of a `.dockercfg`: `{REGISTRY: {...}}`.

    DockerConfigError, with the kubelet's text, if it is no JSON or has a value of the wrong type.
    """
    root = _parsed(document)
    if root is None:
        return ()
    if not isinstance(root, JSONObject):
        raise DockerConfigError(_type_error(root, "credentialprovider.DockerConfig"))
    return tuple({registry: _entry(registry, value, ()) for registry, value in root.fields}.values())


DECODERS: dict[str, Callable[[bytes | str], DockerConfig]] = {
    "config.json": decode_docker_config_json,
    ".dockerconfigjson": decode_docker_config_json,
    ".dockercfg": decode_dockercfg,
}
"""The decoder for each name that a docker config has as a file or as a key of a Secret."""


def decode_file(name: str, document: bytes | str) -> DockerConfig:
    """A docker config in a file of the node, by the *name* of the file. What is wrong with it Kubernetes never says.

    DockerConfigError if it cannot be read.
    """
    try:
        return DECODERS[name](document)
    except DockerConfigError:
        raise DockerConfigError(_UNREADABLE_FILE) from None


def _parsed(document: bytes | str) -> JSONValue:
    try:
        return parse(document)
    except JSONSyntaxError as error:
        raise DockerConfigError(str(error)) from None


def _add_auths(value: JSONValue, entries: dict[str, DockerConfigEntry], problems: list[str]) -> None:
    """One `auths` field. A value of a wrong type is only reported after everything else has been read."""
    where = ("DockerConfigJSON", "auths")
    if value is None:
        entries.clear()
    elif isinstance(value, JSONObject):
        for registry, entry in value.fields:
            entries[registry] = _entry(registry, entry, where)
    else:
        problems.append(_type_error(value, "credentialprovider.DockerConfig", where))


def _header_problems(value: JSONValue) -> list[str]:
    where = ("DockerConfigJSON", "HttpHeaders")
    if value is None:
        return []
    if not isinstance(value, JSONObject):
        return [_type_error(value, "map[string]string", where)]
    return [_type_error(item, "string", where) for _, item in value.fields if not isinstance(item, str | None)]


def _entry(registry: str, value: JSONValue, outer: tuple[str, ...]) -> DockerConfigEntry:
    """One entry. *outer* is where Go's decoder stands: struct and field, or nothing inside a bare map."""
    if value is None:
        return DockerConfigEntry(registry=registry)
    if not isinstance(value, JSONObject):
        raise DockerConfigError(_type_error(value, "credentialprovider.dockerConfigEntryWithAuth", outer))
    texts = dict.fromkeys(_ENTRY_FIELDS, "")
    problems = []
    for key, item in value.fields:
        name = field_named(key, _ENTRY_FIELDS)
        if name is None or item is None:
            continue
        if isinstance(item, str):
            texts[name] = item
        else:
            problems.append(_type_error(item, "string", (*(outer or ("dockerConfigEntryWithAuth",)), name)))
    if problems:
        raise DockerConfigError(problems[0])
    username, password = texts["username"], texts["password"]
    if texts["auth"]:
        username, password = decode_auth(texts["auth"])
    return DockerConfigEntry(registry=registry, username=username, password=SecretValue(password), email=texts["email"])


def decode_auth(field: str) -> tuple[str, str]:
    """User and password from an `auth` field. It is read as padded only if it ends in `=` but for white space.

    DockerConfigError if it is no base64 or holds no colon.
    """
    try:
        decoded = go_base64.decode(field, padded=field.rstrip(_GO_SPACE).endswith("="))
    except go_base64.CorruptInput as error:
        raise DockerConfigError(str(error)) from None
    username, colon, password = decoded.partition(b":")
    if not colon:
        raise DockerConfigError(_NO_COLON)
    return go_string(username), go_string(password)


def _type_error(value: JSONValue, go_type: str, where: tuple[str, ...] = ()) -> str:
    """json.UnmarshalTypeError. *where* is the struct and the path of fields in it."""
    place = f"struct field {'.'.join(where)} of" if where else "value of"
    return f"json: cannot unmarshal {kind(value)} into Go {place} type {go_type}"
