"""removeImage: `crictl rmi` on a node."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import NodeName
from imagesim.scenarios.timeline.labels import short_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty


class RemoveImageSpec(WorldModel):
    """crictl rmi on the node."""

    node: NodeName
    image: NotEmpty = Field(description="The image's name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveImage(TimelineEvent):
    """`crictl rmi` on the node: the image goes with all its names. Containers that run go on."""

    node: str
    image: str

    def write(self) -> dict[str, Any]:
        return {"node": self.node, "image": self.image}

    @property
    def short(self) -> str:
        return f"rmi {short_name(self.image)}"

    def text(self) -> str:
        return f"remove {self.image} from node {self.node}"


def read(spec: RemoveImageSpec, at_s: Seconds, place: EventPlace) -> RemoveImage:
    """Return the event. Raises ScenarioError for what no image can be called."""
    place.image_name("image", spec.image)
    return RemoveImage(at_s=at_s, node=spec.node, image=spec.image)


def check(event: RemoveImage, presence: Presence) -> Problem | None:
    """The node has to be there."""
    return presence.need_node(event.node)


REMOVE_IMAGE = EventKind(name="removeImage", document=RemoveImageSpec, value=RemoveImage, read=read, check=check)
