"""`imagesim image add` and `imagesim image import` as functions: from names or files to world documents.

Reading is separate from writing: both return the documents as plain mappings, ready for `imagesim.load`, and notes for
people. Nothing is half done: the first mistake ends it.
"""

import re
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from imagesim.extras import REGISTRY, needing
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Seconds
from imagesim.scenarios.importers.deadline import within
from imagesim.scenarios.importers.gathering import gather
from imagesim.scenarios.importers.loose_files import read_files
from imagesim.scenarios.importers.oci_layout import read_layout
from imagesim.scenarios.importers.real_documents import Fields, NamedImage, documents, name_for
from imagesim.scenarios.importers.real_image import RealImage
from imagesim.scenarios.reading.documents import read_bytes
from imagesim.scenarios.reading.errors import ScenarioError, alone
from imagesim.scenarios.reading.paths import check_file, is_folder, is_there, real_path

_LARGEST = 16 * 2**20
STDIN = Path("-")
"""Stands for standard input among files."""

TIMEOUT_S: Seconds = 300
"""For all that is asked of registries in one call."""

UNPACKED_NOTE = "How much a layer takes on disk is not said there: `unpacked` is left out, and the usual ratio holds."

_USER = re.compile(r"^(?:\w+://)?[^/@]*@(?!sha256:)")
"""What stands before the host of a name that somebody took for a URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundImages:
    """World documents of real images, and what people should know about them."""

    documents: tuple[Fields, ...]
    notes: tuple[str, ...]


@alone()
def add_images(
    references: Sequence[str],
    *,
    name: str = "",
    plain_http: bool | None = None,
    registries: bool = True,
    timeout_s: Seconds = TIMEOUT_S,
) -> FoundImages:
    """Read images from their registries with the user's own docker config.

    *name* is for the document of a single image. Without *registries* there are Image documents alone. *plain_http*
    is for registries without TLS; None asks this machine alone without it. ScenarioError if all that takes longer than
    *timeout_s*, however slowly somebody answers. MissingExtraError where what asks registries is not installed.
    """
    parsed = list({each.fully_qualified: each for each in map(_parse, references)}.values())
    _check_name(name, len(parsed))
    hosts = ", ".join(dict.fromkeys(each.domain for each in parsed))
    hint = "name fewer images, or give it longer with --timeout"
    return within(timeout_s, lambda: _add(parsed, name, plain_http, registries), hosts, hint)


def _add(parsed: list[ImageReference], name: str, plain_http: bool | None, registries: bool) -> FoundImages:
    with needing(REGISTRY, "questions to registries", "requests"):
        from imagesim.scenarios.importers.docker_login import find_login
        from imagesim.scenarios.importers.registry_client import RegistryClient, RepositoryBlobs

    notes: list[str] = []
    clients: dict[str, RegistryClient] = {}
    images: list[NamedImage] = []
    for reference in parsed:
        host = reference.domain
        client = clients.get(host)
        if client is None:
            client = clients[host] = RegistryClient(host, find_login(host, notes), plain_http=plain_http)
        wanted = reference.digest or str(reference.effective_tag)
        top = client.manifest(reference.path, wanted, reference.fully_qualified)
        blobs = RepositoryBlobs(client, reference.path, reference.fully_qualified)
        image = gather(top, reference.fully_qualified, blobs, notes)
        images.append(NamedImage(name=name or name_for(reference), image=image, reference=reference, auth=client.auth))
    notes += [_holds_alone(host) for host in clients if registries]
    notes += [
        f"{host} let you in with your login. The Registry document says `auth: {client.auth}` and lets everybody in "
        "until you add `users` and `access`."
        for host, client in clients.items()
        if client.logged_in and registries
    ]
    return _found(images, notes, registries=registries)


@alone()
def import_images(paths: Sequence[Path], *, name: str = "", reference: str = "") -> FoundImages:
    """Read images from files that tools printed, or from OCI layouts (folders, or tar archives of them).

    *name* is for the document of a single image, and *reference* is what pods call it; with it, or where a layout
    notes it, a Registry document holds the image under that name.
    """
    called = _parse(reference) if reference else None
    notes: list[str] = []
    read = _read(paths, notes)
    _check_name(name or reference, len(read), "--name" if name else "--ref")
    images = []
    for path, image, noted in read:
        own = called or _full_reference(noted)
        fallback = _file_name(path, noted)
        images.append(NamedImage(name=name or (name_for(own) if own else fallback), image=image, reference=own))
    notes += [_holds_alone(host) for host in dict.fromkeys(each.reference.domain for each in images if each.reference)]
    return _found(images, notes, registries=True)


def _holds_alone(host: str) -> str:
    return f"{host} holds what its Registry document lists and nothing else: read all that you use of it in one call."


def _read(paths: Sequence[Path], notes: list[str]) -> list[tuple[str, RealImage, str]]:
    """(path, image, name that was noted for it or "") of each image: layouts first, then files that belong together."""
    found: list[tuple[str, RealImage, str]] = []
    loose: dict[str, bytes] = {}
    for path in paths:
        if path != STDIN and (is_folder(path) or _is_tar(path)):
            found += [(str(path), image, noted) for noted, image in read_layout(path, notes)]
        else:
            loose[str(path)] = sys.stdin.buffer.read(_LARGEST) if path == STDIN else read_bytes(path, _LARGEST)
    return found + read_files(loose, notes)


def _is_tar(path: Path) -> bool:
    if not is_there(path):
        return False  # reading it says what is wrong
    check_file(path)
    try:
        return tarfile.is_tarfile(path) if path.is_file() else False
    except OSError:
        return False


def _parse(text: str) -> ImageReference:
    try:
        return ImageReference.parse(text)
    except InvalidImageName as error:
        hint = "write a name such as nginx:1.27 or registry.example/shop/web:v1"
        shown = _USER.sub("...@", text)  # somebody may have written a password before the host
        why = str(error).replace(text, shown)
        raise ScenarioError(f"is not an image name: {why}", value=shown, suggestion=hint) from None


def _full_reference(noted: str) -> ImageReference | None:
    """What a layout notes may be a whole name or a tag alone. A tag alone is no name of an image."""
    if "/" not in noted:
        return None
    try:
        return ImageReference.parse(noted)
    except InvalidImageName:
        return None


def _file_name(path: str, noted: str) -> str:
    stem = real_path(Path(path)).name.partition(".")[0].strip("-") or "image"
    return f"{stem}-{noted}".replace("/", "-").replace(":", "-") if noted else stem


def _check_name(name: str, count: int, option: str = "--name") -> None:
    if name and count != 1:
        raise ScenarioError(f"is for one image, and there are {count}", field=option, value=name)


def _found(images: list[NamedImage], notes: list[str], *, registries: bool) -> FoundImages:
    layers = [layer for each in images for manifest in each.image.manifests for layer in manifest.layers]
    if any(layer.unpacked is None for layer in layers):
        notes.append(UNPACKED_NOTE)
    made = documents(_told_apart(images), registries=registries)
    return FoundImages(documents=tuple(made), notes=tuple(dict.fromkeys(notes)))


def _told_apart(images: list[NamedImage]) -> list[NamedImage]:
    """No two documents have one name: a second web-v1 becomes web-v1-2."""
    taken: set[str] = set()
    told: list[NamedImage] = []
    for each in images:
        name, count = each.name, 1
        while name in taken:
            count += 1
            name = f"{each.name}-{count}"
        taken.add(name)
        told.append(replace(each, name=name))
    return told
