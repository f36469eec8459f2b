"""imagePullPolicy: what the API server fills in, and what the admission plugin AlwaysPullImages makes of it.

Models pkg/apis/core/v1/defaults.go (SetDefaults_Container, SetDefaults_Volume) and
plugin/pkg/admission/alwayspullimages/admission.go; recorded from 1.32.10, 1.36.2 and 1.36.3. A policy is filled in
once, when the object is decoded, from the tag that the name has then; a later change of the image alone leaves it as
it is. A policy that is set is never touched, not even an invalid one, and a name that cannot be parsed gets
IfNotPresent.
"""

from dataclasses import replace

from imagesim.rules.api.field_errors import not_supported
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.golang.json_text import marshal
from imagesim.rules.reference import DEFAULT_TAG, ImageReference, InvalidImageName

ALWAYS = "Always"
IF_NOT_PRESENT = "IfNotPresent"
NEVER = "Never"


def default_pull_policy(image: str, preset: str = "") -> str:
    """The policy of a container that names *image*, with *preset* in the manifest ("" for none).

    Always if the tag is `latest` or would be filled in as `latest`, also beside a digest; else IfNotPresent.
    """
    if preset:
        return preset
    try:
        tag = ImageReference.parse(image).effective_tag
    except InvalidImageName:
        return IF_NOT_PRESENT
    return ALWAYS if tag == DEFAULT_TAG else IF_NOT_PRESENT


def default_volume_pull_policy(reference: str, preset: str = "", *, image_volumes: bool) -> str:
    """The same for a volume of type image; *image_volumes* is KubernetesBehaviour.image_volumes_by_default.

    Where image volumes are off, nothing is filled in.
    """
    return default_pull_policy(reference, preset) if image_volumes else preset


def updated_pull_policy(stored: str, image: str, sent: str | None) -> str:
    """The policy after an update that names *image*, where *stored* is what the object had.

    *sent* is the field as sent: None when a patch does not mention it (`kubectl set image`), which keeps what is
    stored; "" when a PUT leaves it out (`kubectl replace`) or a patch sets it to null, which fills it in from the new
    tag. On a Pod an update that comes out at another policy is then refused.
    """
    return stored if sent is None else default_pull_policy(image, sent)


def always_pull_images(spec: PodSpec) -> PodSpec:
    """What AlwaysPullImages makes of a pod at creation: the policy of every container and image volume is Always."""
    return replace(
        spec,
        containers=_always(spec.containers),
        init_containers=_always(spec.init_containers),
        ephemeral_containers=_always(spec.ephemeral_containers),
        image_volumes=tuple(replace(volume, pull_policy=ALWAYS) for volume in spec.image_volumes),
    )


def always_pull_images_admission(
    spec: PodSpec, *, operation: str = "CREATE", subresource: str = "", old: PodSpec | None = None
) -> PodSpec:
    """What the plugin makes of one request about a pod; *old* is the stored pod of an UPDATE.

    It leaves every subresource alone, so also ephemeral containers that `kubectl debug` adds, and every update that
    names no new image.
    """
    return always_pull_images(spec) if _concerns(spec, operation, subresource, old) else spec


def always_pull_images_problems(
    spec: PodSpec, *, operation: str = "CREATE", subresource: str = "", old: PodSpec | None = None
) -> list[str]:
    """What the plugin's validating half objects to: each policy that somebody has changed back since it was forced.

    Init containers come first, then containers, ephemeral containers and image volumes.
    """
    if not _concerns(spec, operation, subresource, old):
        return []
    groups = (
        ("initContainers", spec.init_containers),
        ("containers", spec.containers),
        ("ephemeralContainers", spec.ephemeral_containers),
    )
    found = [
        (f"spec.{group}[{place}].imagePullPolicy", container.image_pull_policy)
        for group, containers in groups
        for place, container in enumerate(containers)
    ]
    found += [
        (f"spec.volumes[{place}].image.pullPolicy", volume.pull_policy)
        for place, volume in enumerate(spec.image_volumes)
    ]
    return [not_supported(field, policy, (ALWAYS,), marshal) for field, policy in found if policy != ALWAYS]


def _concerns(spec: PodSpec, operation: str, subresource: str, old: PodSpec | None) -> bool:
    """Does the plugin look at this request about a pod?"""
    if operation not in ("CREATE", "UPDATE") or subresource:
        return False
    return operation != "UPDATE" or old is None or adds_an_image(old, spec)


def adds_an_image(old: PodSpec, new: PodSpec) -> bool:
    """Does the update name an image text that the old pod does not? AlwaysPullImages leaves other updates alone.

    All containers' texts are pooled, and they are compared as typed: `x` to `x:latest` is a new image. Those of image
    volumes do not count.
    """
    return not _images(new) <= _images(old)


def _always(containers: tuple[Container, ...]) -> tuple[Container, ...]:
    return tuple(replace(container, image_pull_policy=ALWAYS) for container in containers)


def _images(spec: PodSpec) -> set[str]:
    return {each.image for each in (*spec.init_containers, *spec.containers, *spec.ephemeral_containers)}
