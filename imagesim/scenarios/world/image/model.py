"""An Image document as pydantic models: layers, manifests, and the index over several of them."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from imagesim.rules.media_types import OCI_MANIFEST, SCHEMA_1
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.document import WorldDocument
from imagesim.scenarios.world.types import Count, Digest, Duration, DurationOrNever, NotEmpty, Platform, Size, mistake

MediaType = Literal[
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.v1+prettyjws",
]


class LayerSpec(WorldModel):
    """A layer; a size alone is short for {size: ...}."""

    size: Size
    digest: Digest | None = None
    unpacked: Size | None = None
    files: Count | None = None
    diff_id: Annotated[Digest | None, Field(alias="diffID")] = None
    defect: Literal["not-a-tar", "wrong-diff-id"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"size": value}


class ManifestSpec(WorldModel):
    """An image for one platform. The digests and sizes of manifest and config are derived unless they are given."""

    platform: Platform = "linux/amd64"
    layers: list[LayerSpec]
    digest: Digest | None = None
    size: Size | None = None
    config_digest: Digest | None = None
    config_size: Size | None = None
    diff_ids: Annotated[Count | None, Field(alias="diffIDs")] = None
    artifact: bool = False
    media_type: MediaType = OCI_MANIFEST


class AppSpec(WorldModel):
    """What the image's program does, by the names of the annotations that say it of a container."""

    starts_in: DurationOrNever | None = None
    ready_after: DurationOrNever | None = None
    live_for: DurationOrNever | None = None
    runs_for: Duration | None = None
    exit_code: Annotated[int | None, Field(ge=0, le=255)] = None

    @model_validator(mode="after")
    def _has_an_end(self) -> "AppSpec":
        if self.exit_code is not None and self.runs_for is None:
            raise mistake("says how the program ends, and nothing says when", "add runsFor: 1s, or remove exitCode")
        if self.runs_for == 0:
            raise mistake("ends as it starts", "write for example runsFor: 1s")
        return self


class ImageSpec(WorldModel):
    """What a tag can point to: `manifests` (several: an index), or `layers` or a `preset` for one of linux/amd64."""

    digest: Digest | None = None
    preset: NotEmpty | None = None
    layers: list[LayerSpec] | None = None
    manifests: list[ManifestSpec] | None = None
    index: bool | None = None
    index_size: Size | None = None
    app: AppSpec | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "ImageSpec":
        forms = [name for name in ("preset", "layers", "manifests") if getattr(self, name) is not None]
        if len(forms) != 1:
            rule = f"has {' and '.join(forms)}, and needs one of them" if forms else "needs either layers or manifests"
            raise mistake(rule, "write for example layers: [30Mi, 4Mi]")
        if self.manifests is not None and not self.manifests:
            raise mistake("has no manifest", "write one for each platform")
        if self.index is False and len(self.manifests or ()) > 1:
            raise mistake("has several manifests, and only an index holds several", "remove index: false")
        if self.is_index and any(manifest.media_type == SCHEMA_1 for manifest in self.manifests or ()):
            raise mistake(
                "lists a manifest of Docker's schema 1, and no index holds one", "make it an Image of its own"
            )
        if self.index_size is not None and not self.is_index:
            raise mistake("has an indexSize and no index", "write index: true, or remove indexSize")
        if self.index_size == 0:
            raise mistake("has an index of no bytes", "remove indexSize: it follows from the content")
        return self

    @property
    def is_index(self) -> bool:
        """Whether the tag points to an index: always with several manifests, with one if it is said."""
        return bool(self.index) or len(self.manifests or ()) > 1


class ImageDocument(WorldDocument):
    """kind: Image"""

    spec: ImageSpec
