"""loadImage: an image is put onto nodes without a pull."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import short_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_nodes import SomeNodesSpec, ToSomeNodes, check_node, read_nodes
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.world.registry.local_only import local_only
from imagesim.scenarios.world.types import NotEmpty


class LoadImageSpec(SomeNodesSpec):
    """kind load docker-image, or ctr -n k8s.io images import."""

    image: NotEmpty = Field(description="The name that it gets there.")
    of: NotEmpty | None = Field(
        default=None, description="The Image that it is; left out, what its registry holds, or one of the default size."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadImage(ToSomeNodes):
    """`kind load docker-image`, `ctr -n k8s.io images import`: the name `reference` is on the nodes from now on.

    It means the image `of`; None is what its registry holds then, or one of the default size.
    """

    reference: str
    of: Image | None = None

    @property
    def befalls(self) -> str:
        return f"node/{self.node}" if self.node else self.pool

    @property
    def image_names(self) -> tuple[str, ...]:
        return () if self.of is not None else (self.reference,)

    def write(self) -> dict[str, Any]:
        of = {} if self.of is None else {"of": self.of.name}
        return {**self.which(), "image": self.reference, **of}

    @property
    def short(self) -> str:
        return f"load {short_name(self.reference)} onto {self.who()}"

    def text(self) -> str:
        of = "" if self.of is None else f" ({self.of.name})"
        return f"load {self.reference}{of} onto {self.where()}"


def read(spec: LoadImageSpec, at_s: Seconds, place: EventPlace) -> LoadImage:
    """Return the event. Raises ScenarioError for no name of an image, one with a digest, or no such Image."""
    reference = place.tag("image", spec.image, "loaded")
    of = None if spec.of is None else place.image("of", spec.of)
    event = LoadImage(at_s=at_s, reference=reference, of=of, **read_nodes(spec, place))
    said = local_only(reference, of, event.where(), place.known.registries)
    if said:
        place.known.notes.assume(said)
    return event


LOAD_IMAGE = EventKind(name="loadImage", document=LoadImageSpec, value=LoadImage, read=read, check=check_node)
