"""setImage: a workload rolls out, a pod's container is restarted in place."""

from imagesim.engine.api import kubectl
from imagesim.engine.fate.reach import NO_POD, Reach
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage


def carry_out(event: SetImage, reach: Reach) -> None:
    """Write the new text into the template or the pod. For a pod that is gone by then it is in vain."""
    workload = ObjectName.parse(event.workload)
    if workload.kind != "Pod":
        kubectl.set_image(reach.api.store, workload, event.container, event.image)
    elif (pod := reach.api.store.find(workload)) is not None:
        reach.api.pods.set_image(pod, event.container, event.image)
    else:
        reach.in_vain(event, NO_POD)
