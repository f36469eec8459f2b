"""taintNode: a node gets a taint, or loses one."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.nodes.taint_node import TaintNode


def carry_out(event: TaintNode, reach: Reach) -> None:
    """Write it; the scheduler and the controllers hear of it."""
    if not reach.nodes.taints.set_taint(event.node, event.taint, remove=event.remove):
        reach.in_vain(event, "the node had no such taint")
