"""Indexes and manifests, as registries serve them: bytes become an Index or a Manifest.

Which of the two a text is follows from what it holds, as in containerd's images.Manifest (v1.7, core/images): the
media type is a hint that Docker and OCI fill in differently, and OCI before 1.1 not at all.
"""

from dataclasses import dataclass

from imagesim.scenarios.importers.descriptors import Descriptor, Json, read_descriptor, read_object, text
from imagesim.scenarios.reading.errors import ScenarioError

INDEX_TYPES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
MANIFEST_TYPES = (
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
_IMAGE_CONFIGS = ("application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json", "")
_RAW = "print it with: skopeo inspect --raw, or docker buildx imagetools inspect --raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Several manifests under one name."""

    manifests: tuple[Descriptor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One image: a config and layers, the lowest first."""

    config: Descriptor
    layers: tuple[Descriptor, ...]

    @property
    def is_artifact(self) -> bool:
        """Whether this is no image (a Helm chart, say): its config is another kind of thing."""
        return self.config.media_type not in _IMAGE_CONFIGS


def read_index_or_manifest(data: bytes, where: str) -> Index | Manifest:
    """Return what *data* holds; *where* names it in messages.

    ScenarioError if it is neither an index nor a manifest.
    """
    value = read_object(data, where)
    if isinstance(value.get("manifests"), list):
        return Index(manifests=_descriptors(value["manifests"], where, "manifests"))
    if isinstance(value.get("layers"), list) and "config" in value:
        return manifest_from(value, where)
    raise _neither(value, where)


def manifest_from(value: Json, where: str) -> Manifest:
    """Return the manifest that a JSON object holds."""
    return Manifest(
        config=read_descriptor(value.get("config"), where, "config"),
        layers=_descriptors(value.get("layers"), where, "layers"),
    )


def _descriptors(values: object, where: str, field: str) -> tuple[Descriptor, ...]:
    items = values if isinstance(values, list) else []
    return tuple(read_descriptor(item, where, f"{field}[{place}]") for place, item in enumerate(items))


def _neither(value: dict[str, object], where: str) -> ScenarioError:
    if value.get("schemaVersion") == 1 or "fsLayers" in value:
        rule = "is a manifest of Docker's schema 1, which has no sizes"
        return ScenarioError(rule, file=where, suggestion="push the image again with a tool of today")
    if "LayersData" in value or "RepoTags" in value:
        return ScenarioError("is a summary, neither an index nor a manifest", file=where, suggestion=_RAW)
    if "rootfs" in value:
        return ScenarioError("is the config of an image, not its manifest", file=where, suggestion=_RAW)
    kind = text(value, "mediaType")
    rule = f"is neither an index nor a manifest, but {kind}" if kind else "is neither an index nor a manifest"
    return ScenarioError(rule, file=where, suggestion=_RAW)
