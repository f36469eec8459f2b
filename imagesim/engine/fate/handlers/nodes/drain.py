"""drain: a node is emptied, and stays."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.nodes.drain import Drain


def carry_out(event: Drain, reach: Reach) -> None:
    """Cordon it, and evict its pods."""
    reach.nodes.empty(event.node)
