"""The passwords that a scenario keeps stand-ins of, found again in the documents that it was made of.

A stand-in is a function of its password, so each password of the documents is hashed once more and looked up by that.
They stay within this process, and go to the registries that they are for.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from imagesim.rules.credentials.docker_config import DECODERS, DockerConfigError
from imagesim.rules.credentials.pull_credentials import DATA_KEYS
from imagesim.rules.credentials.secret_value import SecretValue, stand_in
from imagesim.rules.golang import base64 as go_base64
from imagesim.scenarios.reading.documents import Document, read_bytes
from imagesim.scenarios.reading.file_beside import file_beside
from imagesim.studies.advising.uses import value_at

_CONFIG = ("spec", "credentials", "config")
_PLUGINS = ("spec", "credentials", "providers", "plugins")
_HOOK = ("spec", "credentials", "vendorHook")


def real_passwords(documents: Iterable[Document]) -> dict[str, SecretValue]:
    """By its stand-in each password of the documents' Secrets and NodePools."""
    found = (password for document in documents for password in _passwords(document))
    return {stand_in(password): SecretValue(password) for password in found if stand_in(password) != password}


def _passwords(document: Document) -> Iterator[str]:
    if document.kind == "Secret":
        for name, content in _data(document):
            yield from _of_config(name, content)
    elif document.kind == "NodePool":
        yield from _of_node_config(document)
        plugins = value_at(document, _PLUGINS)
        for holder in (*(plugins.values() if isinstance(plugins, dict) else ()), value_at(document, _HOOK)):
            yield from _of_logins(holder)


def _data(document: Document) -> Iterator[tuple[str, bytes]]:
    """The docker configs of a Secret that was read before, so that each is what it should be."""
    for name in DATA_KEYS.values():
        plain = value_at(document, ("stringData", name))
        encoded = value_at(document, ("data", name))
        if isinstance(plain, str):
            yield name, plain.encode()
        elif isinstance(encoded, str):
            text = encoded.replace("\n", "").replace("\r", "")
            yield name, go_base64.decode(text, padded=True)


def _of_config(name: str, content: bytes) -> Iterator[str]:
    try:
        entries = DECODERS[name](content)
    except DockerConfigError:
        return
    for entry in entries:
        yield entry.password.reveal()


def _of_node_config(document: Document) -> Iterator[str]:
    """A mapping, its JSON as a text, or the path of a file."""
    written = value_at(document, _CONFIG)
    if isinstance(written, dict):
        yield from _of_config("config.json", json.dumps(written).encode())
    elif isinstance(written, str) and written.lstrip().startswith("{"):
        yield from _of_config("config.json", written.encode())
    elif isinstance(written, str):
        path = file_beside(document, _CONFIG, written)
        yield from _of_config(path.name if path.name in DECODERS else "config.json", read_bytes(path))


def _of_logins(holder: Any) -> Iterator[str]:
    logins = holder.get("auth") if isinstance(holder, dict) else None
    for login in logins.values() if isinstance(logins, dict) else ():
        password = login.get("password") if isinstance(login, dict) else None
        if isinstance(password, str):
            yield password
