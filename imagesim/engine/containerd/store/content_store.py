"""What a node's disk holds of images: compressed blobs by digest, and unpacked layers by chain ID.

As in containerd, something stays while an image's record or a lease refers to it; `collect` frees the rest. A blob that
is still on its way, or whose download broke off, is partial: whoever fetches it next goes on where it stopped.
"""

from collections.abc import Iterable

from imagesim.engine.containerd.store.disk_space import DiskSpace
from imagesim.rules.units import Bytes

_BUFFER: Bytes = 2**20


class Lease:
    """What a running pull refers to, until it ends: digests and chain IDs."""

    def __init__(self) -> None:
        self.held: set[str] = set()


class ContentStore:
    """Blobs and snapshots of one node."""

    def __init__(self, disk: DiskSpace) -> None:
        self._disk = disk
        self._blobs: dict[str, Bytes] = {}
        self._snapshots: dict[str, Bytes] = {}
        self._partial: dict[str, Bytes] = {}

    def has_blob(self, digest: str) -> bool:
        """Whether the whole blob is there."""
        return digest in self._blobs

    def has_snapshot(self, chain_id: str) -> bool:
        """Whether the layers up to and including this one are unpacked."""
        return chain_id in self._snapshots

    def has_snapshots(self, chain_ids: Iterable[str]) -> bool:
        """Whether all these layers are unpacked."""
        return self._snapshots.keys() >= set(chain_ids)

    def partial(self, digest: str) -> Bytes:
        """How much of a blob that is not complete has arrived."""
        return self._partial.get(digest, 0)

    def grow(self, digest: str, size: Bytes) -> None:
        """*size* more bytes of the blob have arrived; their place on the disk was taken before."""
        if size:
            self._partial[digest] = self._partial.get(digest, 0) + size

    def discard(self, digest: str) -> None:
        """What has arrived of the blob is no good; whoever took its place on the disk gives it back."""
        self._partial.pop(digest, None)

    def lose_unwritten(self, digests: Iterable[str]) -> None:
        """Of these blobs only whole MiB were written (content.Copy fills a buffer of that size); nobody is at them."""
        for digest in digests:
            lost = self._partial.get(digest, 0) % _BUFFER
            if lost:
                self._partial[digest] -= lost
                self._disk.give_back(lost)

    def complete(self, digest: str, size: Bytes) -> None:
        """The blob is whole. One that was imported meanwhile is not kept twice (Commit finds that it exists)."""
        self._partial.pop(digest, None)
        if digest in self._blobs:
            self._disk.give_back(size)
        self._blobs[digest] = size

    def unpacked(self, chain_id: str, size: Bytes) -> None:
        """A layer is unpacked; its space was taken before. It may have been imported meanwhile."""
        if chain_id in self._snapshots:
            self._disk.give_back(size)
        self._snapshots[chain_id] = size

    def preload(self, blobs: dict[str, Bytes], snapshots: dict[str, Bytes]) -> None:
        """Put an image's content here at once."""
        for own, new in ((self._blobs, blobs), (self._snapshots, snapshots)):
            missing = {key: size for key, size in new.items() if key not in own}
            own.update(missing)
            self._disk.hold(sum(missing.values()))

    def collect(self, referred: Iterable[str]) -> None:
        """Free all that nothing refers to: the garbage collector (metadata/gc.go), at once."""
        kept = set(referred)
        for own in (self._blobs, self._snapshots, self._partial):
            for key in [key for key in own if key not in kept]:
                self._disk.give_back(own.pop(key))

    @property
    def content_bytes(self) -> Bytes:
        """Compressed bytes, whole blobs and partial ones."""
        return sum(self._blobs.values()) + sum(self._partial.values())

    @property
    def snapshots(self) -> int:
        """How many unpacked layers there are."""
        return len(self._snapshots)
