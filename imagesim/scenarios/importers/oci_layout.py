"""OCI image layouts: a folder with index.json and blobs, or a tar archive of one.

Models github.com/opencontainers/image-spec v1.1 image-layout.md. `skopeo copy ... oci:FOLDER`, `docker buildx build
--output type=oci` and `docker save` (since Docker 25) make them. Each entry of index.json is an image of its own, named
by an annotation; where none is named and every one has a platform, index.json is itself the index of one image, as
some tools write it. Layers are not read: their sizes stand in the manifests, and are held against what is there.
"""

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from imagesim.rules.digests import digest_of
from imagesim.scenarios.importers.descriptors import LARGEST_BLOB, Descriptor, too_large
from imagesim.scenarios.importers.gathering import checked, gather, gather_index
from imagesim.scenarios.importers.oci_manifest import Index, read_index_or_manifest
from imagesim.scenarios.importers.real_image import RealImage
from imagesim.scenarios.reading.errors import ScenarioError

INDEX = "index.json"


class Files(Protocol):
    """Where the files of a layout are."""

    def size(self, path: str) -> int | None:
        """The bytes of a file, None if it is not there."""

    def read(self, path: str) -> bytes:
        """What a file holds."""


class FolderFiles:
    """The files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def size(self, path: str) -> int | None:
        """The bytes of a file, None if it is not there."""
        file = self._folder / path
        return file.stat().st_size if file.is_file() else None

    def read(self, path: str) -> bytes:
        """What a file holds."""
        return (self._folder / path).read_bytes()


class TarFiles:
    """The files of a tar archive."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._members = {member.name.removeprefix("./"): member for member in archive if member.isfile()}

    def size(self, path: str) -> int | None:
        """The bytes of a file, None if it is not there."""
        member = self._members.get(path)
        return None if member is None else member.size

    def read(self, path: str) -> bytes:
        """What a file holds."""
        file = self._archive.extractfile(self._members[path])
        return b"" if file is None else file.read()


class LayoutBlobs:
    """Manifests and configs among the blobs of a layout."""

    def __init__(self, files: Files, where: str) -> None:
        self._files = files
        self._where = where

    def manifest(self, descriptor: Descriptor) -> bytes | None:
        """The blob, None if the layout does not hold it."""
        return _read(self._files, _path(descriptor), self._where)

    def config(self, descriptor: Descriptor) -> bytes | None:
        """The blob, None if the layout does not hold it."""
        return _read(self._files, _path(descriptor), self._where)


def read_layout(path: Path, notes: list[str]) -> list[tuple[str, RealImage]]:
    """Return (name or "", image) of each image in the layout at *path*, a folder or a tar archive.

    ScenarioError if it is none, cannot be read, or holds content that is damaged.
    """
    where = str(path)
    try:
        with _open(path) as files:
            data = _read(files, INDEX, where)
            if data is None:
                hint = "an OCI layout is a folder with index.json and blobs, or a tar archive of one"
                raise ScenarioError(f"holds no {INDEX}", file=where, suggestion=hint)
            return _images(data, files, where, notes)
    except tarfile.TarError:
        raise ScenarioError("is no tar archive that can be read", file=where) from None
    except OSError as error:
        raise ScenarioError(f"cannot be read: {error.strerror or 'input/output error'}", file=where) from None


@contextmanager
def _open(path: Path) -> Iterator[Files]:
    if path.is_dir():
        yield FolderFiles(path)
        return
    with tarfile.open(path) as archive:
        yield TarFiles(archive)


def _images(data: bytes, files: Files, where: str, notes: list[str]) -> list[tuple[str, RealImage]]:
    name = f"{where}: {INDEX}"
    index = read_index_or_manifest(data, name)
    if not isinstance(index, Index) or not index.manifests:
        raise ScenarioError("lists no image", file=name)
    blobs = LayoutBlobs(files, where)
    if len(index.manifests) > 1 and all(entry.platform and not entry.name for entry in index.manifests):
        notes.append(f"{name} is taken for the index of one image: its entries have platforms and no names.")
        own = Descriptor(media_type="", digest=digest_of(data), size=len(data))
        return [("", _whole(gather_index(index, name, blobs, notes, own), files, where))]
    return [(entry.name, _whole(_image(entry, blobs, where, notes), files, where)) for entry in index.manifests]


def _image(entry: Descriptor, blobs: LayoutBlobs, where: str, notes: list[str]) -> RealImage:
    name = f"{where}: {entry.digest}"
    data = blobs.manifest(entry)
    if data is None:
        raise ScenarioError("is not among the blobs", file=name, suggestion="the layout is not whole")
    return gather(checked(data, entry, name), name, blobs, notes)


def _whole(image: RealImage, files: Files, where: str) -> RealImage:
    """Return *image* if the layers that are there have the sizes that its manifests name."""
    for manifest in image.manifests:
        for layer in manifest.layers:
            there = files.size(_blob(layer.digest))
            if there is not None and there != layer.size:
                rule = f"has {there} bytes, and its manifest says {layer.size}"
                raise ScenarioError(rule, file=f"{where}: layer {layer.digest}", suggestion="the layout is damaged")
    return image


def _path(descriptor: Descriptor) -> str:
    return _blob(descriptor.digest)


def _blob(digest: str) -> str:
    return f"blobs/{digest.replace(':', '/')}"


def _read(files: Files, path: str, where: str) -> bytes | None:
    size = files.size(path)
    if size is None:
        return None
    if size > LARGEST_BLOB:
        raise too_large(f"{where}: {path}")
    return files.read(path)
