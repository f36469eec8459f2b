"""What containerd says when the bytes of an image are wrong, do not arrive, or do not fit on the disk.

Measured on 1.6.20, 1.7.34 and 2.3.4 (cases E22 and E25 to E33 of the measurements) unless a text says otherwise;
between them the texts changed one by one, see ContainerdBehaviour. Sources: core/content/helpers.go,
core/unpack/unpacker.go. Paths are containerd's defaults under /var/lib/containerd.
"""

from dataclasses import dataclass

from imagesim.rules.containerd.texts.failure import (
    CANCELED,
    FAILED_PRECONDITION,
    INVALID_ARGUMENT,
    NOT_FOUND,
    UNIMPLEMENTED,
    RuntimeFailure,
    of_pull,
    of_resolve,
)
from imagesim.rules.media_types import OCI_MANIFEST, SCHEMA_1, SCHEMA_2
from imagesim.rules.versions import ContainerdBehaviour

_ROOT = "/var/lib/containerd"
_NO_SPACE = "no space left on device"
LAYER_MEDIA_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerNames:
    """The names that an unpack error may show: the compressed blob, the raw layer, the chain up to it.

    `key` is the random part of the temporary snapshot's name ("extract-KEY"). The first layer is unpacked into a
    temporary `mount`, counted from 1; a later one right into its own `snapshot`, which has a number too, since it is an
    overlay (core/diff/apply/apply_linux.go, 1.6 to 2.3).
    """

    blob: str
    diff_id: str
    chain_id: str
    key: str
    mount: int = 1
    snapshot: int | None = None
    media_type: str = LAYER_MEDIA_TYPE

    @property
    def folder(self) -> str:
        """Where the layer's files are written."""
        if self.snapshot is None:
            return f"{_ROOT}/tmpmounts/containerd-mount{self.mount}"
        return f"{_ROOT}/io.containerd.snapshotter.v1.overlayfs/snapshots/{self.snapshot}/fs"


# --- the name ---


def invalid_reference(behaviour: ContainerdBehaviour, text: str, uppercase: str = "") -> RuntimeFailure:
    """E22: *text* is no reference; *uppercase* is its repository path if capital letters are the reason.

    The kubelet refuses such a name itself, so only other callers of the runtime see this.
    """
    why = ""
    if uppercase:
        shown = f" ({uppercase})" if behaviour.uppercase_text_names_repository else ""
        why = f": repository name{shown} must be lowercase"
    return RuntimeFailure(
        code="Unknown", text=f'failed to parse image reference "{text}": invalid reference format{why}'
    )


# --- downloading ---


def digest_mismatch(reference: str, kind: str, expected: str, got: str) -> RuntimeFailure:
    """E25: the bytes are not those that were asked for. *kind* is "layer", "config" or "manifest"."""
    tail = f'failed commit on ref "{kind}-{expected}": unexpected commit digest {got}, expected {expected}'
    return of_pull(reference, f"{tail}: failed precondition", FAILED_PRECONDITION)


def wrong_size(reference: str, kind: str, digest: str, got: int, expected: int) -> RuntimeFailure:
    """Other bytes came than the *expected* ones, *got* in all: what named the content had another size of it.

    *kind* as in `digest_mismatch`. From containerd/containerd#2306, #8438 and #11925 (1.2 to 2.2), where it is quoted;
    the size is looked at before the digest (plugins/content/local/writer.go Commit).
    """
    ref = f'"{kind}-{digest}"'
    tail = f"failed commit on ref {ref}: {ref} failed size validation: {got} != {expected}: failed precondition"
    return of_pull(reference, tail, FAILED_PRECONDITION)


def short_read(behaviour: ContainerdBehaviour, reference: str, expected: int, got: int = 0) -> RuntimeFailure:
    """E27: of the *expected* bytes of a blob *got* came, and then no more, whatever was tried."""
    if behaviour.short_read_counts_bytes:
        return of_pull(reference, f"short read: expected {expected} bytes but got {got}: unexpected EOF")
    return of_pull(reference, "failed to read expected number of bytes: unexpected EOF")


def copy_cancelled(reference: str) -> RuntimeFailure:
    """A part of a layer was stopped because a later one, which came at the same time, had failed (from the source)."""
    return of_pull(reference, "failed to copy: context canceled", CANCELED)


def empty_manifest(reference: str, digest: str) -> RuntimeFailure:
    """What the name stands for is of no bytes, as after a 204 (remotes/handlers.go Fetch)."""
    tail = f"unable to fetch descriptor ({digest}) which reports content size of zero: invalid argument"
    return of_pull(reference, tail, INVALID_ARGUMENT)


def no_space_downloading(reference: str, ingest: str) -> RuntimeFailure:
    """E28: the disk is full; *ingest* is the name of the content store's folder for the partial blob."""
    path = f"{_ROOT}/io.containerd.content.v1.content/ingest/{ingest}/data"
    return of_pull(reference, f"failed to copy: write {path}: {_NO_SPACE}")


# --- unpacking ---


def no_space_unpacking(behaviour: ContainerdBehaviour, reference: str, layer: LayerNames, file: str) -> RuntimeFailure:
    """E29: the disk is full while *file* of the layer is written. Everything was downloaded by then."""
    return _extract_failed(behaviour, reference, layer, f"write {layer.folder}/{file}: {_NO_SPACE}")


def not_a_tar(behaviour: ContainerdBehaviour, reference: str, layer: LayerNames) -> RuntimeFailure:
    """E30: the layer is no tar archive."""
    return _extract_failed(behaviour, reference, layer, "archive/tar: invalid tar header")


def not_for_windows(behaviour: ContainerdBehaviour, reference: str, layer: LayerNames) -> RuntimeFailure:
    """A Windows node cannot unpack the layer of another system: it has no folder Files."""
    path = rf"\\?\C:\ProgramData\containerd\root\io.containerd.snapshotter.v1.windows\snapshots\{layer.mount}"
    cause = f"hcsshim::ProcessBaseLayer {path}: The system cannot find the path specified."
    return _not_extracted(behaviour, reference, layer, cause, "windows")


def wrong_diff_id(behaviour: ContainerdBehaviour, reference: str, layer: LayerNames, actual: str) -> RuntimeFailure:
    """E31: the raw layer is not what the config says (`layer.diff_id`); *actual* is what it is."""
    if behaviour.diff_id_text_names_both:
        tail = f'wrong diff id "{actual}" calculated on extraction "{layer.diff_id}", desc "{layer.blob}"'
    else:
        tail = f'wrong diff id calculated on extraction "{layer.diff_id}"'
    return of_pull(reference, tail)


def layer_count_mismatch(reference: str, layers: int, diff_ids: int) -> RuntimeFailure:
    """E32: manifest and config do not list equally many layers."""
    return of_pull(reference, f"number of layers and diffIDs don't match: {layers} != {diff_ids}")


def not_an_image(behaviour: ContainerdBehaviour, reference: str) -> RuntimeFailure | None:
    """E33: a Helm chart or another OCI artifact. None where the version pulls it without an error."""
    if behaviour.artifacts_are_pulled:
        return None
    tail = "failed to unpack image on snapshotter overlayfs: mismatched image rootfs and manifest layers"
    return of_pull(reference, tail)


def schema_1(behaviour: ContainerdBehaviour, reference: str) -> RuntimeFailure | None:
    """The name stands for a manifest of Docker's schema 1. None where the version takes it.

    Read in source: the transfer service has words of its own, and 2.0 refuses while it resolves the name.
    """
    if behaviour.takes_schema_1:
        return None
    if behaviour.transfer_service:
        tail = "schema 1 image manifests are no longer supported: invalid argument"
        return of_pull(reference, tail, INVALID_ARGUMENT)
    since = "v2.0" if behaviour.version == "2.0" else "v2.1"
    tail = (
        f'not implemented: media type "{SCHEMA_1}" is no longer supported since containerd {since}, please rebuild the '
        f'image as "{SCHEMA_2}" or "{OCI_MANIFEST}"'
    )
    if since == "v2.0":
        return of_resolve(behaviour, reference, tail, UNIMPLEMENTED)
    return of_pull(reference, tail, UNIMPLEMENTED)


def no_parent(reference: str, key: str, parent: str) -> RuntimeFailure:
    """The layer to be unpacked under the name *key* has lost the one below, whose chain is *parent*."""
    tail = f'failed to prepare extraction snapshot "{key}": parent snapshot {parent} does not exist: not found'
    return of_pull(reference, tail, NOT_FOUND)


def _extract_failed(behaviour: ContainerdBehaviour, reference: str, layer: LayerNames, cause: str) -> RuntimeFailure:
    if layer.snapshot is None:
        cause = f"mount callback failed on {layer.folder}: {cause}"
    return _not_extracted(behaviour, reference, layer, cause, "overlayfs")


def _not_extracted(
    behaviour: ContainerdBehaviour, reference: str, layer: LayerNames, cause: str, snapshotter: str
) -> RuntimeFailure:
    if not behaviour.extract_text_names_snapshot:
        return of_pull(reference, f"failed to extract layer {layer.diff_id}: {cause}: unknown")
    where = f'({layer.media_type} {layer.blob}) to {snapshotter} as "extract-{layer.key} {layer.chain_id}"'
    return of_pull(reference, f"failed to extract layer {where}: {cause}")
