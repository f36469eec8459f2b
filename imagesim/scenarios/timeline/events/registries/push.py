"""push: somebody pushes an Image over a tag."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import tag_of
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty


class PushSpec(WorldModel):
    """Somebody pushes the Image named `to` over the tag `image`."""

    image: NotEmpty = Field(description="The tag that is pushed over: docker.io/library/nginx:1.27.")
    to: NotEmpty = Field(description="The name of an Image.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Push(TimelineEvent):
    """Somebody pushes `image` over the tag of `reference` ("docker.io/library/nginx:1.27")."""

    reference: str
    image: Image

    @property
    def image_names(self) -> tuple[str, ...]:
        return (self.reference,)

    def write(self) -> dict[str, Any]:
        return {"image": self.reference, "to": self.image.name}

    @property
    def short(self) -> str:
        return f"push {self.image.name} over {tag_of(self.reference)}"

    def text(self) -> str:
        return f"push {self.image.name} over {self.reference}"


def read(spec: PushSpec, at_s: Seconds, place: EventPlace) -> Push:
    """Return the event. Raises ScenarioError for what is no tag, or no Image."""
    return Push(at_s=at_s, reference=place.tag("image", spec.image), image=place.image("to", spec.to))


PUSH = EventKind(name="push", document=PushSpec, value=Push, read=read)
