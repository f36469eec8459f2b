"""An Image document becomes an Image: digests follow from content, as they do in a registry.

The digest of a manifest or an index is that of its own JSON text, so two images with equal layers have equal digests,
and one with another layer has another. A layer that gives no digest has content of its own: its digest follows from
the image's name, its place and its size. The size of a config cannot follow from anything, so it is assumed.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict

from imagesim.rules.api.app import App
from imagesim.rules.digests import digest_of
from imagesim.rules.media_types import SCHEMA_1
from imagesim.rules.units import Bytes
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.presets.images import IMAGES
from imagesim.scenarios.presets.preset import UnknownPreset, find
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.values.images import BYTES_PER_FILE, UNPACKED_RATIO, Image, ImageManifest, Layer, usual_files
from imagesim.scenarios.world.image.model import AppSpec, ImageSpec, LayerSpec, ManifestSpec

UNPACKED_ASSUMED = f"A layer takes {UNPACKED_RATIO} times its compressed size on disk where `unpacked` is not given."
FILES_ASSUMED = (
    f"A layer has one file for each {BYTES_PER_FILE // 1000} kB that it takes on disk where `files` is not given, the "
    "mean of Docker Hub (Zhao et al., CLUSTER 2019); each takes time to unpack."
)
_CONFIG_BYTES, _CONFIG_BYTES_PER_LAYER = 1_500, 250
_OCI = "application/vnd.oci.image"


def make_image(document: Document, name: str, spec: ImageSpec, notes: Notes) -> Image:
    """Return the image that the document describes."""
    manifests = _manifests(document, spec, notes)
    if any(layer.unpacked is None for manifest in manifests for layer in manifest.layers):
        notes.assume(UNPACKED_ASSUMED)
    if any(layer.files is None for manifest in manifests for layer in manifest.layers):
        notes.assume(FILES_ASSUMED)
    if any(manifest.size is None or manifest.config_size is None for manifest in manifests):
        notes.assume("Manifests and configs of images have the sizes of typical ones where they are not given.")
    given = None if spec.digest is None else short_digest(spec.digest, "image")
    app = None if spec.app is None else _app(spec.app)
    if not spec.is_index:
        (made,) = (_manifest(name, manifest, given, app) for manifest in manifests)
        return Image(name=name, digest=made.digest, manifests=(made,))
    # Layers that give no digest differ between platforms, as they do between images.
    names = [f"{name} {number}" if number else name for number in range(len(manifests))]
    listed = tuple(_manifest(each, manifest, None, app) for each, manifest in zip(names, manifests, strict=True))
    text = _index_text(listed)
    size = len(text) if spec.index_size is None else spec.index_size
    return Image(name=name, digest=given or digest_of(text), manifests=listed, index_size=size)


def _app(spec: AppSpec) -> App:
    return App(
        starts_in_s=spec.starts_in,
        ready_after_s=spec.ready_after,
        live_for_s=spec.live_for,
        runs_for_s=spec.runs_for,
        exit_code=spec.exit_code,
    )


def _manifests(document: Document, spec: ImageSpec, notes: Notes) -> list[ManifestSpec]:
    """The manifests of whichever form the document has."""
    if spec.manifests is not None:
        return spec.manifests
    if spec.preset is None:
        return [ManifestSpec(layers=spec.layers or [])]
    try:
        preset = find(IMAGES, spec.preset)
    except UnknownPreset as error:
        raise document.error(str(error), ("spec", "preset"), value=spec.preset, suggestion=error.suggestion) from None
    notes.assume(f"An image of the preset {preset.name} has {preset.says}; {preset.uncertain}.")
    return [ManifestSpec(layers=[LayerSpec(size=size) for size in preset.layers])]


def short_digest(text: str, what: str) -> str:
    """A short name stands for a digest: the same name, the same content."""
    return text if text.startswith("sha256:") else digest_of(f"imagesim/v1 {what} {text}")


def _manifest(name: str, spec: ManifestSpec, given: str | None, app: App | None) -> ImageManifest:
    layers = tuple(_layer(name, place, layer) for place, layer in enumerate(spec.layers))
    config_size = spec.config_size if spec.config_size is not None else _config_size(len(layers))
    given_config = spec.config_digest and short_digest(spec.config_digest, "config")
    config_digest = given_config or _config_digest(spec, layers, app)
    text = _manifest_text(config_digest, config_size, layers, spec)
    own = None if spec.digest is None else short_digest(spec.digest, "image")
    return ImageManifest(
        platform=spec.platform,
        digest=own or given or digest_of(text),
        size=spec.size if spec.size is not None else len(text),
        config_digest=config_digest,
        config_size=config_size,
        layers=layers,
        diff_ids=None if spec.diff_ids == len(layers) else spec.diff_ids,
        artifact=spec.artifact,
        schema_1=spec.media_type == SCHEMA_1,
        app=app,
    )


def _layer(image: str, place: int, spec: LayerSpec) -> Layer:
    digest = (
        short_digest(spec.digest, "layer")
        if spec.digest
        else digest_of(f"imagesim/v1 layer {image} {place} {spec.size}")
    )
    unpacked = spec.unpacked if spec.unpacked is not None else round(spec.size * UNPACKED_RATIO)
    return Layer(
        digest=digest,
        size=spec.size,
        unpacked=unpacked,
        files=spec.files if spec.files is not None else usual_files(unpacked),
        diff_id=short_digest(spec.diff_id, "diff") if spec.diff_id else "",
        defect=spec.defect or "",
    )


def _config_size(layers: int) -> Bytes:
    return _CONFIG_BYTES + _CONFIG_BYTES_PER_LAYER * layers


def _config_digest(spec: ManifestSpec, layers: tuple[Layer, ...], app: App | None) -> str:
    content: dict[str, object] = {"platform": spec.platform, "layers": [layer.digest for layer in layers]}
    # A config names its layers by their diff IDs; where these are as usual they say nothing new.
    if any(layer.diff_id for layer in layers):
        content["diffIDs"] = [layer.diff_id for layer in layers]
    if spec.diff_ids is not None and spec.diff_ids != len(layers):
        content["count"] = spec.diff_ids
    if app is not None:  # a build that does something else is another build
        content["app"] = asdict(app)
    return digest_of(json.dumps(content))


def _manifest_text(config_digest: str, config_size: Bytes, layers: tuple[Layer, ...], spec: ManifestSpec) -> str:
    def descriptor(kind: str, digest: str, size: Bytes) -> dict[str, object]:
        return {"mediaType": f"{_OCI}.{kind}", "digest": digest, "size": size}

    kind: dict[str, object] = {"artifactType": "application/vnd.oci.artifact"} if spec.artifact else {}
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": spec.media_type,
            **kind,
            "config": descriptor("config.v1+json", config_digest, config_size),
            "layers": [descriptor("layer.v1.tar+gzip", layer.digest, layer.size) for layer in layers],
        },
        indent=3,
    )


def _index_text(manifests: tuple[ImageManifest, ...]) -> str:
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": f"{_OCI}.index.v1+json",
            "manifests": [
                {
                    "mediaType": f"{_OCI}.manifest.v1+json",
                    "digest": manifest.digest,
                    "size": manifest.size,
                    "platform": _platform(manifest.platform),
                }
                for manifest in manifests
            ],
        },
        indent=3,
    )


def _platform(text: str) -> dict[str, str]:
    """linux/arm/v7 as an index has it."""
    return dict(zip(("os", "architecture", "variant"), text.split("/"), strict=False))


def check_content(images: list[tuple[Document, Image]]) -> None:
    """One digest is one content: refuse two sizes for one layer, and two contents for one image.

    ScenarioError for the first.
    """
    layers: dict[str, tuple[Bytes, str]] = {}
    contents: dict[str, tuple[object, str]] = {}
    for document, image in images:
        for number, manifest in enumerate(image.manifests):
            for place, layer in enumerate(manifest.layers):
                size, first = layers.setdefault(layer.digest, (layer.size, image.name))
                if size != layer.size:
                    path = (
                        ("spec", "layers") if "layers" in _spec(document) else ("spec", "manifests", number, "layers")
                    )
                    rule = f"layer {place + 1} has another size than the layer with this digest in Image {first}"
                    raise document.error(rule, (*path, place), suggestion="one digest is one content")
        for digest, content in _contents(image):
            held, first = contents.setdefault(digest, (content, image.name))
            if held != content:
                rule = f"has the digest of Image {first} and other content"
                raise document.error(rule, ("spec",), suggestion="one digest is one content")


def _contents(image: Image) -> Iterator[tuple[str, object]]:
    """Each digest of the image with the digests of what it lists, and what its program does."""
    for manifest in image.manifests:
        yield manifest.digest, (manifest.app, *(layer.digest for layer in manifest.layers))
    if image.index_size:
        yield image.digest, tuple(manifest.digest for manifest in image.manifests)


def _spec(document: Document) -> dict[str, object]:
    spec = document.value.get("spec")
    return spec if isinstance(spec, dict) else {}
