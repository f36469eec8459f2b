"""rolloutUndo: the template of the revision before, so its pods come back."""

from imagesim.engine.api import kubectl
from imagesim.engine.fate.reach import Reach
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.timeline.events.workloads.rollout_undo import RolloutUndo


def carry_out(event: RolloutUndo, reach: Reach) -> None:
    """Write that template. Where there is no such revision kubectl refuses."""
    with reach.or_in_vain(event):
        kubectl.rollout_undo(reach.api.store, ObjectName.parse(event.workload))
