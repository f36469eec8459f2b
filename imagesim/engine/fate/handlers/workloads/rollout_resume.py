"""rolloutResume: the Deployment's template of now is rolled out."""

from imagesim.engine.api import kubectl
from imagesim.engine.fate.reach import Reach
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.timeline.events.workloads.rollout_resume import RolloutResume


def carry_out(event: RolloutResume, reach: Reach) -> None:
    """Take the field away; the controller hears of it. One that is not paused kubectl refuses."""
    with reach.or_in_vain(event):
        kubectl.resume(reach.api.store, ObjectName.parse(event.workload))
