"""What registries hold and nodes keep, as values of a Scenario: layers, manifests, images."""

from dataclasses import dataclass
from typing import Literal

from imagesim.rules.units import Bytes

UNPACKED_RATIO = 2.6
"""How many times its compressed size a layer takes on disk where nobody says: an assumption that a run states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer as the manifest lists it: `size` is compressed bytes, `unpacked` bytes on disk in `files` files.

    `diff_id` is the digest of the raw layer, "" for one that follows from `digest`. `defect` is what is wrong with the
    layer as it was pushed: it is no tar archive, or its raw bytes are not those that the config names.
    """

    digest: str
    size: Bytes
    unpacked: Bytes
    files: int = 0
    diff_id: str = ""
    defect: Literal["", "not-a-tar", "wrong-diff-id"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageManifest:
    """An image for one platform. `size` and `config_size` are the bytes of the manifest and of the config blob.

    `diff_ids` is how many layers the config lists, None for as many as the manifest. An `artifact` is no image (a Helm
    chart, say), though a registry holds it under a name like any other.
    """

    platform: str
    digest: str
    size: Bytes
    config_digest: str
    config_size: Bytes
    layers: tuple[Layer, ...]
    diff_ids: int | None = None
    artifact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What a tag points to. `digest` is the index's digest where there is an index, else the manifest's.

    `index_size` is the bytes of the index, 0 where there is none and `manifests` holds the one manifest.
    """

    name: str
    digest: str
    manifests: tuple[ImageManifest, ...]
    index_size: Bytes = 0

    @property
    def size(self) -> Bytes:
        """Bytes of what the digest names: the index, or the manifest."""
        return self.index_size or self.manifests[0].size

    def alone(self, manifest: ImageManifest) -> "Image":
        """One of the manifests as an image of its own, as its digest names it."""
        return Image(name=self.name, digest=manifest.digest, manifests=(manifest,))
