"""Secrets are replaced by stand-ins before anything else happens with a document.

Whatever comes later (a Scenario, an error, a table, a saved file) holds nobody's password, because none is there any
more. Equal passwords have equal stand-ins, so users and secrets that agreed still agree. What the documents name by a
path, a docker config or a CredentialProviderConfig, is read here too and takes the path's place.
"""

import dataclasses
import json
from pathlib import Path as FilePath
from typing import Any

from imagesim.rules.credentials.docker_config_stand_in import stand_in_key
from imagesim.rules.credentials.secret_value import stand_in
from imagesim.scenarios.files.hosts_toml import HostsFileError, parse_hosts_file, without_secrets
from imagesim.scenarios.manifests.pull_secrets import read_secret
from imagesim.scenarios.reading.documents import SET_FROM_OUTSIDE, Document, decode, parse, read_bytes, read_text
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.fields import root
from imagesim.scenarios.reading.yaml_values import Path, child_node
from imagesim.scenarios.world.credentials.write import config_value, secret_document

_SECRET_EVENTS = ("createSecret", "replaceSecret")
_IGNORED_BY_KUBELET: dict[str, object] = {"credHelpers": {}, "credsStore": ""}
_CONFIG, _PROVIDERS = ("spec", "credentials", "config"), ("spec", "credentials", "providers", "config")


def redacted(document: Document, *, world: bool) -> Document:
    """Return *document* with stand-ins for secrets; the same object where it can hold none."""
    if not world:
        return _secret(document) if document.kind == "Secret" else document
    redact = {"Registry": _registry, "NodePool": _node_pool, "Timeline": _timeline}.get(document.kind)
    if redact is None:
        return document
    value = json_copy(document.value)
    redact(document, value)
    return dataclasses.replace(document, value=value)


def json_copy(value: Any) -> Any:
    """A copy of a plain value whose mappings and lists are its own."""
    if isinstance(value, dict):
        return {key: json_copy(inner) for key, inner in value.items()}
    return [json_copy(inner) for inner in value] if isinstance(value, list) else value


def _secret(document: Document) -> Document:
    """Only what pods can pull with is left, and of the metadata what names the Secret."""
    head: dict[str, object] = {name: document.value[name] for name in ("apiVersion", "kind") if name in document.value}
    names = {"name": document.name, "namespace": document.namespace}
    metadata = {name: text for name, text in names.items() if text}
    if document.api_version != "v1":
        return dataclasses.replace(document, value={**head, "metadata": metadata})  # a mistake, and not of its values
    kept = secret_document(read_secret(root(document)))
    return dataclasses.replace(document, value={**kept, "metadata": metadata})


def _registry(_: Document, value: Any) -> None:
    users = _at(value, ("spec", "users"))
    for user in users if isinstance(users, list) else ():
        _hide_password(user)


def _node_pool(document: Document, value: Any) -> None:
    hosts = _at(value, ("spec", "hosts"))
    for host, written in hosts.items() if isinstance(hosts, dict) else ():
        file = written.get("file") if isinstance(written, dict) else None
        if isinstance(file, str):
            written["file"] = _hosts_file(document, ("spec", "hosts", host, "file"), file)
        elif isinstance(file, dict):
            written["file"] = without_secrets(file)
    credentials = _at(value, ("spec", "credentials"))
    if not isinstance(credentials, dict):
        return
    if credentials.get("config") is not None:
        credentials["config"] = _docker_config(document, credentials["config"])
    providers = credentials.get("providers")
    if isinstance(providers, dict):
        if isinstance(providers.get("config"), str):
            providers["config"] = _providers_config(document, providers["config"])
        _hide_arguments(providers.get("config"))
        plugins = providers.get("plugins")
        for plugin in plugins.values() if isinstance(plugins, dict) else ():
            _hide_logins(plugin)
    _hide_logins(credentials.get("vendorHook"))


def _timeline(document: Document, value: Any) -> None:
    events = _at(value, ("spec", "events"))
    for index, event in enumerate(events if isinstance(events, list) else ()):
        if not isinstance(event, dict):
            continue
        _hide_password(event.get("setPassword"))
        for name in _SECRET_EVENTS:
            manifest = event.get(name)
            if isinstance(manifest, dict):
                inner = inner_document(document, ("spec", "events", index, name), manifest)
                _check_kind(inner, "Secret")
                event[name] = _secret(inner).value


def inner_document(document: Document, path: Path, value: dict[str, object]) -> Document:
    """A manifest that stands inside a document, as a document of its own; it knows its lines."""
    if any(path[: len(setting)] == setting for setting in document.settings):
        return Document(value=value, file=SET_FROM_OUTSIDE)
    node = document.node
    for step in path:
        node = None if node is None else child_node(node, step)
    below = frozenset(setting[len(path) :] for setting in document.settings if setting[: len(path)] == path)
    return Document(value=value, file=document.file, node=node, settings=below)


def _check_kind(inner: Document, kind: str) -> None:
    if inner.kind != kind or inner.api_version != "v1":
        field = "kind" if inner.kind != kind else "apiVersion"
        raise inner.error(f"a {kind} is needed here", (field,), suggestion=f"write apiVersion: v1, kind: {kind}")


def _docker_config(document: Document, written: object) -> object:
    """The docker config of a node: a mapping, its JSON as a text, or the path of a file."""
    if isinstance(written, dict):
        return _with_ignored(config_value("config.json", json.dumps(written)), written)
    if not isinstance(written, str):
        return written
    if written.lstrip().startswith("{"):
        return config_value("config.json", written)
    path = _file(document, _CONFIG, written)
    content = read_bytes(path)
    if path.name == ".dockercfg":
        entries = config_value(".dockercfg", content)
        return {"auths": entries} if isinstance(entries, dict) else entries
    return _with_ignored(config_value("config.json", content), _parsed(content))


def _with_ignored(config: object, written: object) -> object:
    """Keep the names of what the kubelet ignores, so that it can be said."""
    if not isinstance(config, dict) or not isinstance(written, dict):
        return config
    return config | {name: empty for name, empty in _IGNORED_BY_KUBELET.items() if name in written}


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _providers_config(document: Document, written: str) -> dict[str, object]:
    path = _file(document, _PROVIDERS, written)
    documents = parse(read_text(path), str(path))
    if len(documents) != 1:
        raise document.error(f"the file {written} holds {len(documents)} documents; one is needed", _PROVIDERS)
    return documents[0].value


def _hosts_file(document: Document, path: Path, written: str) -> dict[str, object]:
    file = _file(document, path, written)
    content = read_bytes(file)
    try:
        # To containerd an empty file is one that says nothing.
        return parse_hosts_file(decode(content, str(file)) if content.strip() else "")
    except HostsFileError as error:
        raise ScenarioError(
            str(error),
            file=str(file),
            line=error.line,
            object=document.label,
            field=error.field,
            value=error.value,
            suggestion=error.suggestion,
        ) from None


def _file(document: Document, path: Path, written: str) -> FilePath:
    """The file that is named at *path*, relative to the document's own file."""
    found = FilePath(document.file).parent / written if document.file else FilePath(written)
    if "\n" in written or not found.is_file():
        hint = "write the path of a file relative to this one, or the content itself as a mapping"
        raise document.error("names no file that is there", path, suggestion=hint)
    return found


def _hide_logins(holder: object) -> None:
    if isinstance(holder, dict) and isinstance(holder.get("auth"), dict):
        holder["auth"] = {stand_in_key(key): login for key, login in holder["auth"].items()}
        for login in holder["auth"].values():
            _hide_password(login)


def _hide_arguments(config: object) -> None:
    """What a plugin is started with never matters here, and people put tokens there."""
    providers = config.get("providers") if isinstance(config, dict) else None
    for provider in providers if isinstance(providers, list) else ():
        if isinstance(provider, dict):
            provider.pop("env", None)
            provider.pop("args", None)


def _hide_password(holder: object) -> None:
    if isinstance(holder, dict) and isinstance(holder.get("password"), str):
        holder["password"] = stand_in(holder["password"])


def _at(value: object, path: Path) -> object:
    for step in path:
        value = value.get(str(step)) if isinstance(value, dict) else None
    return value
