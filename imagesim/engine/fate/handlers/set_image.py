"""setImage: a workload rolls out, a pod's container is restarted in place."""

from imagesim.engine.api import kubectl
from imagesim.engine.fate.reach import Reach
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.timeline.events.set_image import SetImage


def carry_out(event: SetImage, reach: Reach) -> None:
    """Write the new text into the template or the pod. A pod that is gone by then is left alone."""
    workload = ObjectName.parse(event.workload)
    if workload.kind != "Pod":
        kubectl.set_image(reach.api.store, workload, event.container, event.image)
    elif (pod := reach.api.store.find(workload)) is not None:
        reach.api.pods.set_image(pod, event.container, event.image)
