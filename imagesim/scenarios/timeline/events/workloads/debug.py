"""debug: `kubectl debug` of a pod, which adds an ephemeral container."""

import random
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.rules.api.dns_names import DNS_LABEL
from imagesim.rules.api.objects import Container
from imagesim.rules.api.template_hash import SAFE_ALPHABET
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import short_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty


class DebugSpec(WorldModel):
    """kubectl debug: an ephemeral container is added to a pod. It starts once, and is never started again."""

    pod: NotEmpty = Field(description="Pod/namespace/name, or a workload: then the first of its pods by name.")
    image: NotEmpty = Field(description="The image of the ephemeral container.")
    name: NotEmpty | None = Field(default=None, description="Its name; otherwise debugger- and five letters.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Debug(TimelineEvent):
    """`kubectl debug` of the pod `target`, or of the first pod of a workload: it gets the ephemeral `container`."""

    target: str
    container: Container

    @property
    def image_names(self) -> tuple[str, ...]:
        return (self.container.image,)

    def write(self) -> dict[str, Any]:
        return {"pod": self.target, "image": self.container.image, "name": self.container.name}

    @property
    def short(self) -> str:
        return f"debug with {short_name(self.container.image)}"

    def text(self) -> str:
        return f"debug {self.target} with {self.container.image}, container {self.container.name}"


def read(spec: DebugSpec, at_s: Seconds, place: EventPlace) -> Debug:
    """Return the event. Raises ScenarioError for a pod that is not there, or what the API server refuses."""
    target = place.target("pod", spec.pod)
    kind, _, rest = target.partition("/")
    namespace, _, pod = rest.partition("/")
    if kind == "Pod" and place.known.static_pods(namespace, pod):
        rule = "is a static pod, and static pods do not support ephemeral containers"
        raise place.error(rule, "pod", value=spec.pod)
    if spec.image != spec.image.strip():
        rule = "must not have leading or trailing whitespace; the API server refuses it in a pod"
        raise place.error(rule, "image", value=spec.image)
    name = spec.name or _made_up(f"{target}/{spec.image}/{at_s:g}")
    _check_name(name, target, spec, place)
    container = Container(name=name, image=spec.image, image_pull_policy=default_pull_policy(spec.image, ""))
    return Debug(at_s=at_s, target=target, container=container)


def _made_up(source: str) -> str:
    """As kubectl makes a name up; the same at every load, so that a saved scenario has it too."""
    stream = random.Random(f"kubectl-debug/{source}")
    return "debugger-" + "".join(stream.choices(SAFE_ALPHABET, k=5))


def _check_name(name: str, target: str, spec: DebugSpec, place: EventPlace) -> None:
    if not DNS_LABEL.fullmatch(name) or len(name) > 63:
        hint = "use lower-case letters, digits and -, at most 63"
        raise place.error("is not a name", "name", value=spec.name, suggestion=hint)
    known = place.known.pods.get(target) or place.known.workloads.get(target)
    if known is None:
        return
    pod = place.pod_spec(target)
    if name in {container.name for container in (*pod.init_containers, *pod.containers)}:
        raise place.error(f"is the name of a container of {target} already", "name", value=spec.name)


DEBUG = EventKind(name="debug", document=DebugSpec, value=Debug, read=read)
