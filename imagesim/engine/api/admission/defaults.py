"""Defaulting: an image pull policy that a request leaves out is filled in (SetDefaults_Container, SetDefaults_Volume).

A scenario's manifests were defaulted when they were read; this is for what a patch or a webhook leaves out.
"""

from dataclasses import replace

from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.admission.pull_policy import default_volume_pull_policy, updated_pull_policy
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec


class PodDefaults:
    """Defaulting of pods; *image_volumes* is KubernetesBehaviour.image_volumes_by_default."""

    def __init__(self, *, image_volumes: bool) -> None:
        self._image_volumes = image_volumes

    def admit(self, spec: PodSpec, _: AdmissionRequest) -> PodSpec:
        """Fill in what is empty; a complete spec comes back as it is."""
        containers = _filled(spec.containers)
        init_containers = _filled(spec.init_containers)
        volumes = tuple(self._volume(volume) for volume in spec.image_volumes) if spec.image_volumes else ()
        if (containers, init_containers, volumes) == (spec.containers, spec.init_containers, spec.image_volumes):
            return spec
        return replace(spec, containers=containers, init_containers=init_containers, image_volumes=volumes)

    def _volume(self, volume: ImageVolume) -> ImageVolume:
        policy = default_volume_pull_policy(volume.reference, volume.pull_policy, image_volumes=self._image_volumes)
        return volume if policy == volume.pull_policy else replace(volume, pull_policy=policy)


def _filled(containers: tuple[Container, ...]) -> tuple[Container, ...]:
    for container in containers:
        if not container.image_pull_policy:
            return tuple(_with_policy(each) for each in containers)
    return containers


def _with_policy(container: Container) -> Container:
    """What a request sends is the whole object, so a policy that it leaves out comes from the new tag."""
    sent = container.image_pull_policy
    return replace(container, image_pull_policy=updated_pull_policy("", container.image, sent))
