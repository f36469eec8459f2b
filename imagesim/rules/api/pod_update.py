"""What an update of a pod may change: image texts, and little else.

Models ValidatePodUpdate of pkg/apis/core/validation/validation.go, Kubernetes 1.36, for the fields that a PodSpec here
has. Upstream adds a dump of both specs after the list of fields; that is left out.
"""

from dataclasses import replace

from imagesim.rules.api.field_errors import forbidden
from imagesim.rules.api.objects import Container, PodSpec

UPDATABLE = (
    "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
    "`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
)


def pod_update_problem(old: PodSpec, new: PodSpec) -> str:
    """Why the API server refuses to store *new* in the place of *old*, "" if it does not."""
    for field, before, after in (
        ("containers", old.containers, new.containers),
        ("initContainers", old.init_containers, new.init_containers),
    ):
        if len(before) != len(after):
            return forbidden(f"spec.{field}", "pod updates may not add or remove containers")
    munged = replace(
        new,
        containers=_with_images_of(old.containers, new.containers),
        init_containers=_with_images_of(old.init_containers, new.init_containers),
    )
    return "" if munged == old else forbidden("spec", f"pod updates may not change fields other than {UPDATABLE}")


def _with_images_of(old: tuple[Container, ...], new: tuple[Container, ...]) -> tuple[Container, ...]:
    return tuple(replace(after, image=before.image) for before, after in zip(old, new, strict=True))
