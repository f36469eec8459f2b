"""The inventory of images: every name that pods use, who uses it, where it lies, and whether it can move."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Bytes
from imagesim.scenarios.loading import Source, load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario
from imagesim.studies.inventory.on_nodes import OnNodes, full_name, on_nodes, size_of
from imagesim.studies.inventory.uses import InventoryUse, uses

_NOWHERE = OnNodes(frozenset(), (), ())


class InventoryRow(NamedTuple):
    """One image, by the name that it has in full; `tag` or `digest` is "" where there is none.

    `registry` is "" for a text that is no name of an image, which stands in `repository` then. `policies` are the
    pull policies as stored. `users` are workloads and pods of their own (Deployment/shop/web). `pods` counts their
    pods; `each_node` says that there is one more on each node that fits. `nodes` is on how many nodes it lies, None
    where nothing tells what is on nodes; `versions` are the digests that it stands for there or runs as. `size_bytes`
    is the compressed size of the largest of them, None for unknown. A `pinned` one names a digest: it cannot move.
    """

    registry: str
    repository: str
    tag: str
    digest: str
    policies: tuple[str, ...]
    users: tuple[str, ...]
    pods: int
    each_node: bool
    nodes: int | None
    versions: tuple[str, ...]
    size_bytes: Bytes | None
    pinned: bool

    @property
    def name(self) -> str:
        """The name, in full."""
        registry = f"{self.registry}/" if self.registry else ""
        tag = f":{self.tag}" if self.tag else ""
        return f"{registry}{self.repository}{tag}" + (f"@{self.digest}" if self.digest else "")


class Inventory(NamedTuple):
    """The rows by name. `of_nodes` is how many nodes the sources tell of, None where they tell of none."""

    rows: tuple[InventoryRow, ...]
    of_nodes: int | None


def inventory(*sources: Source | Scenario) -> Inventory:
    """What images the pods of *sources* use: a Scenario, or what `load` takes (files, folders, shipped scenarios).

    ScenarioError where no pod uses any: an empty inventory would say that all is well.
    """
    scenario = sources[0] if len(sources) == 1 and isinstance(sources[0], Scenario) else load(*_plain(sources))
    there = on_nodes(scenario)
    by_name: dict[str, list[InventoryUse]] = {}
    for use in uses(scenario):
        by_name.setdefault(_key(use.text), []).append(use)
    if not by_name:
        raise ScenarioError("no pod and no workload in them names an image", object=scenario.name)
    known = bool(scenario.starting and scenario.starting.nodes) or bool(there)
    running, described = _running(scenario), _described(scenario)
    rows = [_row(name, found, there, running, described, known=known) for name, found in by_name.items()]
    of_nodes = sum(pool.count for pool in scenario.pools) if known else None
    return Inventory(tuple(sorted(rows, key=lambda row: row[:4])), of_nodes)


def _plain(sources: Iterable[Source | Scenario]) -> list[Source]:
    plain = [source for source in sources if not isinstance(source, Scenario)]
    if len(plain) != len(list(sources)):
        raise TypeError("a Scenario is a source by itself")
    return plain


def _key(text: str) -> str:
    """What two texts share that mean the same: the full name, tag and digest included."""
    try:
        reference = ImageReference.parse(text)
    except InvalidImageName:
        return text
    return reference.repository + "".join(_suffix(reference))


def _suffix(reference: ImageReference) -> tuple[str, str]:
    tag, digest = reference.effective_tag, reference.digest
    return (f":{tag}" if tag else "", f"@{digest}" if digest else "")


def _row(
    name: str,
    found: list[InventoryUse],
    there: Mapping[str, OnNodes],
    running: Mapping[str, tuple[str, ...]],
    described: Mapping[str, Bytes],
    *,
    known: bool,
) -> InventoryRow:
    pods = {(use.user, use.pod): use.pods or 0 for use in sorted(found, key=lambda use: use.pods or 0)}
    about = {
        "policies": tuple(sorted({use.policy for use in found})),
        "users": tuple(sorted({use.user for use in found})),
        "pods": sum(pods.values()),
        "each_node": any(use.pods is None for use in found),
    }
    try:
        reference = ImageReference.parse(found[0].text)
    except InvalidImageName:
        nowhere = {"nodes": 0 if known else None, "versions": (), "size_bytes": None, "pinned": False}
        return InventoryRow(registry="", repository=name, tag="", digest="", **about, **nowhere)  # type: ignore[arg-type]
    full = reference.fully_qualified
    on = there.get(full, _NOWHERE)
    versions = dict.fromkeys((*on.versions, *running.get(full, ())))
    sizes = (*on.sizes, *((described[full],) if full in described else ()))
    return InventoryRow(
        registry=reference.domain,
        repository=reference.path,
        tag=reference.effective_tag or "",
        digest=reference.digest or "",
        **about,  # type: ignore[arg-type]
        nodes=len(on.nodes) if known else None,
        versions=tuple(sorted(versions)),
        size_bytes=max(sizes, default=None),
        pinned=bool(reference.digest),
    )


def _running(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """By full name the digests that containers of a dump run under it."""
    found: dict[str, dict[str, None]] = {}
    for pod in scenario.starting.pods if scenario.starting else ():
        for container in pod.containers:
            if container.finished_s is None and container.version:
                found.setdefault(full_name(container.image), {})[container.version] = None
    return {name: tuple(versions) for name, versions in found.items()}


def _described(scenario: Scenario) -> dict[str, Bytes]:
    """By full name the sizes of what Registry documents list."""
    return {
        f"{registry.host}/{repository}{suffix}": size_of(image)
        for registry in scenario.registries
        for repository, tags in registry.repositories
        for tag, image in tags
        for suffix in (f":{tag}", f"@{image.digest}")
    }
