"""What the API server refuses in a pod and takes in a template: an image with white space around it, or none.

Models validateContainersOnlyForPod and validateImageVolumeSource of pkg/apis/core/validation/validation.go, Kubernetes
1.36 (recorded). A workload with such a template is stored, and its pods are refused one by one. What is refused in
both is a mistake of a manifest, found when that is read. Nobody looks into the names themselves.
"""

from imagesim.rules.api.field_errors import invalid, required
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.golang.text import trim_space

OUTER_SPACE = "must not have leading or trailing whitespace"


def image_name_problem(image: str) -> str:
    """Why a pod may not name *image*, "" if it may: the words that follow the field and its value."""
    if not image:
        return "Required value"
    return OUTER_SPACE if image != trim_space(image) else ""


def pod_problem(spec: PodSpec) -> str:
    """Why the API server refuses a pod with this spec, "" if it does not; several reasons stand in brackets."""
    # Most pods are refused for nothing, and a large run creates 150,000.
    for container in spec.containers + spec.init_containers:
        if image_name_problem(container.image):
            break
    else:
        if all(volume.reference for volume in spec.image_volumes):
            return ""
    problems = [
        required(f"spec.volumes[{place}].image.reference")
        for place, volume in enumerate(spec.image_volumes)
        if not volume.reference
    ]
    groups = (("containers", spec.containers), ("initContainers", spec.init_containers))
    problems += [required(place) for place, container in _places(groups) if not container.image]
    problems += [
        invalid(place, container.image, OUTER_SPACE)
        for place, container in _places(groups)
        if image_name_problem(container.image) == OUTER_SPACE
    ]
    return problems[0] if len(problems) == 1 else f"[{', '.join(problems)}]"


def _places(groups: tuple[tuple[str, tuple[Container, ...]], ...]) -> list[tuple[str, Container]]:
    """The containers of a pod, each with the path of its image."""
    return [(f"spec.{name}[{place}].image", each) for name, group in groups for place, each in enumerate(group)]
