"""A random scenario with what every kind of event needs, and ten events of any kind at random times."""

from typing import Any

from tests.laws.drawing.draw import Document, Draw, World, world_document
from tests.laws.drawing.happenings import EVERY_KIND, HELD, LIMITED, timeline
from tests.laws.drawing.manifests import pods, secrets, workloads
from tests.laws.drawing.moved import pool_with_disks
from tests.laws.drawing.pools import pools
from tests.laws.drawing.registries import images, registries

EVENTS = 10
_DURATIONS_S = (600, 1200, 2400)


def draw_eventful(name: str) -> list[Document]:
    """The documents of the scenario of that *name*, without events that are about what is gone by then."""
    draw = Draw(name)
    world = World(draw, draw.choice(_DURATIONS_S))
    documents = [document for part in (images, registries, pools, secrets, pods) for document in part(world)]
    if draw.chance(0.5):
        documents.append(pool_with_disks(world))
    while not world.workloads:
        documents += workloads(world)
    deployments = [_deployment(each, replicas) for each in (HELD, "a0") for replicas in (1, 2, 4)]
    world.applied += [each for each in deployments if each["metadata"]["name"] == "a0"]
    limited: Document = {
        "repositories": {"app": {"tags": {"v1": world.images[0]}}},
        "limits": [{"amount": 5, "window": "5m", "per": "registry"}],
    }
    return [
        *documents,
        deployments[draw.randrange(3)],
        world_document("Registry", LIMITED, limited),
        world_document("Simulation", "eventful", {"duration": f"{world.duration_s}s", "seed": draw.randrange(1000)}),
        *timeline(world, "ten", _kinds(world), (EVENTS,)),
    ]


def _kinds(world: World) -> tuple[str, ...]:
    return EVERY_KIND if "z0" in world.pools else tuple(kind for kind in EVERY_KIND if kind != "fillDisk")


def _deployment(name: str, replicas: int) -> Document:
    container = {
        "name": "a",
        "image": f"{LIMITED}/app:v1",
        "imagePullPolicy": "Always" if replicas == 2 else "IfNotPresent",
    }
    spec: dict[str, Any] = {
        "replicas": replicas,
        "selector": {"matchLabels": {"a": name}},
        "template": {"metadata": {"labels": {"a": name}}, "spec": {"containers": [container]}},
    }
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": spec}
