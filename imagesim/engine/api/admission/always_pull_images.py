"""The admission plugin AlwaysPullImages: the policy of every container and image volume of a pod becomes Always."""

from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.admission.pull_policy import always_pull_images_admission
from imagesim.rules.api.objects import PodSpec


def always_pull_images(spec: PodSpec, request: AdmissionRequest) -> PodSpec:
    """What the plugin makes of a pod that is created, and of an update that names a new image."""
    return always_pull_images_admission(spec, operation=request.operation, old=request.old)
