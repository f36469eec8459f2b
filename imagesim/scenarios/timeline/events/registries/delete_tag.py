"""deleteTag: somebody deletes a tag, and the image that it pointed to stays under its digest."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import tag_of
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty


class DeleteTagSpec(WorldModel):
    """Somebody deletes the tag `image`. Pods that run are not touched; who asks for the tag from now on gets a 404."""

    image: NotEmpty = Field(description="The tag that goes: docker.io/library/nginx:1.27.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTag(TimelineEvent):
    """Somebody deletes the tag of `reference` ("docker.io/library/nginx:1.27")."""

    reference: str

    @property
    def image_names(self) -> tuple[str, ...]:
        return (self.reference,)

    def write(self) -> dict[str, Any]:
        return {"image": self.reference}

    @property
    def short(self) -> str:
        return f"{tag_of(self.reference)} deleted"

    def text(self) -> str:
        return f"delete tag {self.reference}"


def read(spec: DeleteTagSpec, at_s: Seconds, place: EventPlace) -> DeleteTag:
    """Return the event. Raises ScenarioError for what is no tag."""
    return DeleteTag(at_s=at_s, reference=place.tag("image", spec.image, "deleted", "use deleteManifest"))


DELETE_TAG = EventKind(name="deleteTag", document=DeleteTagSpec, value=DeleteTag, read=read)
