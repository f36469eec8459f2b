"""The pod spec of a Pod or of a template: read, defaulted and validated as the API server does it, and written again.

Of Kubernetes' validation (pkg/apis/core/validation/validation.go) what concerns the fields that are read is here. Names
of images are not looked into: in a pod the API server takes any text without white space around it, and in a template
any at all, whose pods it then refuses.
"""

from typing import Any

from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.rules.api.dns_names import DNS_LABEL
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.api.validation.pod import image_name_problem
from imagesim.rules.units import Seconds
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.manifests.app_annotations import check_annotations, ends_by_itself, with_apps
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.hooks import read_grace, read_pre_stop, write_hooks
from imagesim.scenarios.manifests.image_volumes import (
    PULL_POLICIES,
    is_template,
    read_image_volumes,
    read_volume_mounts,
    write_image_volume,
)
from imagesim.scenarios.manifests.not_modelled import note_unmodelled
from imagesim.scenarios.manifests.pod_os import read_pod_os
from imagesim.scenarios.manifests.probes import read_probes, write_probes
from imagesim.scenarios.manifests.scheduling.node_affinity import (
    read_node_affinity,
    read_node_selector,
    read_preferred_nodes,
    write_affinity,
)
from imagesim.scenarios.manifests.scheduling.resources import note_requests, read_requests, write_requests
from imagesim.scenarios.manifests.scheduling.tolerations import read_tolerations, write_tolerations
from imagesim.scenarios.reading.fields import Field

RESTART_POLICIES = ("Always", "OnFailure", "Never")
_INIT_EXITS = "An init container exits successfully 1 s after it started."
_PROBES_SUCCEED = "A probe succeeds, at once and always, unless an annotation or an Image says more."


def read_pod_spec(
    spec: Field,
    where: str,
    decoding: Decoding,
    annotations: Field,
    *,
    restart_policies: tuple[str, ...] = RESTART_POLICIES,
) -> PodSpec:
    """Return the pod spec of the object *where* ("Deployment/shop/web"). Its pods restart by one of *restart_policies*.

    *annotations* of the pod or its template may say what their programs do (see app_annotations).

    ScenarioError if it is missing, has no container, or holds what the API would refuse.
    """
    if not spec.given:
        raise spec.error("Required value: a pod needs a spec", show=False)
    volumes = read_image_volumes(spec, decoding)
    containers = [_container(item, volumes) for item in spec["containers"].items()]
    init_containers = [_init_container(item, volumes) for item in spec["initContainers"].items()]
    if not containers:
        raise spec["containers"].error("Required value: a pod needs at least one container", show=False)
    _check_unique([*spec["initContainers"].items(), *spec["containers"].items()])
    check_annotations((container.name for container in (*init_containers, *containers)), annotations)
    note_unmodelled(spec, where, decoding.notes)
    note_requests(spec, where, decoding.notes)
    init_containers = list(with_apps(init_containers, annotations))
    if any(not container.restart_policy and not ends_by_itself(container) for container in init_containers):
        decoding.notes.assume(_INIT_EXITS)
    if any(container.probes for container in (*init_containers, *containers)):
        decoding.notes.assume(_PROBES_SUCCEED)
    return PodSpec(
        containers=with_apps(containers, annotations),
        init_containers=tuple(init_containers),
        image_volumes=volumes,
        restart_policy=spec["restartPolicy"].choice(restart_policies, "Always"),
        termination_grace_s=read_grace(spec),
        node_name=spec.text_of("nodeName"),
        node_selector=read_node_selector(spec),
        node_affinity=read_node_affinity(spec),
        preferred_nodes=read_preferred_nodes(spec),
        tolerations=read_tolerations(spec),
        os=read_pod_os(spec),
        image_pull_secrets=tuple(item.text_of("name") for item in spec["imagePullSecrets"].items()),
        service_account_name=spec.text_of("serviceAccountName") or spec.text_of("serviceAccount") or "default",
    )


def write_pod_spec(spec: PodSpec) -> dict[str, Any]:
    """The pod spec as a manifest has it, with everything that was filled in."""
    grace_s = spec.termination_grace_s
    return given(
        {
            "initContainers": [_written_container(container, grace_s) for container in spec.init_containers],
            "containers": [_written_container(container, grace_s) for container in spec.containers],
            "ephemeralContainers": [_written_container(container, grace_s) for container in spec.ephemeral_containers],
            "restartPolicy": spec.restart_policy,
            "terminationGracePeriodSeconds": int(spec.termination_grace_s),
            "nodeName": spec.node_name,
            "nodeSelector": dict(spec.node_selector),
            "affinity": write_affinity(spec.node_affinity, spec.preferred_nodes),
            "tolerations": write_tolerations(spec.tolerations),
            "os": {"name": spec.os} if spec.os else {},
            "imagePullSecrets": [{"name": name} for name in spec.image_pull_secrets],
            "serviceAccountName": spec.service_account_name,
            "volumes": [write_image_volume(volume) for volume in spec.image_volumes],
        }
    )


def _container(
    field: Field, volumes: tuple[ImageVolume, ...], restart_policy: str = "", *, probed: bool = True
) -> Container:
    name = field.text_of("name")
    if not name:
        raise field["name"].error("Required value: a container needs a name", show=False)
    if not DNS_LABEL.fullmatch(name) or len(name) > 63:
        raise field["name"].error("is not a name", suggestion="use lower-case letters, digits and -, at most 63")
    image = field.text_of("image")
    if not image:
        raise field["image"].error("Required value: a container needs an image", show=False)
    if not is_template(field):
        _check_white_space(field["image"], image)
    preset = field["imagePullPolicy"].choice(PULL_POLICIES, "") if field.text_of("imagePullPolicy") else ""
    return Container(
        name=name,
        image=image,
        image_pull_policy=default_pull_policy(image, preset),
        restart_policy=restart_policy,
        volume_mounts=read_volume_mounts(field, volumes),
        requests=read_requests(field),
        probes=read_probes(field, allowed=probed),
        pre_stop_s=read_pre_stop(field),
    )


def _check_white_space(field: Field, image: str) -> None:
    if problem := image_name_problem(image):
        raise field.error(problem)


def _init_container(field: Field, volumes: tuple[ImageVolume, ...]) -> Container:
    """An init container with restartPolicy Always is a sidecar; any other one is noted as not modelled."""
    policy = field["restartPolicy"].choice(RESTART_POLICIES, "Never") if field["restartPolicy"].given else ""
    sidecar = policy == "Always"
    return _container(field, volumes, restart_policy=policy if sidecar else "", probed=sidecar)


def _check_unique(containers: list[Field]) -> None:
    first: dict[str, Field] = {}
    for container in containers:
        name = container.text_of("name")
        if name in first:
            raise container["name"].error(f'Duplicate value: "{name}"; {_also_at(first[name])}', show=False)
        first[name] = container["name"]


def _also_at(other: Field) -> str:
    line = other.document.line(other.path)
    return f"line {line} has it too" if line else "another container has it too"


def _written_container(container: Container, grace_s: Seconds) -> dict[str, Any]:
    return given(
        {
            "name": container.name,
            "image": container.image,
            "imagePullPolicy": container.image_pull_policy,
            "restartPolicy": container.restart_policy,
            "volumeMounts": [{"name": name, "mountPath": f"/{name}"} for name in container.volume_mounts],
            "resources": write_requests(container.requests),
            **write_probes(container.probes),
            **write_hooks(container.pre_stop_s, grace_s),
        }
    )
