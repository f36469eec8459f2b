"""crashNode: machines are gone, for a while or for good."""

from imagesim.engine.fate.reach import Reach
from imagesim.engine.fate.to_nodes import are_off, up_nodes
from imagesim.scenarios.timeline.events.nodes.crash_node import CrashNode


def carry_out(event: CrashNode, reach: Reach) -> None:
    """Switch them off; they come back when their time is over, if it ends."""
    are_off(up_nodes(event, reach), "crashNode", "crash of node", event.for_s, reach)
