"""What is refused in the spec of a pod and in that of a template alike.

Models ValidatePodSpec of pkg/apis/core/validation/validation.go, Kubernetes 1.36 (recorded), for the fields that a
PodSpec here has, in its order: volumes, containers, init containers, ephemeral containers.
"""

from collections.abc import Iterator

from imagesim.rules.api.field_errors import dns_label_problems, duplicate, invalid, not_found, not_supported, required
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.golang.json_text import marshal
from imagesim.rules.golang.text import trim_space

PULL_POLICIES = frozenset(("Always", "IfNotPresent", "Never"))
OUTER_SPACE = "must not have leading or trailing whitespace"


def pod_spec_problems(spec: PodSpec, path: str, *, in_pod: bool) -> list[str]:
    """What is wrong with *spec*, which stands at *path*: a pod's own (*in_pod*), or that of a template."""
    problems = list(_volume_problems(spec.image_volumes, f"{path}.volumes", in_pod=in_pod))
    # A volume that is refused counts as missing where it is mounted.
    missing = {each.name for each in spec.image_volumes if any(_volume_problems((each,), "", in_pod=in_pod))}
    if not spec.containers:
        problems.append(required(f"{path}.containers"))
    names: set[str] = set()
    for field, container in placed_containers(spec, path):
        problems += _container_problems(container, field, missing)
        if container.name in names:
            problems.append(duplicate(f"{field}.name", container.name))
        names.add(container.name)
        if ".ephemeralContainers[" in field:
            problems += outer_space_problems(container, field)
    return problems


def placed_containers(spec: PodSpec, path: str) -> Iterator[tuple[str, Container]]:
    """The containers of a pod spec, each with its path, in the order in which they are validated."""
    groups = (
        ("containers", spec.containers),
        ("initContainers", spec.init_containers),
        ("ephemeralContainers", spec.ephemeral_containers),
    )
    for group, containers in groups:
        for place, container in enumerate(containers):
            yield f"{path}.{group}[{place}]", container


def outer_space_problems(container: Container, field: str) -> list[str]:
    """White space around an image; it is looked for in pods, and in a template for ephemeral containers alone."""
    image = container.image
    return [invalid(f"{field}.image", image, OUTER_SPACE)] if image != trim_space(image) else []


def _volume_problems(volumes: tuple[ImageVolume, ...], path: str, *, in_pod: bool) -> Iterator[str]:
    for place, volume in enumerate(volumes):
        field = f"{path}[{place}].image"
        if in_pod and not volume.reference:
            yield required(f"{field}.reference")
        # Where image volumes are off, no policy is filled in.
        if volume.pull_policy and volume.pull_policy not in PULL_POLICIES:
            yield _policy_problem(field, "pullPolicy", volume.pull_policy)


def _container_problems(container: Container, field: str, missing: set[str]) -> Iterator[str]:
    if not container.name:
        yield required(f"{field}.name")
    else:
        for problem in dns_label_problems(container.name):
            yield invalid(f"{field}.name", container.name, problem)
    if not container.image:
        yield required(f"{field}.image")
    for place, name in enumerate(container.volume_mounts):
        if name in missing:
            yield not_found(f"{field}.volumeMounts[{place}].name", name)
    if container.image_pull_policy not in PULL_POLICIES:
        yield _policy_problem(field, "imagePullPolicy", container.image_pull_policy)


def _policy_problem(field: str, name: str, policy: str) -> str:
    return not_supported(f"{field}.{name}", policy, PULL_POLICIES, marshal) if policy else required(f"{field}.{name}")
