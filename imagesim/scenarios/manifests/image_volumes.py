"""Volumes of type image: read from a pod spec, defaulted and validated as the API server does it.

Models SetDefaults_Volume and validateImageVolumeSource of Kubernetes 1.36 (recorded). A reference may be any text, with
white space too; a template without one is taken before 1.37, and its pods are refused. Volumes of other kinds are not
looked at.
"""

from typing import Any

from imagesim.rules.admission.pull_policy import default_volume_pull_policy
from imagesim.rules.api.objects import ImageVolume
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.reading.fields import Field

PULL_POLICIES = ("Always", "IfNotPresent", "Never")


def read_image_volumes(spec: Field, decoding: Decoding) -> tuple[ImageVolume, ...]:
    """The image volumes of a pod spec, in its order."""
    return tuple(_image_volume(volume, decoding) for volume in spec["volumes"].items() if volume.has("image"))


def read_volume_mounts(container: Field, volumes: tuple[ImageVolume, ...]) -> tuple[str, ...]:
    """Which of the image *volumes* a container mounts, in the order of its mounts."""
    known = {volume.name for volume in volumes}
    mounted = (mount.text_of("name") for mount in container["volumeMounts"].items())
    return tuple(name for name in mounted if name in known)


def is_template(field: Field) -> bool:
    """Whether *field* stands in a pod template: of its pods the API server asks more than of it."""
    return "template" in field.path


def _image_volume(volume: Field, decoding: Decoding) -> ImageVolume:
    name = volume["name"].text()
    if not name:
        raise volume["name"].error("Required value: a volume needs a name", show=False)
    image = volume["image"]
    reference = image["reference"].text()
    if not reference and (decoding.checks_templates or not is_template(volume)):
        rule = "Required value: a volume of type image needs a reference"
        raise image["reference"].error(rule, show=False)
    preset = image["pullPolicy"].choice(PULL_POLICIES, "") if image["pullPolicy"].text() else ""
    policy = default_volume_pull_policy(reference, preset, image_volumes=decoding.image_volumes)
    return ImageVolume(name=name, reference=reference, pull_policy=policy)


def write_image_volume(volume: ImageVolume) -> dict[str, Any]:
    """The volume as a manifest has it."""
    return {"name": volume.name, "image": given({"reference": volume.reference, "pullPolicy": volume.pull_policy})}
