"""Docker configs in files that people have: config.json, .dockercfg, and Secret manifests that hold one.

A file called config.json or .dockercfg is read as that, whatever is in it, since a kubelet does so too. In any other
file a mapping with `kind` is a manifest, of which the Secrets count; one whose values look like entries is of the old
form; and any other JSON is a config.json. A config that cannot be decoded is a mistake, in the words of the kubelet's
Go. Passwords become stand-ins at once.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imagesim.rules.credentials.docker_config import DECODERS, DockerConfig, DockerConfigError
from imagesim.rules.credentials.docker_config_stand_in import stand_in_config
from imagesim.rules.credentials.ignored_credentials import ignored_credentials
from imagesim.rules.credentials.pull_credentials import DATA_KEYS, PullSecret
from imagesim.rules.golang.json import JSONObject, JSONSyntaxError, JSONValue, parse
from imagesim.rules.golang.json_text import field_named
from imagesim.scenarios.manifests.secret import read_secret
from imagesim.scenarios.reading import documents
from imagesim.scenarios.reading.documents import Document, dotted
from imagesim.scenarios.reading.errors import ScenarioError, alone
from imagesim.scenarios.reading.fields import root

CONFIG_JSON, DOCKERCFG, MANIFEST = "config.json", ".dockercfg", "manifest"
_ENTRY_FIELDS = ("username", "password", "auth", "email")
_KIND = re.compile(rb"^kind\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DockerConfigSource:
    """One docker config: of a Secret, or of a node (`secret` is None). `notes` say what of it gives nothing."""

    place: str
    config: DockerConfig
    secret: PullSecret | None = None
    notes: tuple[str, ...] = ()


@alone()
def read_docker_configs(path: Path, hint: str = "") -> list[DockerConfigSource]:
    """What the file holds: one config, or one for each Secret. ScenarioError, with *hint*, if one is no docker config.

    A Secret that a kubelet would pass over has an empty config and a note.
    """
    data = documents.read_bytes(path)
    form = config_form(path, data)
    if form == MANIFEST:
        found = [_of_secret(document, hint) for document in _secrets(path, data)]
        if not found:
            raise ScenarioError("the file holds neither a docker config nor a Secret", file=str(path))
        return found
    try:
        config = DECODERS[form](data)
    except DockerConfigError as error:
        raise ScenarioError(f"is no docker config: {error}", file=str(path), suggestion=hint) from None
    return [DockerConfigSource(place=str(path), config=stand_in_config(config), notes=_notes(form, data, config))]


def config_form(path: Path, data: bytes) -> str:
    """CONFIG_JSON, DOCKERCFG or MANIFEST: how the file *path*, which holds *data*, is to be read."""
    if path.name == CONFIG_JSON:
        return CONFIG_JSON
    if path.name.endswith(DOCKERCFG):
        return DOCKERCFG
    try:
        value = parse(data)
    except JSONSyntaxError:
        is_yaml = path.suffix in (".yaml", ".yml") or (path.suffix != ".json" and _KIND.search(data))
        return MANIFEST if is_yaml else CONFIG_JSON
    return _form_of(value)


def _form_of(value: JSONValue) -> str:
    if not isinstance(value, JSONObject):
        return CONFIG_JSON
    names = dict(value.fields)
    if "kind" in names and isinstance(names["kind"], str):
        return MANIFEST
    if any(field_named(name, ("auths",)) for name in names):
        return CONFIG_JSON
    return DOCKERCFG if any(map(_is_entry, names.values())) else CONFIG_JSON


def _is_entry(value: JSONValue) -> bool:
    return isinstance(value, JSONObject) and any(field_named(name, _ENTRY_FIELDS) for name, _ in value.fields)


def _secrets(path: Path, data: bytes) -> Iterator[Document]:
    text = documents.decode(data, str(path))
    for outer in documents.parse(text, str(path)):
        yield from (document for document in documents.open_list(outer) if document.kind == "Secret")


def _of_secret(document: Document, hint: str) -> DockerConfigSource:
    secret = read_secret(root(document))
    place = f"Secret {secret.namespace}/{secret.name}"
    data_key = DATA_KEYS.get(secret.type)
    if data_key is None:
        note = f"its type is {secret.type}: a kubelet passes it over without a word"
        return DockerConfigSource(place=place, config=(), secret=secret, notes=(note,))
    (held,) = (value for key, value in secret.data if key == data_key)
    try:
        config = DECODERS[data_key](held.reveal())
    except DockerConfigError as error:
        raise ScenarioError(
            f"is no docker config: {error}",
            file=document.file,
            object=document.label,
            field=dotted(("data", data_key)),
            suggestion=hint,
        ) from None
    notes = _notes(data_key, _held(document, data_key), config)
    return DockerConfigSource(place=place, config=config, secret=secret, notes=notes)


def _held(document: Document, data_key: str) -> bytes:
    """The docker config as it was written, which `read_secret` has found to be in order."""
    plain, encoded = document.value.get("stringData"), document.value.get("data")
    if isinstance(plain, dict) and isinstance(plain.get(data_key), str):
        return str(plain[data_key]).encode()
    try:
        return base64.b64decode(str(encoded[data_key]) if isinstance(encoded, dict) else "")
    except (binascii.Error, KeyError):
        return b""


def _notes(form: str, data: bytes, config: DockerConfig) -> tuple[str, ...]:
    empty = () if config else ("it holds no entries: it gives no credentials",)
    return (*ignored_credentials(form, data), *empty)
