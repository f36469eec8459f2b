"""crashNode: machines are gone, for a while or for good."""

from imagesim.engine.fate.reach import Reach
from imagesim.engine.fate.to_nodes import are_off, up_nodes
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.events.nodes.crash_node import CrashNode


def carry_out(event: CrashNode, reach: Reach) -> Seconds:
    """Switch them off; they come back when their time is over, if it ends. It is infinity for good."""
    are_off(up_nodes(event, reach), "crashNode", "crash of node", event.for_s, reach)
    return reach.env.now + event.for_s
