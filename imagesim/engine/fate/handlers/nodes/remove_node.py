"""removeNode: a node is drained and goes."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode


def carry_out(event: RemoveNode, reach: Reach) -> None:
    """Drain it: no new pods, and those that are there are deleted."""
    reach.nodes.drain(event.node)
