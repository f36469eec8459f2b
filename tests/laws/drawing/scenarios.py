"""A random scenario as documents. Its seed and its number name it; the same name gives the same scenario everywhere."""

from tests.laws.drawing.draw import Document, Draw, World, world_document
from tests.laws.drawing.happenings import timeline
from tests.laws.drawing.later import later
from tests.laws.drawing.manifests import pods, secrets, workloads
from tests.laws.drawing.pools import pools
from tests.laws.drawing.registries import images, registries

_DURATIONS_S = (60, 200, 600, 1200, 2400)


def draw_documents(seed: int, number: int) -> list[Document]:
    """The documents of the scenario *number* of *seed*."""
    draw = Draw(f"laws/{seed}/{number}")
    world = World(draw, draw.choice(_DURATIONS_S))
    parts = (images, registries, pools, secrets, pods, workloads, timeline)
    documents = [document for part in parts for document in part(world)]
    return [*documents, _simulation(world, f"laws-{seed}-{number}"), *later(world, f"laws/{seed}/{number}")]


def _simulation(world: World, name: str) -> Document:
    draw = world.draw
    spec: Document = {"duration": f"{world.duration_s}s", "seed": draw.randrange(1000)}
    if draw.chance(0.2):
        spec["admission"] = draw.some(("AlwaysPullImages", "PinDigests"), 2, 1)
        spec |= draw.fields(0.5, failurePolicy=("Fail",))
    return world_document("Simulation", name, spec)
