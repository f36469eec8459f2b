"""debug: a pod gets an ephemeral container."""

from imagesim.engine.fate.reach import Reach
from imagesim.rules.api.status_errors import Invalid
from imagesim.scenarios.timeline.events.debug import Debug


def carry_out(event: Debug, reach: Reach) -> None:
    """Add it to the pod, or to the first pod of the workload; where kubectl would fail nothing happens."""
    for pod in reach.pods(event.target)[:1]:
        try:
            reach.api.pods.add_ephemeral_container(pod, event.container)
        except Invalid:
            return  # the same event came before: the name is taken
