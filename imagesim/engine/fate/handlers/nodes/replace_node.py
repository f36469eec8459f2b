"""replaceNode: nodes go, and new ones take their places."""

from imagesim.engine.fate.reach import Reach
from imagesim.engine.fate.to_nodes import renewal
from imagesim.engine.nodes.rolling import OneAfterAnother
from imagesim.scenarios.timeline.events.nodes.replace_node import ReplaceNode


def carry_out(event: ReplaceNode, reach: Reach) -> None:
    """Replace one after another."""
    names = [kubelet.name for kubelet in reach.nodes.named(event.node, event.pool)]
    if not names:
        reach.in_vain(event, "there was no such node any more")
    OneAfterAnother(reach.env, names, event.every_s, renewal(reach).replaced)
