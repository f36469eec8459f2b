"""Where images are used: each container and image volume of each pod and template, with its place in the manifest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from imagesim.rules.api.objects import Pod, PodSpec
from imagesim.rules.api.workload import Workload
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.scenario import Scenario

_SPEC: dict[str, Path] = {"Pod": ("spec",), "CronJob": ("spec", "jobTemplate", "spec", "template", "spec")}
_OF_TEMPLATE: Path = ("spec", "template", "spec")


@dataclass(frozen=True, eq=False)
class ImageUse:
    """One image that a pod or a template names.

    `object` is "Deployment/shop/web"; `part` "container web", "init container migrate" or "image volume model".
    `policy` is what the API server stores and `written` what the manifest says, "" for nothing. `path` leads to what
    is called `part`, and `image_field` is the name of the field with the image in it. `static` is a pod of a kubelet's
    own folder.
    """

    object: str
    namespace: str
    value: Pod | Workload
    spec: PodSpec
    part: str
    image: str
    policy: str
    written: str
    document: Document | None
    path: Path
    image_field: str = "image"
    policy_field: str = "imagePullPolicy"
    static: bool = False

    @property
    def kind(self) -> str:
        """The kind of the object."""
        return self.object.partition("/")[0]

    @property
    def is_volume(self) -> bool:
        """Whether it is a volume of type image."""
        return self.part.startswith("image volume")

    @cached_property
    def reference(self) -> ImageReference | None:
        """The name, parsed; None where no node can."""
        try:
            return ImageReference.parse(self.image)
        except InvalidImageName:
            return None

    @property
    def host(self) -> str:
        """The registry's host, "" for a name that is none."""
        return self.reference.domain if self.reference is not None else ""

    @property
    def spec_path(self) -> Path:
        """The path of the pod spec."""
        return _SPEC.get(self.kind, _OF_TEMPLATE)


def image_uses(scenario: Scenario, documents: Mapping[str, Document]) -> list[ImageUse]:
    """All of them, in the order of the scenario's pods, static pods and workloads."""
    static = {id(pod) for pool in scenario.pools for pod in pool.static_pods}
    found: list[ImageUse] = []
    for value, spec in scenario.pod_specs:
        label = f"{type(value).__name__}/{value.namespace}/{value.name}"
        document = None if id(value) in static else documents.get(label)
        found += _of_spec(label, value, spec, document, static=id(value) in static)
    return found


def _of_spec(
    label: str, value: Pod | Workload, spec: PodSpec, document: Document | None, *, static: bool
) -> Iterator[ImageUse]:
    base = _SPEC.get(label.partition("/")[0], _OF_TEMPLATE)
    groups = (("init container", "initContainers", spec.init_containers), ("container", "containers", spec.containers))
    for word, field, containers in groups:
        for place, container in enumerate(containers):
            path = (*base, field, place)
            yield ImageUse(
                label, value.namespace, value, spec, f"{word} {container.name}", container.image,
                container.image_pull_policy, _written(document, (*path, "imagePullPolicy")), document, path,
                static=static,
            )  # fmt: skip
    for volume in spec.image_volumes:
        path = (*base, "volumes", _place(document, (*base, "volumes"), volume.name), "image")
        yield ImageUse(
            label, value.namespace, value, spec, f"image volume {volume.name}", volume.reference, volume.pull_policy,
            _written(document, (*path, "pullPolicy")), document, path, "reference", "pullPolicy", static,
        )  # fmt: skip


def _place(document: Document | None, path: Path, name: str) -> int:
    """The place of the volume of that name."""
    volumes = value_at(document, path)
    names = [each.get("name") if isinstance(each, dict) else None for each in volumes or ()]
    return names.index(name) if name in names else 0


def _written(document: Document | None, path: Path) -> str:
    found = value_at(document, path)
    return found if isinstance(found, str) else ""


def value_at(document: Document | None, path: Path) -> Any:
    """What is written at *path*, None for nothing."""
    value: Any = None if document is None else document.value
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value
