"""RealImage: what is known of an image that exists somewhere, before a document is made of it.

Every digest and size is the real one. What cannot be known from where the image was read stays empty: diff IDs
without the config, layers without the manifest, the digest of an index that only its entries are known of.
"""

from dataclasses import dataclass

from imagesim.rules.units import Bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RealLayer:
    """A layer as its manifest lists it. `unpacked` is known only of a layer that is not compressed."""

    digest: str
    size: Bytes
    diff_id: str = ""
    unpacked: Bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RealManifest:
    """An image for one platform. Without its own text, `config_digest` is "" and there are no layers.

    `diff_ids` is how many layers the config lists, where that is another number than the manifest's; `is_artifact`
    says that this is no image (a Helm chart, say).
    """

    platform: str
    digest: str
    size: Bytes
    config_digest: str = ""
    config_size: Bytes = 0
    layers: tuple[RealLayer, ...] = ()
    diff_ids: int | None = None
    is_artifact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RealImage:
    """What a name points to. `digest` is "" and `index_size` 0 for an index that is not known itself."""

    digest: str
    manifests: tuple[RealManifest, ...]
    is_index: bool = False
    index_size: Bytes = 0
