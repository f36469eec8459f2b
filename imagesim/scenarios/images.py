"""An Image document becomes an Image: digests follow from content, as they do in a registry.

The digest of a manifest is that of the manifest's own JSON text, so two images with equal layers have equal digests,
and one with another layer has another. A layer that gives no digest has content of its own: its digest follows from
the image's name, its place and its size. The size of a config cannot follow from anything, so it is assumed.
"""

import hashlib
import json

from imagesim.rules.units import Bytes
from imagesim.scenarios.documents import Document
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.scenario import Image, ImageManifest, Layer
from imagesim.scenarios.worlds import ImageSpec, LayerSpec, ManifestSpec

UNPACKED_RATIO = 2.6
_CONFIG_BYTES, _CONFIG_BYTES_PER_LAYER = 1_500, 250
_OCI = "application/vnd.oci.image"


def sha256(text: str) -> str:
    """Return the digest of a text, as registries write it."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def make_image(name: str, spec: ImageSpec, notes: Notes) -> Image:
    """Return the image that the document describes."""
    manifests = spec.manifests if spec.manifests is not None else [ManifestSpec(layers=spec.layers or [])]
    if any(layer.unpacked is None for manifest in manifests for layer in manifest.layers):
        notes.assume(f"A layer takes {UNPACKED_RATIO} times its compressed size on disk where `unpacked` is not given.")
    if any(manifest.size is None or manifest.config_size is None for manifest in manifests):
        notes.assume("Manifests and configs of images have the sizes of typical ones where they are not given.")
    given = None if spec.digest is None else _digest(spec.digest, "image")
    (made,) = (_manifest(name, manifest, given) for manifest in manifests)
    return Image(name=name, digest=made.digest, manifests=(made,))


def _digest(text: str, what: str) -> str:
    """A short name stands for a digest: the same name, the same content."""
    return text if text.startswith("sha256:") else sha256(f"imagesim/v1 {what} {text}")


def _manifest(name: str, spec: ManifestSpec, given: str | None) -> ImageManifest:
    layers = tuple(_layer(name, place, layer) for place, layer in enumerate(spec.layers))
    config_size = spec.config_size if spec.config_size is not None else _config_size(len(layers))
    config_digest = _digest(spec.config_digest, "config") if spec.config_digest else _config_digest(spec, layers)
    text = _manifest_text(config_digest, config_size, layers)
    own = None if spec.digest is None else _digest(spec.digest, "image")
    return ImageManifest(
        platform=spec.platform,
        digest=own or given or sha256(text),
        size=spec.size if spec.size is not None else len(text),
        config_digest=config_digest,
        config_size=config_size,
        layers=layers,
    )


def _layer(image: str, place: int, spec: LayerSpec) -> Layer:
    digest = _digest(spec.digest, "layer") if spec.digest else sha256(f"imagesim/v1 layer {image} {place} {spec.size}")
    unpacked = spec.unpacked if spec.unpacked is not None else round(spec.size * UNPACKED_RATIO)
    return Layer(digest=digest, size=spec.size, unpacked=unpacked)


def _config_size(layers: int) -> Bytes:
    return _CONFIG_BYTES + _CONFIG_BYTES_PER_LAYER * layers


def _config_digest(spec: ManifestSpec, layers: tuple[Layer, ...]) -> str:
    return sha256(json.dumps({"platform": spec.platform, "layers": [layer.digest for layer in layers]}))


def _manifest_text(config_digest: str, config_size: Bytes, layers: tuple[Layer, ...]) -> str:
    def descriptor(kind: str, digest: str, size: Bytes) -> dict[str, object]:
        return {"mediaType": f"{_OCI}.{kind}", "digest": digest, "size": size}

    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": f"{_OCI}.manifest.v1+json",
            "config": descriptor("config.v1+json", config_digest, config_size),
            "layers": [descriptor("layer.v1.tar+gzip", layer.digest, layer.size) for layer in layers],
        },
        indent=3,
    )


def check_content(images: list[tuple[Document, Image]]) -> None:
    """One digest is one content: refuse two sizes for one layer, and two contents for one image."""
    layers: dict[str, tuple[Bytes, str]] = {}
    manifests: dict[str, tuple[tuple[str, ...], str]] = {}
    for document, image in images:
        for manifest in image.manifests:
            for place, layer in enumerate(manifest.layers):
                size, first = layers.setdefault(layer.digest, (layer.size, image.name))
                if size != layer.size:
                    path = ("spec", "layers", place) if "layers" in _spec(document) else ("spec", "manifests", 0)
                    rule = f"layer {place + 1} has another size than the layer with this digest in Image {first}"
                    raise document.error(rule, path, suggestion="one digest is one content")
            content = tuple(layer.digest for layer in manifest.layers)
            held, first = manifests.setdefault(manifest.digest, (content, image.name))
            if held != content:
                rule = f"has the digest of Image {first} and other layers"
                raise document.error(rule, ("spec",), suggestion="one digest is one content")


def _spec(document: Document) -> dict[str, object]:
    spec = document.value.get("spec")
    return spec if isinstance(spec, dict) else {}
