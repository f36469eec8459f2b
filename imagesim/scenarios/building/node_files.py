"""Files of a node, given as they are: KubeletConfiguration, CredentialProviderConfig, config.json, hosts.toml.

They are no objects of a cluster, but they decide how its nodes pull. Beside manifests they are given to the NodePool
of the scenario, which is said; where there are several, only the user knows which one is meant. What `kubectl get --raw
/api/v1/nodes/NAME/proxy/configz` prints is a KubeletConfiguration, too.
"""

import copy
import dataclasses
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from imagesim.scenarios.notes import Notes, some_names
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import ScenarioError

_GROUP = "kubelet.config.k8s.io/"
_DOCKER_CONFIG = {"auths", "credHelpers", "credsStore"}
_Steps = tuple[str, ...]
_SAID = "imagesim/node-files"
"""The annotation of a NodePool that keeps what was said of the files that it took."""
_PROVIDERS: _Steps = ("credentials", "providers", "config")


class _NodeFile(NamedTuple):
    """What a file is, where it stands in a NodePool, and what stands there of it."""

    what: str
    file: str
    steps: _Steps
    value: Any


def with_node_files(documents: Iterable[Document], hosts_files: Iterable[Path], notes: Notes) -> list[Document]:
    """The *documents* with those that are files of a node, and the *hosts_files*, put into the NodePool.

    ScenarioError if there are several NodePools, or the NodePool has that already.
    """
    rest, files = list[Document](), list[_NodeFile]()
    for document in documents:
        found = _node_file(document)
        if found is None:
            rest.append(document)
        else:
            files.append(found)
    files += [_hosts_file(path) for path in hosts_files]
    if files:
        pool = _only_pool(rest, files[0])
        rest = [_given(pool, files) if each is pool else each for each in rest]
    for document in rest:
        for sentence in _kept(document):
            notes.assume(sentence)
    return rest


def _given(pool: Document, files: Iterable[_NodeFile]) -> Document:
    """The NodePool with what the files say, and with what is to be said of that: it is loaded again, too."""
    value: dict[str, Any] = copy.deepcopy(pool.value)
    said = list[str]()
    for file in files:
        _put(value, file, pool)
        said.append(f"{file.what} {file.file} is that of the nodes of {pool.label}.")
        if file.steps == _PROVIDERS:
            said += _let_plugins_answer(value["spec"]["credentials"]["providers"])
    metadata = value.get("metadata")
    if isinstance(metadata, dict) and isinstance(metadata.setdefault("annotations", {}), dict):
        metadata["annotations"][_SAID] = "\n".join(said)
    return dataclasses.replace(pool, value=value)


def _kept(document: Document) -> list[str]:
    metadata = document.value.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    said = annotations.get(_SAID) if isinstance(annotations, dict) and document.kind == "NodePool" else None
    return said.split("\n") if isinstance(said, str) else []


def _node_file(document: Document) -> _NodeFile | None:
    value = document.value
    if document.api_version.startswith(_GROUP) and document.kind == "KubeletConfiguration":
        return _NodeFile("The KubeletConfiguration", document.file, ("kubelet",), value)
    if document.api_version.startswith(_GROUP) and document.kind == "CredentialProviderConfig":
        return _NodeFile("The CredentialProviderConfig", document.file, _PROVIDERS, value)
    if document.kind or document.api_version:
        return None
    if set(value) == {"kubeletconfig"} and isinstance(value["kubeletconfig"], dict):
        return _NodeFile("The kubelet's configz", document.file, ("kubelet",), value["kubeletconfig"])
    if _DOCKER_CONFIG & set(value):
        return _NodeFile("The docker config", document.file, ("credentials", "config"), value)
    return None


def _hosts_file(path: Path) -> _NodeFile:
    """A hosts.toml is of the registry whose folder it stands in, as below /etc/containerd/certs.d."""
    return _NodeFile(f"For {_host(path)} the hosts.toml", str(path), ("hosts", _host(path)), {"file": path})


def _host(path: Path) -> str:
    return Path(os.path.abspath(path)).parent.name


def _only_pool(documents: Iterable[Document], file: _NodeFile) -> Document:
    pools = [each for each in documents if each.kind == "NodePool"]
    if len(pools) == 1:
        return pools[0]
    names = ", ".join(pool.name for pool in pools)
    field = ".".join(("spec", *file.steps))
    hint = f"write it into the one that is meant, in {field}, and do not load it by itself"
    raise ScenarioError(f"is of a node, and there are several NodePools: {names}", file=file.file, suggestion=hint)


def _put(value: dict[str, Any], file: _NodeFile, pool: Document) -> None:
    steps = ("spec", *file.steps)
    for number, step in enumerate(steps[:-1], start=1):
        if value.get(step) is None:
            value[step] = {}
        value = value[step]
        if not isinstance(value, dict):
            raise pool.error("is not a mapping", steps[:number])
    if value.get(steps[-1]):
        hint = f"leave out {file.file}, or what the NodePool says"
        raise pool.error(f"is given, and {file.file} gives it too", steps, suggestion=hint)
    value[steps[-1]] = _beside(file.value, pool)


def _let_plugins_answer(providers: dict[str, Any]) -> list[str]:
    """A plugin of which the NodePool says nothing has no login to give; no file says what a real one would answer."""
    plugins = providers.setdefault("plugins", {})
    listed = providers["config"].get("providers")
    silent = list[str]()
    for provider in listed if isinstance(listed, list) and isinstance(plugins, dict) else ():
        name = provider.get("name") if isinstance(provider, dict) else None
        if isinstance(name, str) and name not in plugins:
            plugins[name] = {}
            silent.append(name)
    if not silent:
        return []
    return [
        f"No file says what credential provider plugins answer: {some_names(silent)} gives no login, "
        "until spec.credentials.providers.plugins says which."
    ]


def _beside(value: Any, pool: Document) -> Any:
    """The value; the path of a file as the NodePool would write it, which is relative to its own file."""
    if isinstance(value, dict) and isinstance(value.get("file"), Path):
        folder = Path(pool.file).parent if pool.file else Path()
        return {"file": os.path.relpath(value["file"], folder)}
    return value
