"""removeImage: an image goes from a node."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.nodes.remove_image import RemoveImage


def carry_out(event: RemoveImage, reach: Reach) -> None:
    """Remove it with all its names."""
    reach.nodes.kubelets[event.node].runtime.remove_image(event.image)
