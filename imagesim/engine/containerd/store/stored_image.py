"""An image on a node, as the runtime keeps it under its names."""

from dataclasses import dataclass

from imagesim.rules.units import Bytes
from imagesim.scenarios.values.images import Image, ImageManifest


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An image on a node: `image` is what its name resolved to, `manifest` the one for this node.

    `unpacked` is False for what was pulled without being unpacked: an artifact, an image of another system.
    `keeps_layers` is False where the compressed layers were thrown away after they had been unpacked. `beside` is what
    else was fetched of an index: it stays as long as the image does.
    """

    image: Image
    manifest: ImageManifest
    unpacked: bool = True
    keeps_layers: bool = True
    beside: tuple["StoredImage", ...] = ()

    def is_same(self, other: "StoredImage") -> bool:
        """Whether it is what *other* is to the CRI: of one version, with one ID."""
        if self.image is other.image and self.manifest is other.manifest:
            return True
        return self.version == other.version and self.image_id == other.image_id

    @property
    def version(self) -> str:
        """The digest that the name resolved to (the index's where there is one)."""
        return self.image.digest

    @property
    def image_id(self) -> str:
        """CRI's image ID: the digest of the config blob."""
        return self.manifest.config_digest

    @property
    def size(self) -> Bytes:
        """What CRI reports: manifest, config and compressed layers, shared ones in full."""
        return self.manifest.size + self.manifest.config_size + self.manifest.layers_size

    def blobs(self) -> dict[str, Bytes]:
        """Every blob that the image refers to, once, with its size."""
        image, manifest = self.image, self.manifest
        small = {manifest.digest: manifest.size, manifest.config_digest: manifest.config_size}
        if image.index_size:
            small[image.digest] = image.index_size
        if self.keeps_layers:
            small |= {layer.digest: layer.size for layer in manifest.layers}
        for other in self.beside:
            small |= other.blobs()
        return small

    def snapshots(self) -> dict[str, Bytes]:
        """Every unpacked layer that the image refers to, by its chain ID, with its size."""
        found: dict[str, Bytes] = {}
        if self.unpacked:
            layers, chain_ids = self.manifest.layers, self.manifest.chain_ids
            found = {chain_id: layer.unpacked for chain_id, layer in zip(chain_ids, layers, strict=True)}
        for other in self.beside:
            found |= other.snapshots()
        return found
