"""Who names an image: every container, init container, ephemeral container and image volume of every pod."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from imagesim.rules.admission.pull_policy import always_pull_images
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import PodSpec
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.starting_state import FoundPod, StartingState

_OVER = ("Succeeded", "Failed")


class InventoryUse(NamedTuple):
    """`user` (Deployment/shop/web) names the image `text` with a policy, as the API server stores it.

    `pods` is for how many pods, None for one on each node that fits; a `pod` is one of them, by its name.
    """

    text: str
    policy: str
    user: str
    pods: int | None
    pod: str = ""


def uses(scenario: Scenario) -> Iterator[InventoryUse]:
    """Each use: first what a dump shows, pod by pod and template by template, then what manifests are for.

    Pods that are over use nothing. With AlwaysPullImages, manifests get its policy; a dump shows what it has.
    """
    yield from _found(scenario.starting or StartingState())
    always = "AlwaysPullImages" in scenario.admission
    static = [(pod, pool.count) for pool in scenario.pools for pod in pool.static_pods]
    alone = [(pod, 1) for pod in scenario.pods]
    for pod, count in (*alone, *static):
        spec = always_pull_images(pod.spec) if always and (pod, count) in alone else pod.spec
        yield from _of_spec(spec, f"Pod/{pod.namespace}/{pod.name}", count)
    for workload in scenario.workloads:
        spec = workload.template.spec
        user = f"{type(workload).__name__}/{workload.namespace}/{workload.name}"
        yield from _of_spec(always_pull_images(spec) if always else spec, user, workload.replicas)


def _found(starting: StartingState) -> Iterator[InventoryUse]:
    """What pods run may be older than the template of their workload, so both are told."""
    owners = {each.name: each.owner for each in starting.objects}
    for pod in starting.pods:
        if pod.phase not in _OVER:
            yield from _of_spec(pod.spec, _user(pod, owners), 1, f"{pod.namespace}/{pod.name}")
    for each in starting.objects:
        template = getattr(each.spec, "template", None)  # revisions have none
        if each.owner is None and template is not None:
            yield from _of_spec(template.spec, _label(each.name), 0)


def _user(pod: FoundPod, owners: Mapping[ObjectName, ObjectName | None]) -> str:
    name = pod.object_name
    owner = pod.owner
    while owner is not None:
        name, owner = owner, owners.get(owner)
    return _label(name)


def _label(name: ObjectName) -> str:
    return "/".join(part for part in (name.kind, name.namespace, name.name) if part)


def _of_spec(spec: PodSpec, user: str, pods: int | None, pod: str = "") -> Iterator[InventoryUse]:
    for container in (*spec.init_containers, *spec.containers, *spec.ephemeral_containers):
        yield InventoryUse(container.image, container.image_pull_policy, user, pods, pod)
    for volume in spec.image_volumes:
        yield InventoryUse(volume.reference, volume.pull_policy, user, pods, pod)
