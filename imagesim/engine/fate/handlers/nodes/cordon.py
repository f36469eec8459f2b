"""cordon: a node takes no new pods."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.nodes.cordon import Cordon


def carry_out(event: Cordon, reach: Reach) -> None:
    """Mark it unschedulable; the scheduler hears of it."""
    reach.nodes.taints.set_unschedulable(event.node, unschedulable=True)
