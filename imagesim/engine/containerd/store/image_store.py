"""The images of one node under their names: containerd's image store (core/metadata/images.go).

An image has its tag, its digest, and no name at all once another image took its tag and its digest was removed. To the
CRI an image is its ID, the digest of the config, whatever names it has.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from imagesim.engine.containerd.store.store_log import StoreLog
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.rules.images.node_status import HeldImage
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.values.images import ImageManifest


class ImageStore:
    """Names and what they stand for. `on_put` is called when an image has got its names, `on_removed` when it goes.

    *log* is told what changes.
    """

    def __init__(self, log: StoreLog) -> None:
        self._log = log
        self.on_put: Callable[[], None] = lambda: None
        self.on_removed: Callable[[], None] = lambda: None
        self._names: dict[str, StoredImage] = {}
        self._records: dict[str, frozenset[str]] = {}

    def get(self, reference: ImageReference) -> StoredImage | None:
        """The image of that name, None if it is not here."""
        return self._names.get(reference.fully_qualified)

    def by_id(self) -> dict[str, StoredImage]:
        """Every image by its ID, in the order in which they came."""
        listed: dict[str, StoredImage] = {}
        for stored in self._names.values():
            listed.setdefault(stored.image_id, stored)
        return listed

    def listed(self) -> list[HeldImage]:
        """CRI ListImages: every image with its names."""
        names: dict[str, list[str]] = {}
        for name, stored in self._names.items():
            names.setdefault(stored.image_id, []).append(name)
        return [
            HeldImage(
                image_id,
                tuple(name for name in names[image_id] if "@" in name),
                tuple(name for name in names[image_id] if "@" not in name),
                stored.size,
            )
            for image_id, stored in self.by_id().items()
        ]

    def ids_of(self, versions: Collection[str]) -> set[str]:
        """The IDs of the images that are here under one of these digests, of an index or a manifest."""
        return {stored.image_id for stored in self._names.values() if stored.version in versions}

    def of_version(self, version: str) -> StoredImage | None:
        """The image that is here under that digest, of an index or a manifest."""
        return next((stored for stored in self._names.values() if stored.version == version), None)

    def name_of(self, image_id: str) -> str:
        """A name of the image: a tag if it has one, else its digest; "" if it is not here."""
        names = [name for name, stored in self._names.items() if stored.image_id == image_id]
        return next((name for name in names if "@" not in name), next(iter(names), ""))

    def has_manifest(self, manifest: ImageManifest) -> bool:
        """Whether a complete image of this manifest has a name here."""
        return any(stored.manifest.digest == manifest.digest for stored in self._names.values())

    def with_blob(self, digest: str) -> StoredImage | None:
        """A complete image that refers to the blob."""
        return next((stored for stored in self._names.values() if digest in stored.blobs()), None)

    def put(self, reference: ImageReference, stored: StoredImage) -> bool:
        """Give an image its names; True if that leaves something behind that nothing refers to any more.

        A name that meant another image leaves that one under its digest.
        """
        name = reference.fully_qualified
        left = self._records.pop(name, None) is not None
        before = self._names.get(name)
        if before is None or not before.is_same(stored):
            self._log.stored(name, stored)
        self._names[name] = stored
        self._names[f"{reference.repository}@{stored.version}"] = stored
        self.on_put()
        return left

    def keep_record(self, name: str, referred: Iterable[str]) -> None:
        """The record of what is no image to the CRI, and the digests and chain IDs that it refers to.

        That pull fails, so what an older record under this name referred to is freed after it.
        """
        self._records[name] = frozenset(referred)

    def remove(self, image_id: str) -> None:
        """Take all names of the image away."""
        gone = next((stored for stored in self._names.values() if stored.image_id == image_id), None)
        if gone is not None:
            self._log.removed(self.name_of(image_id), gone)
        self._names = {name: other for name, other in self._names.items() if other.image_id != image_id}
        self.on_removed()

    def refers_to(self, key: str) -> bool:
        """Whether anything that has a name needs the digest or chain ID."""
        return any(key == each for each in self.referred())

    def referred(self) -> Iterator[str]:
        """Digests and chain IDs of all that has a name."""
        for stored in {id(stored): stored for stored in self._names.values()}.values():
            yield from stored.blobs()
            yield from stored.snapshots()
        for referred in self._records.values():
            yield from referred
