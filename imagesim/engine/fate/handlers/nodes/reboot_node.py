"""rebootNode: machines are off for a while."""

from imagesim.engine.fate.reach import Reach
from imagesim.engine.fate.to_nodes import are_off, up_nodes
from imagesim.scenarios.timeline.events.nodes.reboot_node import RebootNode


def carry_out(event: RebootNode, reach: Reach) -> None:
    """Switch them off, and on again when their time is over."""
    are_off(up_nodes(event, reach), "rebootNode", "reboot of node", event.takes_s, reach)
