"""setImage: `kubectl set image` of a workload, which rolls out, or of a pod, whose container is restarted in place."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.api.kinds import JOB
from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import WORKLOAD
from imagesim.scenarios.timeline.labels import short_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty


class SetImageSpec(WorldModel):
    """kubectl set image of a workload or a pod; `container` may be left out where there is only one."""

    workload: NotEmpty = Field(description=f"{WORKLOAD} Pod/namespace/name too: its container is restarted in place.")
    container: NotEmpty | None = Field(default=None, description="The container; may be left out where there is one.")
    image: NotEmpty = Field(description="The new image. The pull policy stays as it was stored.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetImage(TimelineEvent):
    """`kubectl set image`: a new image text for one container. The pull policy stays as stored.

    `workload` is "Deployment/NAMESPACE/NAME", which rolls out, or "Pod/NAMESPACE/NAME", whose container is restarted.
    """

    workload: str
    container: str
    image: str

    @property
    def image_names(self) -> tuple[str, ...]:
        return (self.image,)

    def new_pods(self, kept: dict[str, int]) -> dict[str, int]:
        return {self.workload: kept[self.workload]} if self.workload in kept else {}

    def write(self) -> dict[str, Any]:
        return {"workload": self.workload, "container": self.container, "image": self.image}

    @property
    def short(self) -> str:
        return f"set image {short_name(self.image)}"

    def text(self) -> str:
        return f"set image of {self.workload}, container {self.container}, to {self.image}"


def read(spec: SetImageSpec, at_s: Seconds, place: EventPlace) -> SetImage:
    """Return the event. Raises ScenarioError for a workload, pod or container that is not there, or a Job."""
    workload = place.workload_or_pod("workload", spec.workload)
    if workload.startswith(f"{JOB.name}/"):
        rule = "is a Job, and the API server lets nobody change its template: field is immutable"
        raise place.error(rule, "workload", value=spec.workload, suggestion="write another Job")
    if workload.startswith("Pod/") and spec.image != spec.image.strip():
        rule = "must not have leading or trailing whitespace; the API server refuses it in a pod"
        raise place.error(rule, "image", value=spec.image)
    return SetImage(at_s=at_s, workload=workload, container=_container(workload, spec, place), image=spec.image)


def _container(workload: str, spec: SetImageSpec, place: EventPlace) -> str:
    pod = place.pod_spec(workload)
    names = [container.name for container in (*pod.containers, *pod.init_containers)]
    if spec.container is None:
        if len(pod.containers) > 1:
            what = "pod" if workload.startswith("Pod/") else "workload"
            rule = f"says no container, and the {what} has several"
            raise place.error(rule, suggestion=f"add container: {' or '.join(names)}")
        return names[0]
    if spec.container not in names:
        hint = did_you_mean(spec.container, names)
        raise place.error(f"is no container of {workload}", "container", value=spec.container, suggestion=hint)
    return spec.container


SET_IMAGE = EventKind(name="setImage", document=SetImageSpec, value=SetImage, read=read)
