"""loseSandbox: sandboxes go, and their kubelet makes them anew."""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.fate.reach import Reach
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.events.workloads.lose_sandbox import LoseSandbox


def carry_out(event: LoseSandbox, reach: Reach) -> Seconds:
    """Take the sandboxes of the target's pods away, one after another. A pod that has none yet keeps waiting for it."""
    return reach.spread(event, lambda pod: _lose(pod, reach))


def _lose(pod: ApiPod, reach: Reach) -> None:
    worker = reach.nodes.kubelets[pod.node].worker(pod) if pod.node else None
    if worker is not None:
        worker.lose_sandbox()
