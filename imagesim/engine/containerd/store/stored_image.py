"""An image on a node, as the runtime keeps it under its names, and the names of the things that it consists of."""

from dataclasses import dataclass

from imagesim.rules.digests import digest_of
from imagesim.rules.units import Bytes
from imagesim.scenarios.values.images import Image, ImageManifest, Layer


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An image on a node: `image` is what its name resolved to, `manifest` the one for this node.

    `unpacked` is False for what was pulled without being unpacked: an artifact, an image of another system.
    `keeps_layers` is False where the compressed layers were thrown away after they had been unpacked.
    """

    image: Image
    manifest: ImageManifest
    unpacked: bool = True
    keeps_layers: bool = True

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
        return self.manifest.size + self.manifest.config_size + sum(layer.size for layer in self.manifest.layers)

    def blobs(self) -> dict[str, Bytes]:
        """Every blob that the image refers to, once, with its size."""
        image, manifest = self.image, self.manifest
        small = {manifest.digest: manifest.size, manifest.config_digest: manifest.config_size}
        if image.index_size:
            small[image.digest] = image.index_size
        if not self.keeps_layers:
            return small
        return small | {layer.digest: layer.size for layer in manifest.layers}

    def snapshots(self) -> dict[str, Bytes]:
        """Every unpacked layer that the image refers to, by its chain ID, with its size."""
        if not self.unpacked:
            return {}
        return {
            chain: layer.unpacked for chain, layer in zip(chain_ids(self.manifest), self.manifest.layers, strict=True)
        }


def diff_id(layer: Layer) -> str:
    """The digest of the raw layer: what the document says, or one that follows from the compressed layer's."""
    return layer.diff_id or digest_of(f"diff {layer.digest}")


_CHAINS: dict[tuple[str, ...], tuple[str, ...]] = {}


def chain_ids(manifest: ImageManifest) -> tuple[str, ...]:
    """The chain ID of each layer: it names a layer and all below it (OCI image-spec, config.md, Layer ChainID)."""
    key = tuple(diff_id(layer) if layer.diff_id else layer.digest for layer in manifest.layers)
    known = _CHAINS.get(key)
    if known is None:
        chain: list[str] = []
        for layer in manifest.layers:
            own = diff_id(layer)
            chain.append(digest_of(f"{chain[-1]} {own}") if chain else own)
        known = _CHAINS[key] = tuple(chain)
    return known
