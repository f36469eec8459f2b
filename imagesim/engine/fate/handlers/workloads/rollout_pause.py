"""rolloutPause: a field of the Deployment's spec."""

from imagesim.engine.api import kubectl
from imagesim.engine.fate.reach import Reach
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.timeline.events.workloads.rollout_pause import RolloutPause


def carry_out(event: RolloutPause, reach: Reach) -> None:
    """Write the field; the controller hears of it. One that is paused already kubectl refuses."""
    with reach.or_in_vain(event):
        kubectl.pause(reach.api.store, ObjectName.parse(event.workload))
