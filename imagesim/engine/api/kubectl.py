"""What people do to workloads with kubectl: create, apply, scale, set image, rollout restart, pause and resume.

Functions on the place where the objects are, so that a timeline, a lesson and a server do the same thing. Each reads
the object, changes its spec and writes it back; the controllers hear of the change by themselves.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from imagesim.rules.admission.pull_policy import updated_pull_policy
from imagesim.rules.api.objects import Container, Deployment, PodSpec
from imagesim.rules.units import Seconds

RESTARTED_AT = "kubectl.kubernetes.io/restartedAt"
_START = datetime(2000, 1, 1, tzinfo=UTC)  # simulated time has no date; `kubectl rollout restart` writes one


class Workloads(Protocol):
    """Where Deployments are stored."""

    def create(self, deployment: Deployment) -> None:
        """Store a new one. ValueError if there is one of that name."""

    def read(self, namespace: str, name: str) -> Deployment:
        """The spec as stored; KeyError if there is none."""

    def update(self, deployment: Deployment) -> None:
        """Store the whole spec anew; nothing happens if it is the same. KeyError if there is none."""


def create(store: Workloads, deployment: Deployment) -> None:
    """`kubectl create`. ValueError if there is one of that name."""
    store.create(deployment)


def apply(store: Workloads, deployment: Deployment) -> None:
    """`kubectl apply`: the whole spec anew. Nothing happens if it is the same. KeyError if there is none."""
    store.update(deployment)


def scale(store: Workloads, namespace: str, name: str, replicas: int) -> None:
    """`kubectl scale`. KeyError if there is no such Deployment."""
    store.update(replace(store.read(namespace, name), replicas=replicas))


def set_image(store: Workloads, namespace: str, name: str, container: str, image: str) -> None:
    """`kubectl set image`: a new text for one container ("*": for all). The stored pull policy stays.

    KeyError if there is no such Deployment, ValueError if it has no such container.
    """
    deployment = store.read(namespace, name)
    spec = with_image(deployment.template.spec, container, image)
    store.update(replace(deployment, template=replace(deployment.template, spec=spec)))


def rollout_restart(store: Workloads, namespace: str, name: str, now: Seconds) -> None:
    """`kubectl rollout restart`: an annotation of the template, so a new ReplicaSet. Twice in a second is once.

    KeyError if there is no such Deployment.
    """
    deployment = store.read(namespace, name)
    moment = (_START + timedelta(seconds=int(now))).strftime("%Y-%m-%dT%H:%M:%SZ")
    annotations = dict(deployment.template.annotations) | {RESTARTED_AT: moment}
    template = replace(deployment.template, annotations=tuple(sorted(annotations.items())))
    store.update(replace(deployment, template=template))


def pause(store: Workloads, namespace: str, name: str) -> None:
    """`kubectl rollout pause`. KeyError if there is no such Deployment."""
    store.update(replace(store.read(namespace, name), paused=True))


def resume(store: Workloads, namespace: str, name: str) -> None:
    """`kubectl rollout resume`. KeyError if there is no such Deployment."""
    store.update(replace(store.read(namespace, name), paused=False))


def with_image(spec: PodSpec, container: str, image: str) -> PodSpec:
    """*spec* with a new text for one container, "*" for all. ValueError if there is no such container."""
    known = [one.name for one in (*spec.containers, *spec.init_containers)]
    if container != "*" and container not in known:
        raise ValueError(f"error: unable to find container named {container!r} (there are: {', '.join(known)})")
    return replace(
        spec,
        containers=_with_image(spec.containers, container, image),
        init_containers=_with_image(spec.init_containers, container, image),
    )


def _with_image(containers: tuple[Container, ...], name: str, image: str) -> tuple[Container, ...]:
    return tuple(
        replace(one, image=image, image_pull_policy=updated_pull_policy(one.image_pull_policy, image, None))
        if name in ("*", one.name)
        else one
        for one in containers
    )
