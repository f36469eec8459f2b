"""The images that a kubelet puts into the status of its node.

Models pkg/kubelet/nodestatus/setters.go Images, pkg/kubelet/images/image_gc_manager.go (imageCache) and
pkg/kubelet/util/sliceutils, 1.32 to 1.36 (read): the list is the one that the kubelet made at its last look, every
30 s, the largest image first; at most nodeStatusMaxImages of them (50, -1 for all), each with at most five names,
digests before tags.
"""

from collections.abc import Iterable
from typing import NamedTuple

from imagesim.rules.api.node import ContainerImage
from imagesim.rules.units import Bytes, Seconds

MAX_IMAGES = 50
"""nodeStatusMaxImages, unless the KubeletConfiguration says another number; -1 is no limit."""
MAX_NAMES = 5
"""MaxNamesPerImageInNodeStatus."""
IMAGE_CACHE_S: Seconds = 30.0
"""How often the kubelet lists the runtime's images (image_gc_manager.go Start)."""
UPDATE_FREQUENCY_S: Seconds = 10.0
"""nodeStatusUpdateFrequency: how often it looks whether its node's status has changed, and if so writes it."""


class HeldImage(NamedTuple):
    """An image as the runtime lists it: CRI's ID, repoDigests and repoTags, and its size."""

    image_id: str
    digests: tuple[str, ...]
    tags: tuple[str, ...]
    size: Bytes


def status_images(images: Iterable[HeldImage], most: int = MAX_IMAGES) -> tuple[ContainerImage, ...]:
    """What stands in `status.images`: the largest first, of equally large ones the one with the greater ID."""
    largest_first = sorted(images, key=lambda image: (image.size, image.image_id), reverse=True)
    kept = largest_first if most < 0 else largest_first[:most]
    return tuple(ContainerImage((*image.digests, *image.tags)[:MAX_NAMES], image.size) for image in kept)
