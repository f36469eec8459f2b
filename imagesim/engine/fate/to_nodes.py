"""Whom an event befalls that happens to a node, or to the nodes of a pool."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.some_nodes import ToSomeNodes


def up_nodes(event: ToSomeNodes, reach: Reach) -> list[str]:
    """The nodes whose kubelets run now; where there is none the event is in vain."""
    called = [kubelet.name for kubelet in reach.nodes.named(event.node, event.pool)]
    up = [node for node in called if not reach.nodes.is_down(node)]
    if not up:
        reach.in_vain(event, "no kubelet was running there" if called else "there was no such node any more")
    return up
