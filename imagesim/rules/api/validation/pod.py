"""What the API server refuses in a pod: beside what it refuses in a template, an image with white space around it.

Models validatePodMetadataAndSpec, validateContainersOnlyForPod and ValidatePodCreate of
pkg/apis/core/validation/validation.go, Kubernetes 1.36 (recorded). A workload with such a template is stored, and its
pods are refused one by one. Nobody looks into the names of images themselves.
"""

from imagesim.rules.api.dns_names import DNS_LABEL
from imagesim.rules.api.field_errors import aggregate, forbidden
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.api.validation.pod_spec import (
    OUTER_SPACE,
    PULL_POLICIES,
    outer_space_problems,
    placed_containers,
    pod_spec_problems,
)
from imagesim.rules.golang.text import trim_space


def image_name_problem(image: str) -> str:
    """Why a pod may not name *image*, "" if it may: the words that follow the field and its value."""
    if not image:
        return "Required value"
    return OUTER_SPACE if image != trim_space(image) else ""


def pod_problem(spec: PodSpec) -> str:
    """Why the API server refuses a new pod with this spec, "" if it does not; several reasons stand in brackets."""
    problems = stored_pod_problems(spec)
    if spec.ephemeral_containers:
        problems.append(forbidden("spec.ephemeralContainers", "cannot be set on create"))
    return aggregate(problems)


def stored_pod_problems(spec: PodSpec) -> list[str]:
    """What is wrong with the spec of a pod, at its creation and at every update."""
    # Most pods are refused for nothing, and a large run creates 150,000.
    if _is_plain(spec):
        return []
    problems = pod_spec_problems(spec, "spec", in_pod=True)
    for field, container in placed_containers(spec, "spec"):
        if ".ephemeralContainers[" not in field:
            problems += outer_space_problems(container, field)
    return problems


def _is_plain(spec: PodSpec) -> bool:
    """Can this quick look see that nothing is wrong?"""
    if spec.image_volumes or spec.ephemeral_containers or not spec.containers:
        return False
    containers = spec.containers + spec.init_containers
    return all(_is_good(each) for each in containers) and len({each.name for each in containers}) == len(containers)


def _is_good(container: Container) -> bool:
    return (
        not image_name_problem(container.image)
        and container.image_pull_policy in PULL_POLICIES
        and len(container.name) <= 63
        and DNS_LABEL.fullmatch(container.name) is not None
    )
