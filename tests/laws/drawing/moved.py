"""What happens to nodes: the events that befall one, or all of a pool."""

from collections.abc import Callable

from tests.laws.drawing.draw import Document, World

_TAKES = ("0s", "2s", "30s", "90s")


def _some_nodes(world: World) -> Document:
    draw = world.draw
    if draw.chance(0.3):
        return {"pool": draw.choice(list(world.pools))}
    return {"node": draw.choice(world.nodes())}


def _restart_kubelet(world: World) -> Document:
    return {**_some_nodes(world), **world.draw.fields(0.7, takes=_TAKES)}


def _reboot_node(world: World) -> Document:
    return {**_some_nodes(world), **world.draw.fields(0.7, takes=_TAKES)}


def _crash_node(world: World) -> Document:
    return {**_some_nodes(world), **world.draw.fields(0.7, **{"for": ("1s", "45s", "2m", "8m")})}


MOVED: dict[str, Callable[[World], Document]] = {
    "restartKubelet": _restart_kubelet,
    "rebootNode": _reboot_node,
    "crashNode": _crash_node,
}
