"""What `docker manifest inspect -v` prints: a list of manifests, each with its descriptor, or one of them alone.

The command leaves out the index itself, so its digest and its size are not known; those of the manifests are.
"""

from collections.abc import Mapping

from imagesim.scenarios.importers.descriptors import read_descriptor, text
from imagesim.scenarios.importers.gathering import NoBlobs, manifest_of
from imagesim.scenarios.importers.oci_manifest import manifest_from
from imagesim.scenarios.importers.real_image import RealImage
from imagesim.scenarios.reading.errors import ScenarioError

_TEXTS = ("OCIManifest", "SchemaV2Manifest")


def is_inspected(value: object) -> bool:
    """Whether a JSON value looks like the command's output."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, Mapping) and "Descriptor" in item for item in items)


def read_inspected(value: object, where: str, notes: list[str]) -> tuple[RealImage, str]:
    """Return the image, and its reference, of the command's output *value*.

    ScenarioError if a manifest or its descriptor is missing or damaged.
    """
    items: list[dict[str, object]] = value if isinstance(value, list) else [value]  # type: ignore[list-item]
    manifests = []
    for place, item in enumerate(items):
        own = read_descriptor(item["Descriptor"], where, f"[{place}].Descriptor")
        shown = next((found for key in _TEXTS if isinstance(found := item.get(key), Mapping)), None)
        if shown is None:
            raise ScenarioError(
                "holds no manifest", file=where, field=f"[{place}]", suggestion="docker manifest inspect -v"
            )
        manifests.append(manifest_of(own, manifest_from(shown, where), where, NoBlobs(), notes))
    reference = text(items[0], "Ref").partition("@")[0]
    if not isinstance(value, list):
        return RealImage(digest=manifests[0].digest, manifests=tuple(manifests)), reference
    notes.append(
        f"{where}: the digest and the size of the index are not in this output; they are made up of the content."
    )
    return RealImage(digest="", is_index=True, manifests=tuple(manifests)), reference
