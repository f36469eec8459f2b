"""deleteManifest: somebody deletes an image by its digest, and its tags go with it."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.digests import PREFIX
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty


class DeleteManifestSpec(WorldModel):
    """Somebody deletes the image from the repository: its index or its manifest, and all tags that point to it."""

    repository: NotEmpty = Field(description="Where it goes from, with the host: docker.io/library/nginx.")
    image: NotEmpty = Field(description="The name of an Image, or the digest of an index or a manifest (sha256:...).")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteManifest(TimelineEvent):
    """Somebody deletes `digest` from `repository` ("docker.io/library/nginx"); `name` is the Image's, "" for none."""

    repository: str
    digest: str
    name: str = ""

    @property
    def image_names(self) -> tuple[str, ...]:
        return (f"{self.repository}@{self.digest}",)

    def write(self) -> dict[str, Any]:
        return {"repository": self.repository, "image": self.name or self.digest}

    @property
    def befalls(self) -> str:
        return self.repository

    @property
    def short(self) -> str:
        return f"{self.name} deleted" if self.name else "image deleted"

    def text(self) -> str:
        return f"delete {self.name or self.digest} from {self.repository}"


def read(spec: DeleteManifestSpec, at_s: Seconds, place: EventPlace) -> DeleteManifest:
    """Return the event. Raises ScenarioError for what is no repository, and for neither an Image nor a digest."""
    repository = place.repository("repository", spec.repository)
    if spec.image.startswith(PREFIX):
        return DeleteManifest(at_s=at_s, repository=repository, digest=place.digest("image", spec.image))
    image = place.image("image", spec.image)
    return DeleteManifest(at_s=at_s, repository=repository, digest=image.digest, name=image.name)


DELETE_MANIFEST = EventKind(name="deleteManifest", document=DeleteManifestSpec, value=DeleteManifest, read=read)
