"""Validation of a pod as admission has made it: what the API server takes in a template and refuses in a pod."""

from imagesim.engine.api.admission.chain import Admit, Check
from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.api.pod_update import pod_update_problem
from imagesim.rules.api.pod_validation import pod_problem
from imagesim.rules.api.status_errors import Invalid


def validate_pod(spec: PodSpec, request: AdmissionRequest) -> PodSpec:
    """Refuse a pod for the images that it names. Raises Invalid."""
    if problem := pod_problem(spec):
        raise Invalid(request.name, problem)
    return spec


def validate_pod_update(spec: PodSpec, request: AdmissionRequest) -> PodSpec:
    """Refuse an update of a pod that changes more than images: AlwaysPullImages' new policy, too. Raises Invalid."""
    if problem := pod_update_problem(request.old, spec):
        raise Invalid(request.name, problem)
    return spec


def checked(check: Check) -> Admit:
    """A validating plugin as a step: it refuses or not, and what is stored stays as it is."""

    def admit(spec: PodSpec, request: AdmissionRequest) -> PodSpec:
        check(request)
        return spec

    return admit
