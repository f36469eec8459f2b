"""A NodePool without its secrets: docker configs, plugins and hosts.toml, which may stand in files of their own."""

import json
from typing import Any

from imagesim.scenarios.files import hosts_headers, hosts_toml
from imagesim.scenarios.reading.documents import Document, decode, parse, read_bytes, read_text
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.file_beside import file_beside
from imagesim.scenarios.reading.nesting import loads
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.redaction.unread import Unread
from imagesim.scenarios.world.credentials.stand_ins import hide_logins
from imagesim.scenarios.world.credentials.write import config_value

_IGNORED_BY_KUBELET: dict[str, object] = {"credHelpers": {}, "credsStore": ""}
_CONFIG, _PROVIDERS = ("spec", "credentials", "config"), ("spec", "credentials", "providers", "config")


def redact_node_pool(document: Document, value: Any) -> None:
    """Replace what is secret in *value*, a copy of the NodePool's own. ScenarioError for a file that is none."""
    hosts = _at(value, ("spec", "hosts"))
    for host, written in hosts.items() if isinstance(hosts, dict) else ():
        _hide_headers(written)
        file = written.get("file") if isinstance(written, dict) else None
        if isinstance(file, str):
            written["file"] = _hosts_file(document, ("spec", "hosts", host, "file"), file)
        elif isinstance(file, dict):
            written["file"] = hosts_toml.without_secrets(file)
    pods = _at(value, ("spec", "staticPods"))
    if isinstance(pods, list):
        pods[:] = [_static_pod(document, index, written) for index, written in enumerate(pods)]
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


def _static_pod(document: Document, index: int, written: object) -> object:
    """The manifest of a static pod: a mapping, or the path of a file that holds one; without what no run reads."""
    if isinstance(written, str):
        path: Path = ("spec", "staticPods", index)
        file = file_beside(document, path, written)
        documents = parse(read_text(file), str(file))
        if len(documents) != 1:
            raise document.error(f"the file {written} holds {len(documents)} documents; one is needed", path)
        written = documents[0].value
    return Unread({}, manifests=True).hidden(written)


def _hide_headers(hosts: object) -> None:
    """Headers of hosts.toml that are written as fields: any of them may hold a password."""
    mirrors = hosts.get("mirrors") if isinstance(hosts, dict) else None
    server = hosts.get("server") if isinstance(hosts, dict) else None
    for host in (*(mirrors if isinstance(mirrors, list) else ()), server):
        if isinstance(host, dict) and "header" in host:
            host["header"] = hosts_headers.without_secrets(host["header"])


def _docker_config(document: Document, written: object) -> object:
    """The docker config of a node: a mapping, its JSON as a text, or the path of a file."""
    if isinstance(written, dict):
        return _with_ignored(config_value("config.json", json.dumps(written)), written)
    if not isinstance(written, str):
        return written
    if written.lstrip().startswith("{"):
        return config_value("config.json", written)
    path = file_beside(document, _CONFIG, written)
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
        return loads(content)
    except ValueError:
        return None


def _providers_config(document: Document, written: str) -> dict[str, object]:
    path = file_beside(document, _PROVIDERS, written)
    documents = parse(read_text(path), str(path))
    if len(documents) != 1:
        raise document.error(f"the file {written} holds {len(documents)} documents; one is needed", _PROVIDERS)
    return documents[0].value


def _hosts_file(document: Document, path: Path, written: str) -> dict[str, object]:
    file = file_beside(document, path, written)
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
