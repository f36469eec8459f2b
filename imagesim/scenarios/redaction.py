"""Secrets are replaced by stand-ins before anything else happens with a document.

Whatever comes later (a Scenario, an error, a table, a saved file) holds nobody's password, because none is there any
more. Equal passwords have equal stand-ins, so users and secrets that agreed still agree. What the documents name by a
path, a docker config or a CredentialProviderConfig, is read here too and takes the path's place.
"""

import dataclasses
import json
from pathlib import Path as FilePath
from typing import Any

from imagesim.scenarios.files import hosts_toml
from imagesim.scenarios.manifests.kinds import BY_NAME
from imagesim.scenarios.reading.documents import Document, decode, parse, read_bytes, read_text
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.paths import is_folder, is_there
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.timeline.redact import redact_events
from imagesim.scenarios.world.credentials.stand_ins import hide_logins, hide_password
from imagesim.scenarios.world.credentials.write import config_value

_IGNORED_BY_KUBELET: dict[str, object] = {"credHelpers": {}, "credsStore": ""}
_CONFIG, _PROVIDERS = ("spec", "credentials", "config"), ("spec", "credentials", "providers", "config")


def redacted(document: Document, *, world: bool) -> Document:
    """Return *document* with stand-ins for secrets; the same object where it can hold none."""
    if not world:
        kind = BY_NAME.get(document.kind)
        return kind.redact(document) if kind is not None and kind.redact is not None else document
    redact = {"Registry": _registry, "NodePool": _node_pool, "Timeline": redact_events}.get(document.kind)
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


def _registry(_: Document, value: Any) -> None:
    users = _at(value, ("spec", "users"))
    for user in users if isinstance(users, list) else ():
        hide_password(user)


def _node_pool(document: Document, value: Any) -> None:
    hosts = _at(value, ("spec", "hosts"))
    for host, written in hosts.items() if isinstance(hosts, dict) else ():
        file = written.get("file") if isinstance(written, dict) else None
        if isinstance(file, str):
            written["file"] = _hosts_file(document, ("spec", "hosts", host, "file"), file)
        elif isinstance(file, dict):
            written["file"] = hosts_toml.without_secrets(file)
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
            hide_logins(plugin)
    hide_logins(credentials.get("vendorHook"))


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
    except (ValueError, RecursionError):
        return None


def _providers_config(document: Document, written: str) -> dict[str, object]:
    path = _file(document, _PROVIDERS, written)
    documents = parse(read_text(path), str(path))
    if len(documents) != 1:
        raise document.error(f"the file {written} holds {len(documents)} documents; one is needed", _PROVIDERS)
    return documents[0].value


def _hosts_file(document: Document, path: Path, written: str) -> dict[str, object]:
    file = _file(document, path, written)
    content = read_bytes(file, hosts_toml.LARGEST_FILE)
    try:
        # To containerd an empty file is one that says nothing.
        return hosts_toml.parse_hosts_file(decode(content, str(file)) if content.strip() else "")
    except hosts_toml.HostsFileError as error:
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
    hint = "write the path of a file relative to this one, or the content itself as a mapping"
    try:
        there = "\n" not in written and is_there(found) and not is_folder(found)
    except ScenarioError as mistake:
        raise document.error(f"names no file that can be read: it {mistake.rule}", path, suggestion=hint) from None
    if not there:
        raise document.error("names no file that is there", path, suggestion=hint)
    return found


def _hide_arguments(config: object) -> None:
    """What a plugin is started with never matters here, and people put tokens there."""
    providers = config.get("providers") if isinstance(config, dict) else None
    for provider in providers if isinstance(providers, list) else ():
        if isinstance(provider, dict):
            provider.pop("env", None)
            provider.pop("args", None)


def _at(value: object, path: Path) -> object:
    for step in path:
        value = value.get(str(step)) if isinstance(value, dict) else None
    return value
