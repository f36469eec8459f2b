"""drain: a node is emptied, and stays."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.nodes.drain import DrainNode


def carry_out(event: DrainNode, reach: Reach) -> None:
    """Cordon it, and evict its pods."""
    reach.nodes.empty(event.node)
