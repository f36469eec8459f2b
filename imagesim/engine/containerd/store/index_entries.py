"""What a node takes of an index, and which image the CRI finds in what was taken.

Two steps of a pull with rules of their own: ImageFilter (the transfer service) or LimitManifests (the client) say what
is fetched; afterwards images.Manifest of core/images/image.go and the CRI's image store look for the node's image in
the whole index once more, and may come upon an entry that nobody has fetched.
"""

from collections.abc import Callable, Iterable

from imagesim.engine.containerd.failures import PullFailed
from imagesim.engine.containerd.settings import PullSettings
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.rules import platforms
from imagesim.rules.containerd import texts
from imagesim.scenarios.values.images import Image, ImageManifest


def taken(image: Image, settings: PullSettings) -> list[ImageManifest]:
    """The manifests that a node fetches of *image*, each once. One that stands alone is taken whatever its platform."""
    if not image.index_size:
        return [image.manifests[0]]
    entries = _platforms(image)
    if settings.behaviour.fetches_every_entry:
        places = platforms.matching(entries, settings.platform)
    else:
        best = platforms.choose(entries, settings.platform)
        places = () if best is None else (best,)
    return list({image.manifests[place].digest: image.manifests[place] for place in places}.values())


def own_image(image: Image, settings: PullSettings, has_blob: Callable[[str], bool]) -> ImageManifest:
    """The manifest whose config is the image's ID on the node. Raises PullFailed if there is none to the CRI.

    Of an entry without a platform the config has to name one that the node runs.
    """
    if not image.index_size:
        return image.manifests[0]
    entries = _platforms(image)
    place = platforms.choose(entries, settings.platform)
    if place is None:
        raise PullFailed(texts.no_own_entry(image.digest))
    own = image.manifests[place]
    if not has_blob(own.digest):
        raise PullFailed(texts.manifest_not_here(own.digest))
    if not own.platform and not platforms.runs(own.built_for, settings.platform):
        raise PullFailed(texts.no_own_entry(image.digest))
    return own


def check_size(image: Image, own: ImageManifest, settings: PullSettings, has_blob: Callable[[str], bool]) -> None:
    """Raises PullFailed if the size of the image would be taken from a manifest that nobody has fetched."""
    if image.index_size:
        entries = _platforms(image)
        sized = image.manifests[platforms.measured(entries, settings.platform)]
        if not has_blob(sized.digest):
            raise PullFailed(texts.no_size(own.config_digest, sized.digest))


def _platforms(image: Image) -> tuple[str, ...]:
    return tuple(manifest.platform for manifest in image.manifests)


def stored(
    image: Image, manifest: ImageManifest, settings: PullSettings, beside: tuple[StoredImage, ...] = ()
) -> StoredImage:
    """One manifest of *image* as the node keeps it, with others *beside*."""
    unpacked = settings.unpacks(manifest)
    keeps_layers = settings.keeps_layers or not unpacked
    return StoredImage(image, manifest, unpacked=unpacked, keeps_layers=keeps_layers, beside=beside)


def whole_image(
    image: Image, own: ImageManifest, found: Iterable[ImageManifest], settings: PullSettings
) -> StoredImage:
    """The image *own*, with what else was *found* in the index beside it."""
    beside = tuple(stored(image, other, settings) for other in found if other.digest != own.digest)
    return stored(image, own, settings, beside)


def baked(image: Image, settings: PullSettings) -> StoredImage | None:
    """*image* as it is on a node that has pulled it once; None if such a pull fails."""
    found = taken(image, settings)
    if not all(platforms.can_unpack(manifest.built_for, settings.platform) for manifest in found):
        return None
    here = {manifest.digest for manifest in found}
    try:
        own = own_image(image, settings, here.__contains__)
        check_size(image, own, settings, here.__contains__)
    except PullFailed:
        return None
    return whole_image(image, own, found, settings)
