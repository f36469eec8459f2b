"""Nodes whose images come in other ways than by a pull, whose sandbox image may be missing, whose runtime restarts."""

from collections.abc import Callable

from tests.laws.drawing.draw import Document, World, world_document

LOCAL = "local/only:dev"
"""A name of which most registries know nothing."""


def loaded_pool(world: World) -> Document:
    """One more NodePool: what is on it is said by Images, and its sandbox image may be absent, or nowhere."""
    draw = world.draw
    world.pools["u9"] = draw.randint(1, 2)
    containerd = draw.choice(("1.6", "1.7", "2.1", "2.3"))
    spec: Document = {
        "count": world.pools["u9"],
        "containerdVersion": containerd,
        "prepulled": [draw.choice(world.texts)],
    }
    if draw.chance(0.5):
        spec["prepulled"] = [{"image": LOCAL, "of": draw.choice(world.images)}]
    if draw.chance(0.7):
        spec["sandboxImage"] = {"present": False, **draw.fields(0.3, image=(draw.choice(world.texts), "pause:1"))}
    if draw.chance(0.4):
        spec["disk"] = {"size": draw.choice(("400Mi", "2Gi"))}
    return world_document("NodePool", "u9", spec)


def _some_nodes(world: World) -> Document:
    draw = world.draw
    return {"pool": draw.choice(list(world.pools))} if draw.chance(0.5) else {"node": draw.choice(world.nodes())}


def _load_image(world: World) -> Document:
    draw = world.draw
    of = {"of": draw.choice(world.images)} if draw.chance(0.7) else {}
    return {**_some_nodes(world), "image": draw.choice((LOCAL, *_tags(world))), **of}


def _tags(world: World) -> list[str]:
    return [text for text in world.texts if "@" not in text]


def _restart_containerd(world: World) -> Document:
    return {**_some_nodes(world), **world.draw.fields(0.7, takes=("0s", "1s", "12s", "30s"))}


LOADED: dict[str, Callable[[World], Document]] = {
    "loadImage": _load_image,
    "restartContainerd": _restart_containerd,
}
