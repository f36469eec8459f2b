"""Images from files that tools printed: indexes and manifests alone, or `docker manifest inspect -v`.

Several files may belong together: an index, and manifests or configs of it, which are found by their digests. So
`skopeo inspect --raw` of an index and of each of its manifests make one whole image.
"""

from collections.abc import Mapping

from imagesim.rules.digests import digest_of
from imagesim.scenarios.importers.descriptors import Descriptor, read_json
from imagesim.scenarios.importers.gathering import gather
from imagesim.scenarios.importers.inspected_list import is_inspected, read_inspected
from imagesim.scenarios.importers.oci_manifest import Index, Manifest, read_index_or_manifest
from imagesim.scenarios.importers.real_image import RealImage
from imagesim.scenarios.reading.errors import ScenarioError


class LooseBlobs:
    """Manifests and configs among the bytes of given files."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._blobs = {digest_of(data): data for data in files.values()}

    def manifest(self, descriptor: Descriptor) -> bytes | None:
        """The file with the descriptor's digest."""
        return self._blobs.get(descriptor.digest)

    def config(self, descriptor: Descriptor) -> bytes | None:
        """The file with the descriptor's digest."""
        return self._blobs.get(descriptor.digest)


def read_files(files: Mapping[str, bytes], notes: list[str]) -> list[tuple[str, RealImage, str]]:
    """Return (file, image, reference or "") for each file that is not a part of another file's image."""
    blobs = LooseBlobs(files)
    parts = _parts(files)
    images: list[tuple[str, RealImage, str]] = []
    for name, data in files.items():
        if digest_of(data) in parts:
            continue
        value = read_json(data, name)
        if is_inspected(value):
            image, reference = read_inspected(value, name, notes)
            images.append((name, image, reference))
            continue
        if data.endswith(b"\n"):
            notes.append(
                f"{name} ends with a line break, which few manifests do: its digest is that of the whole file."
            )
        images.append((name, gather(data, name, blobs, notes), ""))
    return images


def _parts(files: Mapping[str, bytes]) -> set[str]:
    """The digests that an index or a manifest among the files lists."""
    listed: set[str] = set()
    for name, data in files.items():
        try:
            found = read_index_or_manifest(data, name)
        except ScenarioError:
            continue  # said when it turns out to be no part of another one
        if isinstance(found, Index):
            listed.update(entry.digest for entry in found.manifests)
        elif isinstance(found, Manifest):
            listed.add(found.config.digest)
    return listed
