"""restart: containers exit, and their kubelet starts them again."""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.fate.reach import Reach
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.events.workloads.restart import Restart


def carry_out(event: Restart, reach: Reach) -> Seconds:
    """Let the containers of the target's pods exit, one pod after another."""
    return reach.spread(event, lambda pod: _crash(pod, reach))


def _crash(pod: ApiPod, reach: Reach) -> None:
    worker = reach.nodes.kubelets[pod.node].worker(pod) if pod.node else None
    if worker is not None:
        worker.containers.crash()
