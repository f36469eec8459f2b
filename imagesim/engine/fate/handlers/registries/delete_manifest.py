"""deleteManifest: the registry does not know the digest any more, nor the tags that pointed to it."""

from imagesim.engine.fate.reach import Reach
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.timeline.events.registries.delete_manifest import DeleteManifest


def carry_out(event: DeleteManifest, reach: Reach) -> None:
    """Delete the manifest; in vain if there is none."""
    reference = ImageReference.parse(event.repository)
    registry = reach.registries[reference.domain]
    if not registry.delete_manifest(reference.path, event.digest, reach.env.now):
        reach.in_vain(event, f"{event.repository} had no such image")
