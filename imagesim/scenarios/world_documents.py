"""The world of a scenario: its world documents by kind, with the default world where one is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean
from imagesim.scenarios.timeline.model import TimelineDocument
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.document import API_VERSION
from imagesim.scenarios.world.image.model import ImageDocument
from imagesim.scenarios.world.mistakes import read_world
from imagesim.scenarios.world.node_pool.model import NodePoolDocument
from imagesim.scenarios.world.registry.model import RegistryDocument
from imagesim.scenarios.world.simulation.model import SimulationDocument

M = TypeVar("M", bound=WorldModel)

KINDS = ("Simulation", "Registry", "Image", "NodePool", "Timeline")
DEFAULT_WORLD = "imagesim/default-world"
"""The annotation of a document that nobody wrote."""
ORIGIN = "imagesim/from"
"""The annotation of a Simulation that nobody wrote: which files the scenario was loaded from."""


@dataclass(slots=True, kw_only=True)
class World:
    """The world documents, each beside its model."""

    simulation: tuple[Document, SimulationDocument]
    registries: list[tuple[Document, RegistryDocument]] = field(default_factory=list)
    images: list[tuple[Document, ImageDocument]] = field(default_factory=list)
    pools: list[tuple[Document, NodePoolDocument]] = field(default_factory=list)
    timelines: list[tuple[Document, TimelineDocument]] = field(default_factory=list)


def is_world(document: Document) -> bool:
    """Whether this is a world document. ScenarioError for a mistyped apiVersion: a mistake, and no foreign kind."""
    version = document.api_version
    if version == API_VERSION:
        return True
    if _nearly_world(version):
        raise document.error("is not known", ("apiVersion",), value=version, suggestion=f"write {API_VERSION}")
    if not version and document.kind in KINDS:
        raise document.error("is missing", ("apiVersion",), suggestion=f"write {API_VERSION}")
    return False


@cache
def _nearly_world(version: str) -> bool:
    near = did_you_mean(version, [API_VERSION], cutoff=0.85).startswith("did you mean")
    return near or version.startswith("imagesim/")


def default_world(documents: Iterable[Document], name: str, origin: str = "") -> list[Document]:
    """Return the documents that stand in for a Simulation or a NodePool where there is none.

    A Simulation takes *name*, and keeps what the documents were loaded from, the *origin*. Nodes become pools.
    """
    documents = list(documents)
    kinds = {document.kind for document in documents if is_world(document)}
    missing = []
    if "Simulation" not in kinds:
        missing.append(_default("Simulation", name, {}, {ORIGIN: origin} if origin else {}))
    if "NodePool" not in kinds and not any(document.kind == "Node" for document in documents):
        missing.append(_default("NodePool", "workers", {"count": 3, "platform": "linux/amd64", "network": "1Gbit/s"}))
    return missing


def _default(kind: str, name: str, spec: dict[str, object], also: dict[str, str] | None = None) -> Document:
    metadata = {"name": name, "annotations": {DEFAULT_WORLD: "true", **(also or {})}}
    return Document(value={"apiVersion": API_VERSION, "kind": kind, "metadata": metadata, "spec": spec})


def read_worlds(documents: Iterable[Document]) -> World:
    """Read all world documents. ScenarioError for two of one kind and name, or two Simulations."""
    simulations: list[tuple[Document, SimulationDocument]] = []
    world = World(simulation=None)  # type: ignore[arg-type]  # set below, before anybody looks
    first: dict[tuple[str, str], Document] = {}
    for document in documents:
        match document.kind:
            case "Simulation":
                simulations.append((document, read_world(SimulationDocument, document)))
            case "Registry":
                world.registries.append((document, read_world(RegistryDocument, document)))
            case "Image":
                world.images.append((document, read_world(ImageDocument, document)))
            case "NodePool":
                world.pools.append((document, read_world(NodePoolDocument, document)))
            case "Timeline":
                world.timelines.append((document, read_world(TimelineDocument, document)))
            case _:
                raise _no_kind(document)
        key = (document.kind, document.name)
        if key in first:
            raise document.error(f"the name stands twice: {first[key].place} has it too", ("metadata", "name"))
        first[key] = document
    if len(simulations) > 1:
        rule = f"a second Simulation; the first is in {simulations[0][0].place}"
        raise simulations[1][0].error(rule, suggestion="a scenario has one")
    world.simulation = simulations[0]
    return world


def _no_kind(document: Document) -> ScenarioError:
    kind = document.value.get("kind")
    if kind is None:
        return document.error("is missing", ("kind",), suggestion=did_you_mean("", KINDS))
    hint = did_you_mean(document.kind, KINDS)
    return document.error("is no kind of imagesim/v1", ("kind",), value=kind, suggestion=hint)
