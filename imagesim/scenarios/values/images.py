"""What registries hold and nodes keep, as values of a Scenario: layers, manifests, images."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from imagesim.rules.api.app import App
from imagesim.rules.digests import digest_of
from imagesim.rules.units import Bytes

UNPACKED_RATIO = 2.6
"""How many times its compressed size a layer takes on disk where nobody says: an assumption that a run states."""

BYTES_PER_FILE: Bytes = 32_000
"""How many bytes on disk a layer has for each of its files where nobody says: an assumption that a run states.

The mean over Docker Hub, 167 TB in 5.28 billion files (Zhao et al., Large-Scale Analysis of the Docker Hub Dataset,
CLUSTER 2019; the number of files at second hand). The mean and not the median, since the time for files adds up. Single
layers lie far from it: of three that were measured one had 13 kB for each file, one 51 kB and one 40 MB.
"""


def usual_files(unpacked: Bytes) -> int:
    """How many files a layer of *unpacked* bytes is taken to have: at least one, unless it is empty."""
    return -(-unpacked // BYTES_PER_FILE)


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

    @property
    def raw_digest(self) -> str:
        """The digest of the raw layer: what the document says, or one that follows from the compressed layer's."""
        return self.diff_id or digest_of(f"diff {self.digest}")


@dataclass(frozen=True, kw_only=True)
class ImageManifest:
    """An image for one platform. `size` and `config_size` are the bytes of the manifest and of the config blob.

    `platform` is what an index says of it, "" if that says nothing; `config_platform` is what the config says, "" for
    the same. `diff_ids` is how many layers the config lists, None for as many as the manifest. An `artifact` is no
    image (a Helm chart, say), though a registry holds it under a name like any other. One of Docker's `schema_1` is no
    part of an index. `app` is what its program does, where somebody says it. What follows from all that is worked out
    once: every pull on every node asks for it.
    """

    platform: str
    digest: str
    size: Bytes
    config_digest: str
    config_size: Bytes
    layers: tuple[Layer, ...]
    diff_ids: int | None = None
    artifact: bool = False
    config_platform: str = ""
    schema_1: bool = False
    app: App | None = None

    @property
    def built_for(self) -> str:
        """The platform that its programs are for."""
        return self.config_platform or self.platform

    @cached_property
    def layers_size(self) -> Bytes:
        """Compressed bytes of all layers."""
        return sum(layer.size for layer in self.layers)

    @cached_property
    def chain_ids(self) -> tuple[str, ...]:
        """The chain ID of each layer: it names a layer and all below it (OCI image-spec, config.md, Layer ChainID)."""
        chain: list[str] = []
        for layer in self.layers:
            chain.append(digest_of(f"{chain[-1]} {layer.raw_digest}") if chain else layer.raw_digest)
        return tuple(chain)

    @cached_property
    def contents(self) -> frozenset[str]:
        """The names of all that it consists of on a node: the digests of its blobs, the chain IDs of its layers."""
        return frozenset((self.digest, self.config_digest, *(layer.digest for layer in self.layers), *self.chain_ids))


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
