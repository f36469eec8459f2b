"""What an update of a pod may change: image texts, and little else.

Models ValidatePodUpdate and ValidatePodEphemeralContainersUpdate of pkg/apis/core/validation/validation.go, Kubernetes
1.36 (recorded), for the fields that a PodSpec here has.
"""

from dataclasses import replace

from imagesim.rules.api.field_errors import aggregate, forbidden
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.api.validation.pod import stored_pod_problems
from imagesim.rules.api.validation.spec_dump import dumped_spec
from imagesim.rules.golang.text_diff import unified_diff

UPDATABLE = (
    "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
    "`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
)


def pod_update_problem(old: PodSpec, new: PodSpec) -> str:
    """Why the API server refuses to store *new* in the place of *old*, "" if it does not; several stand in brackets."""
    problems = stored_pod_problems(new)
    added_or_removed = [
        forbidden(f"spec.{field}", "pod updates may not add or remove containers")
        for field, before, after in (
            ("containers", old.containers, new.containers),
            ("initContainers", old.init_containers, new.init_containers),
        )
        if len(before) != len(after)
    ]
    if added_or_removed:
        return aggregate(problems + added_or_removed)
    munged = replace(
        new,
        containers=_with_images_of(old.containers, new.containers),
        init_containers=_with_images_of(old.init_containers, new.init_containers),
    )
    if munged != old:
        what = f"pod updates may not change fields other than {UPDATABLE}\n{_difference(old, munged)}"
        problems.append(forbidden("spec", what))
    return aggregate(problems)


def _difference(old: PodSpec, new: PodSpec) -> str:
    return unified_diff(dumped_spec(old), dumped_spec(new))


def _with_images_of(old: tuple[Container, ...], new: tuple[Container, ...]) -> tuple[Container, ...]:
    return tuple(replace(after, image=before.image) for before, after in zip(old, new, strict=True))
