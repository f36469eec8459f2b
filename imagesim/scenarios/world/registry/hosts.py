"""The hosts of registries: as image names have them, each described once, and caches that end somewhere."""

from collections.abc import Iterable, Mapping
from typing import Any

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.shown.secret_texts import without_user
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.world.document import API_VERSION
from imagesim.scenarios.world.registry.model import RegistryDocument

Described = list[tuple[Document, RegistryDocument]]


def described_hosts(registries: Described) -> dict[str, str]:
    """The host of each Registry document by the document's label. ScenarioError for one host that two describe."""
    hosts: dict[str, str] = {}
    for document, model in registries:
        path: Path = ("spec", "host") if model.spec.host is not None else ("metadata", "name")
        host = registry_host(document, path, model.spec.host or model.metadata.name)
        if host in hosts.values():
            other = next(doc for doc, _ in registries if hosts[doc.label] == host)
            raise document.error(f"{host} is described twice; {other.place} describes it too", ("spec",))
        hosts[document.label] = host
    return hosts


def names_of_registries(documents: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The host of each Registry by the name of its document, from documents that have been read before."""
    found = [Document(value=value) for value in documents if value.get("kind") == "Registry"]
    return {
        document.name: registry_host(document, (), document.value.get("spec", {}).get("host") or document.name)  # type: ignore[attr-defined]  # the model has read it
        for document in found
        if document.api_version == API_VERSION
    }


def registry_host(document: Document, path: Path, host: str) -> str:
    """The host as image names have it. ScenarioError for what no image name can begin with."""
    rule = "is not the host of a registry: no image name is looked up there"
    hint = "write a host such as docker.io, registry.example or localhost:5000"
    try:
        found = ImageReference.parse(f"{host}/repository/name")
    except InvalidImageName:
        raise document.error(rule, path, value=without_user(host), suggestion=hint) from None
    if found.path != "repository/name":
        raise document.error(rule, path, value=without_user(host), suggestion=hint)
    return found.domain


def check_caches(registries: Described, hosts: Mapping[str, str], made: Mapping[str, Registry]) -> None:
    """Refuse a pull-through cache that fetches from itself, also by way of others. ScenarioError for the first."""
    for document, _ in registries:
        host = hosts[document.label]
        way = [host]
        while (cache := made[way[-1]].service.cache if way[-1] in made else None) is not None:
            way.append(cache.upstream)
            if cache.upstream == host:
                rule = "is the registry itself" if len(way) == 2 else f"leads back here: {' -> '.join(way)}"
                hint = "name the registry that the cache fetches from"
                raise document.error(rule, ("spec", "cache", "of"), value=way[1], suggestion=hint)
            if cache.upstream in way[:-1]:
                break  # a circle of others, whose own documents say so
