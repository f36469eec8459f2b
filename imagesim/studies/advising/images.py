"""What the registries of a bundle hold under the names in it, as far as documents say it."""

from imagesim.rules import platforms
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Bytes
from imagesim.scenarios.values.images import Image
from imagesim.studies.advising.bundle import Bundle


def held(bundle: Bundle, name: ImageReference) -> Image | None:
    """The image that its registry has under the name; None for one that it does not hold or that nobody describes."""
    registry = bundle.registries.get(name.domain)
    if registry is None:
        return None
    tags = dict(dict(registry.repositories).get(name.path, ()))
    if not name.digest:
        return tags.get(name.effective_tag or "")
    known = (*tags.values(), *dict(registry.held).get(name.path, ()))
    return next((image for image in known if name.digest in _digests(image)), None)


def runs_on(image: Image, platform: str) -> bool:
    """Whether a node of that platform finds something in the image that it can start."""
    if not image.index_size:
        return platforms.runs(image.manifests[0].built_for, platform)
    return platforms.choose(tuple(each.platform for each in image.manifests), platform) is not None


def size_on(image: Image, platform: str) -> Bytes:
    """The compressed bytes that such a node fetches."""
    place = platforms.choose(tuple(each.platform for each in image.manifests), platform) if image.index_size else 0
    return image.manifests[place or 0].layers_size


def _digests(image: Image) -> set[str]:
    return {image.digest, *(manifest.digest for manifest in image.manifests)}
