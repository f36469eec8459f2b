"""push: the registry holds another image under the tag."""

from imagesim.engine.fate.reach import Reach
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.timeline.events.registries.push import Push


def carry_out(event: Push, reach: Reach) -> None:
    """Move the tag."""
    reference = ImageReference.parse(event.reference)
    content = reach.registries[reference.domain].content
    content.push(reference.path, reference.tag or "latest", event.image, reach.env.now)
