"""Nodes that are not for every pod: taints, little room, static pods; and pods that tolerate and request something."""

from tests.laws.drawing.draw import Document, Draw, World, world_document
from tests.laws.drawing.manifests import template

_TAINTS = (
    {"key": "dedicated", "value": "x", "effect": "NoSchedule"},
    {"key": "flaky", "effect": "NoExecute"},
    {"key": "slow", "effect": "PreferNoSchedule"},
)
_TOLERATIONS = (
    {"operator": "Exists"},
    {"key": "dedicated", "operator": "Exists"},
    {"key": "dedicated", "value": "x", "effect": "NoSchedule"},
    {"key": "dedicated", "value": "y"},
    {"key": "flaky", "operator": "Exists", "effect": "NoExecute"},
    {"key": "flaky", "effect": "NoExecute", "tolerationSeconds": 20},
)


def tainted_pool(world: World) -> Document:
    """One more NodePool, whose nodes have taints, little room or static pods."""
    draw = world.draw
    world.pools["x0"] = draw.randint(1, 2)
    spec: Document = {"count": world.pools["x0"], "taints": draw.some(_TAINTS, 2)}
    if draw.chance(0.4):
        spec["allocatable"] = draw.fields(0.6, cpu=(1, "500m"), memory=("200Mi", "1Gi"), pods=(1, 4))
    if draw.chance(0.3):
        containers = [{"name": "a", "image": draw.choice(world.texts)}]
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "agent"}, "spec": {"containers": containers}}
        spec["staticPods"] = [pod]
    return world_document("NodePool", "x0", spec)


def tolerant_template(world: World) -> tuple[Document, Document]:
    """Metadata and spec of a pod that tolerates something, and of which containers may request something."""
    draw = world.draw
    meta, spec = template(world, "Always")
    spec["tolerations"] = draw.some(_TOLERATIONS, 3)
    for container in spec["containers"]:
        if requests := draw.fields(0.3, cpu=("100m", "700m"), memory=("50Mi", "300Mi")):
            container["resources"] = {"requests": requests}
    return meta, spec


def taint(draw: Draw) -> str:
    """A taint as `kubectl taint` has it: one that comes, or one that goes."""
    said = draw.choice(("dedicated=x:NoSchedule", "flaky:NoExecute", "slow:PreferNoSchedule"))
    return said + ("-" if draw.chance(0.4) else "")
