"""What a case's registries hold: the names of a case become digests, its blobs and manifests images.

A manifest may name a blob, and an index a manifest, that only another of the case's registries holds: then its size is
known, and the registry answers 404 for it, once it has seen who asks.
"""

import hashlib

from imagesim.engine.record_book import RecordBook
from imagesim.engine.registry.content import RegistryContent
from imagesim.scenarios.values.images import Image, ImageManifest, Layer
from imagesim.scenarios.values.registry import Registry
from tests.wire.case import BadCase, Case, Json


def digest_of(id_: str) -> str:
    """The digest that stands for a case's name of a manifest or blob; a digest is its own."""
    if id_.startswith("sha256:") and len(id_) == 71:
        return id_
    return "sha256:" + hashlib.sha256(f"wire {id_}".encode()).hexdigest()


class Contents:
    """The blobs and manifests of all registries of *case*."""

    def __init__(self, case: Case) -> None:
        self._blobs: dict[str, Json] = {}
        self._manifests: dict[str, Json] = {}
        for registry in reversed(case.registries):
            self._blobs.update(registry.get("blobs") or {})
            self._manifests.update(registry.get("manifests") or {})
        self.ids = {digest_of(id_): id_ for id_ in (*self._blobs, *self._manifests)}

    def image(self, id_: str) -> Image:
        """The image whose manifest or index has that name."""
        if id_ not in self._manifests:
            raise BadCase(f"{id_!r} is no manifest")
        value = self._manifests[id_]
        if "manifests" not in value:
            manifest = self._manifest(id_, value, value.get("platform") or "linux/amd64")
            return Image(name=id_, digest=manifest.digest, manifests=(manifest,))
        nothing = {"bytes": 0, "config": ""}
        children = tuple(
            self._manifest(child["id"], self._manifests.get(child["id"]) or nothing, child.get("platform") or "")
            for child in value["manifests"]
        )
        return Image(name=id_, digest=digest_of(id_), manifests=children, index_size=value["bytes"])

    def _manifest(self, id_: str, value: Json, platform: str) -> ImageManifest:
        if "manifests" in value:
            raise BadCase(f"{id_!r} is an index inside an index")
        layers = tuple(
            Layer(digest=digest_of(layer), size=self._size(id_, layer), unpacked=self._size(id_, layer, "raw_bytes"))
            for layer in value.get("layers") or ()
        )
        config = str(value["config"])
        return ImageManifest(
            platform=platform,
            digest=digest_of(id_),
            size=value["bytes"],
            config_digest=digest_of(config),
            config_size=self._size(id_, config) if config else 0,
            layers=layers,
            config_platform=value.get("platform") or "",
        )

    def _size(self, manifest: str, blob: str, key: str = "bytes") -> int:
        if blob not in self._blobs:
            raise BadCase(f"the manifest {manifest} names the blob {blob!r}, which is not there")
        own = self._blobs[blob]
        return int(own.get(key) or own["bytes"])


class ListedContent(RegistryContent):
    """Of what the manifests of *registry* name, exactly what *listed*, the same registry in the case, has."""

    def __init__(self, registry: Registry, listed: Json, records: RecordBook) -> None:
        super().__init__(registry.host, records, registry, default_size=0)
        self._listed = {digest_of(id_) for key in ("blobs", "manifests") for id_ in listed.get(key) or ()}

    def named(self, repository: str, name: str) -> Image | None:
        """The image, if its manifest or index is listed."""
        found = super().named(repository, name)
        return found if found is not None and found.digest in self._listed else None

    def blob(self, repository: str, digest: str) -> int | None:
        """The blob's size, if it is listed."""
        return super().blob(repository, digest) if digest in self._listed else None
