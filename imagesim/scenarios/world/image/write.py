"""An Image becomes an Image document again, with every digest and size written out."""

from imagesim.rules.media_types import SCHEMA_1
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.quantities import format_size
from imagesim.scenarios.values.images import Image, ImageManifest, Layer
from imagesim.scenarios.world.writing import Document, world_document


def image_document(image: Image) -> Document:
    """The document that reads as *image*."""
    spec: Document = {"digest": image.digest, "manifests": [_manifest(manifest) for manifest in image.manifests]}
    if image.index_size:
        spec |= {"index": True, "indexSize": format_size(image.index_size)}
    return world_document("Image", image.name, spec)


def _manifest(manifest: ImageManifest) -> Document:
    fields: Document = {
        "platform": manifest.platform,
        "digest": manifest.digest,
        "size": format_size(manifest.size),
        "configDigest": manifest.config_digest,
        "configSize": format_size(manifest.config_size),
    }
    if manifest.diff_ids is not None:
        fields["diffIDs"] = manifest.diff_ids
    if manifest.artifact:
        fields["artifact"] = True
    if manifest.schema_1:
        fields["mediaType"] = SCHEMA_1
    return fields | {"layers": [_layer(layer) for layer in manifest.layers]}


def _layer(layer: Layer) -> Document:
    fields = {
        "size": format_size(layer.size),
        "digest": layer.digest,
        "unpacked": format_size(layer.unpacked),
        "files": layer.files or None,
        "diffID": layer.diff_id,
        "defect": layer.defect,
    }
    return given(fields)
