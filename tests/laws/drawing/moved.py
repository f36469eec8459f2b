"""What happens to nodes: the events that befall one, or all of a pool."""

from collections.abc import Callable

from tests.laws.drawing.draw import Document, World, world_document

DISKS = "z0"
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


def _fill_disk(world: World) -> Document:
    draw = world.draw
    where = draw.choice(({"pool": DISKS}, {"node": f"{DISKS}-0"}))
    how_much = draw.choice(({"to": "84%"}, {"to": "90%"}, {"to": "100%"}, {"add": "50Mi"}))
    return {**where, **how_much, **draw.fields(0.5, **{"for": ("30s", "5m")})}


def pool_with_disks(world: World) -> Document:
    """Nodes whose disks can fill."""
    world.pools[DISKS] = 2
    size = world.draw.choice(("200Mi", "1Gi", "4Gi"))
    return world_document("NodePool", DISKS, {"count": 2, "disk": {"size": size}})


def _upgrade_node(world: World) -> Document:
    draw = world.draw
    versions = draw.choice(({"kubernetesVersion": "1.34"}, {"containerdVersion": "1.7"}, {"containerdVersion": "2.0"}))
    how = draw.choice(({}, {"drain": False}, {"replace": True}))
    where = _nodes_that_may_go(world) if how.get("replace") else _some_nodes(world)
    return {**where, **versions, **how, **draw.fields(0.7, every=("1s", "30s", "3m"))}


def _nodes_that_may_go(world: World) -> Document:
    """Of others, timelines that were drawn before may speak later in the run."""
    pool = DISKS if DISKS in world.pools else world.draw.choice(list(world.pools))
    return {"node": f"{pool}-0"} if world.draw.chance(0.5) else {"pool": pool}


MOVED: dict[str, Callable[[World], Document]] = {
    "restartKubelet": _restart_kubelet,
    "rebootNode": _reboot_node,
    "crashNode": _crash_node,
    "fillDisk": _fill_disk,
    "replaceNode": lambda world: {**_nodes_that_may_go(world), **world.draw.fields(0.7, every=("1s", "30s", "3m"))},
    "upgradeNode": _upgrade_node,
    "drain": lambda world: {"node": world.draw.choice(world.nodes())},
}
