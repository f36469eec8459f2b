"""What the API server refuses in the template of a workload.

Models ValidatePodTemplateSpec of pkg/apis/core/validation/validation.go, Kubernetes 1.36 (recorded): white space around
an image and an image volume without a reference are not among it, and come to light with the pods.
"""

from imagesim.rules.api.field_errors import aggregate, forbidden
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.api.validation.pod_spec import pod_spec_problems


def template_problem(spec: PodSpec, path: str = "spec.template.spec") -> str:
    """Why a workload whose template has this spec is refused, "" if it is not; several reasons stand in brackets."""
    problems = pod_spec_problems(spec, path, in_pod=False)
    if spec.ephemeral_containers:
        problems.append(forbidden(f"{path}.ephemeralContainers", "ephemeral containers not allowed in pod template"))
    return aggregate(problems)
