"""An image on a node, as the runtime keeps it under its names."""

from dataclasses import dataclass

from imagesim.rules.units import Bytes
from imagesim.scenarios.scenario import ImageManifest


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An image on a node: `version` is the digest that its name resolved to (the index's where there is one)."""

    version: str
    manifest: ImageManifest

    @property
    def image_id(self) -> str:
        """CRI's image ID: the digest of the config blob."""
        return self.manifest.config_digest

    @property
    def size(self) -> Bytes:
        """What CRI reports: manifest, config and compressed layers, shared ones in full."""
        return self.manifest.size + self.manifest.config_size + sum(layer.size for layer in self.manifest.layers)

    def blobs(self) -> dict[str, Bytes]:
        """Every blob of the image, once, with its size."""
        small = {self.manifest.digest: self.manifest.size, self.manifest.config_digest: self.manifest.config_size}
        return small | {layer.digest: layer.size for layer in self.manifest.layers}
