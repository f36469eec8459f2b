"""Images that come to a node without a pull: baked into it, or imported there (`ctr images import`, `kind load`).

containerd gives them their names as after a pull, and unpacks them; the kubelet knows nothing of where they came from,
so under credential verification they count as preloaded.
"""

from imagesim.engine.containerd.node_parts import NodeParts
from imagesim.engine.containerd.store.index_entries import baked
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.registry import Registries
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Bytes
from imagesim.scenarios.values.images import Image

NO_PLATFORM = "the image has nothing for the platform of the node"
NO_SPACE = "no space left on device"


def content_of(reference: ImageReference, registries: Registries, *, loaded: bool) -> Image | None:
    """What the name means: what its registry holds now or held before, or one of the default size if it was *loaded*.

    What was withdrawn is still in the node image, or on the disk, that was made before.
    """
    content, name = registries[reference.domain].content, (reference.path, reference.tag, reference.digest)
    found = content.resolve(*name) or content.withdrawn(*name)
    return content.loaded(*name) if found is None and loaded else found


def put(node: NodeParts, reference: ImageReference, image: Image) -> str:
    """Have *image* on the node under that name, at once; "", or why that cannot be."""
    stored = baked(image, node.settings)
    if stored is None:
        return NO_PLATFORM
    node.store.content.preload(stored.blobs(), stored.snapshots())
    node.store.put(reference, stored)
    return ""


def imported(node: NodeParts, reference: ImageReference, image: Image) -> str:
    """The same in the midst of a run, where the disk may be full and others may be at the same content."""
    stored = baked(image, node.settings)
    if stored is not None and _missing(node, stored) > node.store.disk.usage().available:
        return NO_SPACE
    return put(node, reference, image)


def arrived_in_part(node: NodeParts, image: Image, size: Bytes) -> None:
    """A run begins while a pull of *image* is under way, of which about *size* bytes of layers have come.

    They are taken to be the first of the layers that are missing; of each the last byte is still to come.
    """
    stored, content = baked(image, node.settings), node.store.content
    if stored is None:
        return
    for layer, chain in zip(stored.manifest.layers, stored.manifest.chain_ids, strict=True):
        if content.has_blob(layer.digest) or content.has_snapshot(chain) or content.partial(layer.digest):
            continue
        came = node.store.disk.take(max(0, min(size, layer.size - 1)))
        content.grow(layer.digest, came)
        size -= came


def _missing(node: NodeParts, stored: StoredImage) -> int:
    content = node.store.content
    blobs = sum(size for digest, size in stored.blobs().items() if not content.has_blob(digest))
    return blobs + sum(size for chain, size in stored.snapshots().items() if not content.has_snapshot(chain))
