"""deleteTag: the registry does not know the tag any more."""

from imagesim.engine.fate.reach import Reach
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.timeline.events.registries.delete_tag import DeleteTag


def carry_out(event: DeleteTag, reach: Reach) -> None:
    """Delete the tag; in vain if there is none."""
    reference = ImageReference.parse(event.reference)
    registry = reach.registries[reference.domain]
    if not registry.delete_tag(reference.path, reference.tag or "latest", reach.env.now):
        reach.in_vain(event, f"{reference.domain} had no such tag")
