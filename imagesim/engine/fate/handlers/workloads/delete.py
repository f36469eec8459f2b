"""delete: pods are deleted as anybody would delete them."""

from imagesim.engine.fate.reach import Reach
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.events.workloads.delete import Delete


def carry_out(event: Delete, reach: Reach) -> Seconds:
    """Delete the target's pods, one after another."""
    return reach.spread(event, reach.api.pods.delete)
