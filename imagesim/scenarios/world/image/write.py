"""An Image becomes an Image document again, with every digest and size written out."""

from imagesim.rules.api.app import NEVER, App
from imagesim.rules.media_types import SCHEMA_1
from imagesim.rules.units import Seconds
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.quantities import format_duration, format_size
from imagesim.scenarios.values.images import Image, ImageManifest, Layer
from imagesim.scenarios.world.writing import Document, world_document


def image_document(image: Image) -> Document:
    """The document that reads as *image*."""
    spec: Document = {"digest": image.digest, "manifests": [_manifest(manifest) for manifest in image.manifests]}
    if image.index_size:
        spec |= {"index": True, "indexSize": format_size(image.index_size)}
    if (app := image.manifests[0].app) is not None:
        spec["app"] = _app(app)
    return world_document("Image", image.name, spec)


def _app(app: App) -> Document:
    times = {
        "startsIn": app.starts_in_s,
        "readyAfter": app.ready_after_s,
        "liveFor": app.live_for_s,
        "runsFor": app.runs_for_s,
    }
    written: Document = {name: _time(time) for name, time in times.items() if time is not None}
    return written if app.exit_code is None else written | {"exitCode": app.exit_code}


def _time(seconds: Seconds) -> str:
    return "never" if seconds == NEVER else format_duration(seconds)


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
        "files": layer.files,
        "diffID": layer.diff_id,
        "defect": layer.defect,
    }
    return given(fields)
