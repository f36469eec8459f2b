"""uncordon: a node takes new pods again."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.nodes.uncordon import Uncordon


def carry_out(event: Uncordon, reach: Reach) -> None:
    """Mark it schedulable; the scheduler hears of it."""
    reach.nodes.taints.set_unschedulable(event.node, unschedulable=False)
