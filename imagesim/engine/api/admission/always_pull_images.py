"""The admission plugin AlwaysPullImages: the policy of every container and image volume of a pod becomes Always."""

from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.admission.pull_policy import always_pull_images_admission, always_pull_images_problems
from imagesim.rules.api.field_errors import aggregate
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.api.status_errors import APIError, Forbidden


def always_pull_images(spec: PodSpec, request: AdmissionRequest) -> PodSpec:
    """What the plugin makes of a pod that is created, and of an update that names a new image."""
    return always_pull_images_admission(spec, operation=request.operation, old=request.old)


def validate_always_pull_images(spec: PodSpec, request: AdmissionRequest) -> PodSpec:
    """The plugin's validating half, after all webhooks. Raises Forbidden; for several reasons an APIError with all."""
    problems = always_pull_images_problems(spec, operation=request.operation, old=request.old)
    refusals = [Forbidden(request.name, problem) for problem in problems]
    if len(refusals) > 1:
        raise APIError(aggregate(str(refusal) for refusal in refusals))
    if refusals:
        raise refusals[0]
    return spec
