"""The container runtime of a recorded row: images by ID with their names, and a registry that answers by credential."""

from dataclasses import dataclass, field

from imagesim.rules.images.decision import ImageStatus
from imagesim.rules.reference import ImageReference
from tests.conformance.checking import Row


@dataclass
class RecordedImage:
    """An image in the runtime."""

    size: int
    names: list[str] = field(default_factory=list)


class RecordedRuntime:
    """Holds images; a name is on one image at a time, under its normalised form."""

    def __init__(self, preloaded: list[Row]) -> None:
        self.images: dict[str, RecordedImage] = {}
        for image in preloaded:
            self.images[image["id"]] = RecordedImage(image.get("size", 0), list(image.get("names", [])))

    def status(self, reference: str) -> ImageStatus:
        """The ID of the image with this name."""
        name = normalised(reference)
        return ImageStatus(next((id for id, image in self.images.items() if name in image.names), ""))

    def add(self, reference: str, image_id: str, size: int) -> None:
        """An image arrives under a name. One that is there already keeps its size."""
        name = normalised(reference)
        for image in self.images.values():
            if name in image.names:
                image.names.remove(name)
        self.images.setdefault(image_id, RecordedImage(size)).names.append(name)

    def remove(self, image_id: str) -> str:
        """Remove an image with all its names."""
        self.images.pop(image_id, None)
        return ""

    def as_recorded(self) -> list[Row]:
        """The images in the form of a row's `runtime_images`, oldest first."""
        return [{"id": id, "names": list(image.names), "size": image.size} for id, image in self.images.items()]


def normalised(reference: str) -> str:
    """The full name: `docker.io/library/busybox:latest` for `busybox`."""
    return ImageReference.parse(reference).fully_qualified
