"""debug: a pod gets an ephemeral container."""

from imagesim.engine.fate.reach import NO_POD, Reach
from imagesim.rules.api.status_errors import Invalid
from imagesim.scenarios.timeline.events.workloads.debug import Debug


def carry_out(event: Debug, reach: Reach) -> None:
    """Add it to the pod, or to the first pod of the workload; where kubectl would fail it is in vain."""
    pods = reach.pods(event.target)
    if not pods:
        reach.in_vain(event, NO_POD)
        return
    try:
        reach.api.pods.add_ephemeral_container(pods[0], event.container)
    except Invalid:
        reach.in_vain(event, f"the pod had a container {event.container.name} already")
