"""setImage: a Deployment rolls out, a pod's container is restarted in place."""

from imagesim.engine.api import kubectl
from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.set_image import SetImage


def carry_out(event: SetImage, reach: Reach) -> None:
    """Write the new text into the template or the pod. A pod that is gone by then is left alone."""
    kind, namespace, name = event.workload.split("/")
    if kind != "Pod":
        kubectl.set_image(reach.deployments, namespace, name, event.container, event.image)
    elif (pod := reach.api.pods.find(namespace, name)) is not None:
        reach.api.pods.set_image(pod, event.container, event.image)
