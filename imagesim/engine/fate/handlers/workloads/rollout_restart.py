"""rolloutRestart: an annotation of the template, so a new revision."""

from imagesim.engine.api import kubectl
from imagesim.engine.fate.reach import Reach
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart


def carry_out(event: RolloutRestart, reach: Reach) -> None:
    """Write the annotation; the controller hears of it. A paused Deployment kubectl refuses."""
    with reach.or_in_vain(event):
        kubectl.rollout_restart(reach.api.store, ObjectName.parse(event.workload))
