"""loadImage: an image is put onto nodes without a pull."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.nodes.load_image import LoadImage


def carry_out(event: LoadImage, reach: Reach) -> None:
    """Import it on each of the nodes; a node that cannot take it says why."""
    refused = dict[str, None]()
    there = reach.nodes.named(event.node, event.pool)
    for kubelet in there:
        kubelet.wake_pods()
        why = kubelet.runtime.load_image(event.reference, event.of)
        if why:
            refused[f"{kubelet.name}: {why}"] = None
    if not there:
        reach.in_vain(event, "there was no such node")
    elif len(refused) == len(there):
        reach.in_vain(event, "; ".join(refused))
