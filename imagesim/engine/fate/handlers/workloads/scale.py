"""scale: another number of replicas."""

from imagesim.engine.api import kubectl
from imagesim.engine.fate.reach import Reach
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.timeline.events.workloads.scale import Scale


def carry_out(event: Scale, reach: Reach) -> None:
    """Write the number; the controller hears of it."""
    kubectl.scale(reach.api.store, ObjectName.parse(event.workload), event.replicas)
