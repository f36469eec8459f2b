"""From the bytes of an index or a manifest, and from where the rest is had, to a RealImage.

Whatever was fetched or read is held against its descriptor: its size and its digest must be those that the text above
it names. A manifest that is not there (a layout with one platform of many, an index alone) is kept with its digest and
size and without layers, and a note says so. `unknown/unknown` entries, which are attestations, are kept like any other.
"""

from dataclasses import replace
from typing import Protocol

from imagesim.rules.digests import digest_of
from imagesim.scenarios.importers.descriptors import Descriptor
from imagesim.scenarios.importers.oci_config import ImageConfig, read_config
from imagesim.scenarios.importers.oci_manifest import INDEX_TYPES, Index, Manifest, read_index_or_manifest
from imagesim.scenarios.importers.real_image import RealImage, RealLayer, RealManifest
from imagesim.scenarios.reading.errors import ScenarioError

ASSUMED_PLATFORM = "linux/amd64"
_MOST_MANIFESTS = 256
_NO_CONFIG = ImageConfig(platform="", diff_ids=())


class Blobs(Protocol):
    """Where manifests and configs are had. Both give None for a blob that is not there."""

    def manifest(self, descriptor: Descriptor) -> bytes | None:
        """The bytes of a manifest."""

    def config(self, descriptor: Descriptor) -> bytes | None:
        """The bytes of a config."""


class NoBlobs:
    """Nothing but the text itself is at hand."""

    def manifest(self, descriptor: Descriptor) -> bytes | None:
        """None."""

    def config(self, descriptor: Descriptor) -> bytes | None:
        """None."""


def gather(top: bytes, where: str, blobs: Blobs, notes: list[str]) -> RealImage:
    """Return the image whose index or manifest is *top*; *where* names it in messages and *notes* gains remarks."""
    found = read_index_or_manifest(top, where)
    own = Descriptor(media_type="", digest=digest_of(top), size=len(top))
    if isinstance(found, Manifest):
        return RealImage(digest=own.digest, manifests=(manifest_of(own, found, where, blobs, notes),))
    return gather_index(found, where, blobs, notes, own)


def gather_index(index: Index, where: str, blobs: Blobs, notes: list[str], own: Descriptor) -> RealImage:
    """Return the image of an index; *own* is the index itself.

    ScenarioError if it lists too many manifests, or none that can be read.
    """
    if len(index.manifests) > _MOST_MANIFESTS:
        raise ScenarioError(f"lists more than {_MOST_MANIFESTS} manifests", file=where)
    manifests = [made for entry in index.manifests if (made := _entry(entry, where, blobs, notes)) is not None]
    if not manifests:
        raise ScenarioError("lists no manifest that can be read", file=where)
    absent = [manifest for manifest in manifests if not manifest.config_digest]
    if absent:
        notes.append(
            f"{where}: of {len(manifests)} manifests {len(absent)} are not at hand "
            f"({', '.join(dict.fromkeys(manifest.platform for manifest in absent))}). "
            "They have no layers in the document, so a pull of one fetches none."
        )
    return RealImage(digest=own.digest, index_size=own.size, is_index=True, manifests=tuple(manifests))


def _entry(entry: Descriptor, where: str, blobs: Blobs, notes: list[str]) -> RealManifest | None:
    if entry.media_type in INDEX_TYPES:
        notes.append(f"{where}: an index within the index ({entry.digest}) is left out.")
        return None
    data = blobs.manifest(entry)
    if data is None:
        platform = entry.platform or ASSUMED_PLATFORM
        return RealManifest(platform=platform, digest=entry.digest, size=entry.size)
    name = f"{where}: manifest {entry.digest}"
    found = read_index_or_manifest(checked(data, entry, name), name)
    if isinstance(found, Index):
        notes.append(f"{where}: an index within the index ({entry.digest}) is left out.")
        return None
    return manifest_of(entry, found, name, blobs, notes)


def checked(data: bytes, descriptor: Descriptor, where: str) -> bytes:
    """Return *data* if it is what the descriptor names. ScenarioError if size or digest differ."""
    if len(data) != descriptor.size:
        rule = f"has {len(data)} bytes, and its descriptor says {descriptor.size}"
        raise ScenarioError(rule, file=where, suggestion="the content is damaged or was changed")
    if digest_of(data) != descriptor.digest:
        rule = f"has the digest {digest_of(data)}, and {descriptor.digest} was asked for"
        raise ScenarioError(rule, file=where, suggestion="the content is damaged or was changed")
    return data


def manifest_of(own: Descriptor, found: Manifest, where: str, blobs: Blobs, notes: list[str]) -> RealManifest:
    """Return the manifest *found*, whose digest, size and platform in an index are those of *own*."""
    config = _config(found, where, blobs)
    platform = own.platform or config.platform
    if not platform:
        platform = ASSUMED_PLATFORM
        if not found.is_artifact:
            notes.append(f"{where}: the platform stands in the config, which is not at hand; {platform} is assumed.")
    if found.is_artifact:
        notes.append(f"{where}: this is no image but {found.config.media_type}; a runtime cannot run it.")
    return RealManifest(
        platform=platform,
        digest=own.digest,
        size=own.size,
        config_digest=found.config.digest,
        config_size=found.config.size,
        layers=_layers(found, config),
        diff_ids=len(config.diff_ids) if config.diff_ids and len(config.diff_ids) != len(found.layers) else None,
        is_artifact=found.is_artifact,
    )


def _config(found: Manifest, where: str, blobs: Blobs) -> ImageConfig:
    data = None if found.is_artifact else blobs.config(found.config)
    if data is None:
        return _NO_CONFIG
    name = f"{where}: config {found.config.digest}"
    return read_config(checked(data, found.config, name), name)


def _layers(found: Manifest, config: ImageConfig) -> tuple[RealLayer, ...]:
    layers = [_layer(layer) for layer in found.layers]
    if len(config.diff_ids) != len(layers):
        return tuple(layers)  # which ID belongs to which layer cannot be told
    return tuple(replace(layer, diff_id=diff_id) for layer, diff_id in zip(layers, config.diff_ids, strict=True))


def _layer(layer: Descriptor) -> RealLayer:
    plain = layer.media_type.endswith(".tar")  # neither +gzip, .gzip nor +zstd
    return RealLayer(digest=layer.digest, size=layer.size, unpacked=layer.size if plain else None)
