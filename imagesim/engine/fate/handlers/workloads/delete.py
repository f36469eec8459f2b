"""delete: pods are deleted as anybody would delete them."""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.fate.reach import Reach
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.events.workloads.delete import Delete


def carry_out(event: Delete, reach: Reach) -> Seconds:
    """Delete the target's pods, one after another; with a phase those that are in it when it begins."""

    def is_meant(pod: ApiPod) -> bool:
        return event.phase in (None, pod.phase)

    return reach.spread(event, reach.api.pods.delete, is_meant)
