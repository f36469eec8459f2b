"""The images of a dump: what lies on its nodes, what runs, and what a registry therefore holds under a tag.

A digest that an Image document describes is that image. Of any other the dump knows the size that the runtime says:
manifest, config and compressed layers together; it is taken to have one layer.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from imagesim.rules.digests import PREFIX, digest_of
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Bytes
from imagesim.scenarios.reading.fields import Field
from imagesim.scenarios.values.images import UNPACKED_RATIO, Image, ImageManifest, Layer, usual_files
from imagesim.scenarios.values.starting_state import FoundImage

_MANIFEST_BYTES, _CONFIG_BYTES = 1325, 729  # as of an image that nobody describes
LISTED_AT_MOST = 50
"""nodeStatusMaxImages, unless somebody says otherwise: a node that lists as many may have more."""


class KnownImages:
    """Images by their digests; *described* are those of Image documents, *size* is what others have at least."""

    def __init__(self, described: Iterable[Image], size: Bytes) -> None:
        self._known: dict[str, Image] = {}
        for image in described:
            for manifest in image.manifests:
                self._known.setdefault(manifest.digest, image.alone(manifest))
            self._known[image.digest] = image
        self._size = size

    def of(self, digest: str, name: str, size: Bytes = 0) -> Image:
        """The image of that digest; *name* and *size* are what the dump says of it."""
        found = self._known.get(digest)
        if found is None:
            found = self._known[digest] = _image(digest, name, size or self._size)
        return found


def _image(digest: str, name: str, size: Bytes) -> Image:
    """As registries that nobody describes have them, but of that digest and size."""
    layer_size = max(0, size - _MANIFEST_BYTES - _CONFIG_BYTES)
    unpacked = round(layer_size * UNPACKED_RATIO)
    layer = Layer(digest=digest_of(f"{digest}/layer"), size=layer_size, unpacked=unpacked, files=usual_files(unpacked))
    manifest = ImageManifest(
        platform="",
        digest=digest,
        size=_MANIFEST_BYTES,
        config_digest=digest_of(f"{digest}/config"),
        config_size=_CONFIG_BYTES,
        layers=(layer,),
    )
    return Image(name=name, digest=digest, manifests=(manifest,))


class ListedImages(NamedTuple):
    """The images that a node lists, and whether it may have others."""

    images: tuple[FoundImage, ...]
    may_have_more: bool


def listed(status: Field, images: KnownImages) -> ListedImages:
    """`status.images` of a Node. What has no digest among its names gets one from its name."""
    found, items = [], status["images"].items()
    for each in items:
        names = [name for item in each["names"].items() if (name := qualified(item.text()))]
        if not names:
            continue
        size = each["sizeBytes"].value
        digests = [name.partition("@")[2] for name in names if "@" in name]
        digest = digests[0] if digests else digest_of(f"{names[0]}/manifest")
        image = images.of(digest, names[0], size if isinstance(size, int) and size > 0 else 0)
        found.append(FoundImage(tuple(names), image))
    return ListedImages(tuple(found), len(items) >= LISTED_AT_MOST)


def qualified(name: str) -> str:
    """A name in full, as containerd keeps it; "" for what is none (such as `<none>@<none>`)."""
    try:
        return ImageReference.parse(name).fully_qualified
    except InvalidImageName:
        return ""


def version_of(image_id: str) -> str:
    """The digest in an `imageID`: of `repository@sha256:...`, in the form of any runtime; "" for none."""
    digest = image_id.rpartition("@")[2] if "@" in image_id else image_id.rpartition("://")[2] or image_id
    return digest if digest.startswith(PREFIX) else ""


def with_running(
    there: tuple[FoundImage, ...], running: Mapping[str, str], images: KnownImages
) -> tuple[FoundImage, ...]:
    """The images of a node, with those that *run* there, by digest under the name that the pod has.

    One that is not listed is there under its digest, and under the pod's name unless another image has that.
    """
    added = list(there)
    names = {name for each in there for name in each.names}
    digests = {each.image.digest for each in there} | {
        manifest.digest for each in there for manifest in each.image.manifests
    }
    for digest, text in running.items():
        name = qualified(text)
        if digest in digests or not name:
            continue
        own = [f"{ImageReference.parse(name).repository}@{digest}"]
        if name not in names and "@" not in name:
            own.append(name)
        added.append(FoundImage(tuple(own), images.of(digest, own[0])))
        names.update(own)
    return tuple(added)
