"""Images that are on nodes and in no registry: what is said of them before the run."""

from collections.abc import Mapping

from imagesim.rules.reference import ImageReference
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.world.registry.read import holds


def local_only(name: str, of: Image | None, where: str, registries: Mapping[str, Registry]) -> str:
    """The sentence about *name*, which was put onto *where* as the image *of*; "" if its registry may have it.

    A registry that no document describes holds every name.
    """
    reference = ImageReference.parse(name)
    registry = registries.get(reference.domain)
    if registry is None or holds(registry, reference):
        return ""
    content = "an image of the default size" if of is None else f"Image {of.name}"
    return (
        f"No registry holds {name}: it is on {where} alone, as {content}. A node without it, a pull with the policy "
        "Always, and a pod that comes after image GC took it find nothing (not found)."
    )
