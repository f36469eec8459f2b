"""Registry and Image documents for what pods use of registries that nobody has described yet."""

from typing import Any, NamedTuple

from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Bytes
from imagesim.scenarios.importers.real_documents import name_for
from imagesim.scenarios.reading.quantities import format_duration, format_size
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.writing import Document, world_document
from imagesim.studies.inventory.inventory import Inventory, InventoryRow


class DescribedRegistry(NamedTuple):
    """A registry as a first guess: its document, those of its images, and how many sizes are guesses."""

    host: str
    registry: Document
    images: tuple[Document, ...]
    guessed: int


def described(scenario: Scenario, found: Inventory) -> list[DescribedRegistry]:
    """A registry for each host that pods name and no document describes, with exactly what they use of it."""
    known = {registry.host for registry in scenario.registries}
    hosts: dict[str, list[InventoryRow]] = {}
    for row in found.rows:
        if row.registry and row.registry not in known:
            hosts.setdefault(row.registry, []).append(row)
    return [_described(scenario, host, rows) for host, rows in hosts.items()]


def _described(scenario: Scenario, host: str, rows: list[InventoryRow]) -> DescribedRegistry:
    stands_for = _tags(scenario)
    repositories: dict[str, dict[str, Any]] = {}
    images: dict[str, Document] = {}
    guessed = 0
    for row in rows:
        name = name_for(ImageReference.parse(row.name))
        digest = row.digest or stands_for.get(f"{host}/{row.repository}:{row.tag}", "")
        size = row.size_bytes
        guessed += size is None
        images[name] = _image(name, digest, size, scenario.default_image_size)
        holds = repositories.setdefault(row.repository, {})
        if row.digest:
            holds.setdefault("images", []).append(name)
        else:
            holds.setdefault("tags", {})[row.tag] = name
    spec = {"host": host, "latency": format_duration(scenario.default_latency_s), "repositories": repositories}
    return DescribedRegistry(host, world_document("Registry", host, spec), tuple(images.values()), guessed)


def _image(name: str, digest: str, size: Bytes | None, default: Bytes) -> Document:
    spec: dict[str, Any] = {"digest": digest} if digest else {}
    return world_document("Image", name, spec | {"layers": [format_size(default if size is None else size)]})


def _tags(scenario: Scenario) -> dict[str, str]:
    """By host/repository:tag the digest that a dump tells of."""
    tags: tuple[tuple[str, str, str, Image], ...] = scenario.starting.tags if scenario.starting else ()
    return {f"{host}/{repository}:{tag}": image.digest for host, repository, tag, image in tags}
