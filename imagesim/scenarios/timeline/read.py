"""Timeline documents become timeline events: names resolved to workloads, pods, images and hosts, sorted by time."""

import difflib
from collections.abc import Mapping
from typing import Any

from imagesim.rules.api.objects import PodSpec
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Seconds
from imagesim.scenarios.manifests.objects import Manifests
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.timeline.model import SetImageSpec, SomePodsSpec, Timeline
from imagesim.scenarios.timeline.read_cluster_events import ClusterEvents
from imagesim.scenarios.values.scenario import (
    Delete,
    Image,
    Outage,
    Push,
    Restart,
    RolloutRestart,
    Scale,
    SetImage,
    TimelineEvent,
)
from imagesim.scenarios.world.registry.read import find_image


class TimelineEvents:
    """Resolves what events name. `hosts` maps a Registry document's name to its host."""

    def __init__(
        self, manifests: Manifests, images: Mapping[str, Image], hosts: Mapping[str, str], cluster: ClusterEvents
    ) -> None:
        self._manifests = manifests
        self._cluster = cluster
        self._deployments = {f"Deployment/{d.namespace}/{d.name}": d for d in manifests.deployments}
        self._pods = {f"Pod/{pod.namespace}/{pod.name}": pod for pod in manifests.pods}
        self._images = images
        self._hosts = hosts

    def read(self, timelines: list[tuple[Document, Timeline]]) -> tuple[TimelineEvent, ...]:
        """Return the events of all timelines, by time; of one time in the order in which they are written."""
        events = [
            (self._event(document, index, event.at, *event.what), document, ("spec", "events", index, event.what[0]))
            for document, timeline in timelines
            for index, event in enumerate(timeline.spec.events)
        ]
        events.sort(key=lambda placed: placed[0].at_s)
        self._cluster.check(events, self._manifests)
        return tuple(event for event, _, _ in events)

    def _event(self, document: Document, index: int, at_s: Seconds, what: str, spec: Any) -> TimelineEvent:
        path: Path = ("spec", "events", index, what)
        match what:
            case "push":
                reference = _tag(document, (*path, "image"), spec.image)
                image = find_image(document, (*path, "to"), spec.to, self._images)
                return Push(at_s=at_s, reference=reference, image=image)
            case "outage":
                host = self._host(document, (*path, "registry"), spec.registry)
                return Outage(at_s=at_s, registry=host, for_s=spec.for_, how=spec.way, status=spec.status)
            case "scale":
                workload = self._workload(document, (*path, "workload"), spec.workload)
                return Scale(at_s=at_s, workload=workload, replicas=spec.replicas)
            case "setImage":
                return self._set_image(document, path, at_s, spec)
            case "rolloutRestart":
                workload = self._workload(document, (*path, "workload"), spec.workload)
                return RolloutRestart(at_s=at_s, workload=workload)
            case "restart":
                return Restart(at_s=at_s, pods=spec.pods, over_s=spec.over, target=self._target(document, path, spec))
            case "delete":
                return Delete(at_s=at_s, pods=spec.pods, over_s=spec.over, target=self._target(document, path, spec))
            case "setPassword":
                host = self._host(document, (*path, "registry"), spec.registry)
                return self._cluster.set_password(document, path, at_s, spec, host)
            case _:
                return self._cluster.read(document, path, at_s, spec)

    def _host(self, document: Document, path: Path, name: str) -> str:
        """A Registry by its name or its host; a registry that no document describes by its host."""
        if name in self._hosts:
            return self._hosts[name]
        try:
            reference = ImageReference.parse(f"{name}/repository/name")
        except InvalidImageName:
            reference = None
        if reference is None or reference.path != "repository/name":
            hint = did_you_mean(name, self._hosts) or "write a host such as docker.io"
            raise document.error("is not the host of a registry", path, value=name, suggestion=hint)
        return reference.domain

    def _workload(self, document: Document, path: Path, text: str) -> str:
        return _find(document, path, text, self._deployments, "workload")

    def _target(self, document: Document, path: Path, spec: SomePodsSpec) -> str:
        target = _find(document, (*path, "target"), spec.target, [*self._deployments, *self._pods], "workload or pod")
        if spec.pods is not None and target.startswith("Pod/"):
            hint = "remove it, or name a Deployment"
            raise document.error(
                "says how many pods of a workload, and the target is one pod", (*path, "pods"), suggestion=hint
            )
        return target

    def _set_image(self, document: Document, path: Path, at_s: Seconds, spec: SetImageSpec) -> SetImage:
        known = [*self._deployments, *self._pods]
        workload = _find(document, (*path, "workload"), spec.workload, known, "workload or pod")
        alone = self._pods.get(workload)
        if alone is not None and spec.image != spec.image.strip():
            rule = "must not have leading or trailing whitespace; the API server refuses it in a pod"
            raise document.error(rule, (*path, "image"), value=spec.image)
        pod = alone.spec if alone is not None else self._deployments[workload].template.spec
        container = _container(document, path, workload, pod, spec.container)
        return SetImage(at_s=at_s, workload=workload, container=container, image=spec.image)


def _container(document: Document, path: Path, workload: str, spec: PodSpec, name: str | None) -> str:
    names = [container.name for container in (*spec.containers, *spec.init_containers)]
    if name is None:
        if len(spec.containers) > 1:
            what = "pod" if workload.startswith("Pod/") else "workload"
            rule = f"says no container, and the {what} has several"
            raise document.error(rule, path, suggestion=f"add container: {' or '.join(names)}")
        return names[0]
    if name not in names:
        hint = did_you_mean(name, names)
        raise document.error(f"is no container of {workload}", (*path, "container"), value=name, suggestion=hint)
    return name


def _tag(document: Document, path: Path, text: str) -> str:
    """The full name of the tag that is pushed over: docker.io/library/nginx:1.27."""
    try:
        reference = ImageReference.parse(text)
    except InvalidImageName as error:
        raise document.error(f"is not the name of an image: {error}", path, value=text) from None
    if reference.digest is not None:
        raise document.error("has a digest, and only a tag can be pushed over", path, value=text)
    return reference.fully_qualified


def _find(document: Document, path: Path, text: str, known: Mapping[str, object] | list[str], what: str) -> str:
    """Kind/namespace/name, Kind/name in the namespace default, or a name that only one object has."""
    kind, _, name = text.partition("/")
    if text in known:
        return text
    if name and "/" not in name and f"{kind}/default/{name}" in known:
        return f"{kind}/default/{name}"
    found = [label for label in known if label.endswith(f"/{text}")] if "/" not in text else []
    if len(found) == 1:
        return found[0]
    if found:
        raise document.error(f"names more than one {what}", path, value=text, suggestion=f"write {' or '.join(found)}")
    raise document.error(f"names no {what} of the manifests", path, value=text, suggestion=_nearest(text, known))


def _nearest(text: str, known: Mapping[str, object] | list[str]) -> str:
    """Suggest the object whose own name is nearest to the last part of *text*."""
    by_name: dict[str, str] = {}
    for label in known:
        by_name.setdefault(label.rsplit("/", 1)[-1], label)
    near = difflib.get_close_matches(text.rsplit("/", 1)[-1], by_name, n=1)
    return f"did you mean {by_name[near[0]]}?" if near else did_you_mean(text, known)
