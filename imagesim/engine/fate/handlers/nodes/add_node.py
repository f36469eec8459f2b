"""addNode: nodes join."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode


def carry_out(event: AddNode, reach: Reach) -> None:
    """Let them join, with their pool's pre-pulled images."""
    reach.nodes.join(event.pool, event.count)
