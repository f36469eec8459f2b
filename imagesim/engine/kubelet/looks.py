"""What one look of the PLEG at a pod comes to: one event for each container and sandbox that changed, and a sync.

Models pkg/kubelet/pleg/generic.go (relist, computeEvents) and kubelet.go (syncLoopIteration), 1.32 to 1.36. All events
of one look come at once, the sandbox's last, and a worker takes them together. But the loop cleans up after a container
that died before it hands on the next event, so the worker may have begun with the first alone; the rest is one more
sync, when the PLEG has looked again. It was so in 3 of 15 recorded pods with an init container that ends at once, and
in 1 of 26 whose container went on running.
"""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.pod_services import PodServices
from imagesim.rules.units import Seconds

ON_DEMAND_S: Seconds = 0.005
"""How long a look that a sync asks for takes: of 24 Running was shown 7 to 15 ms after the event Started."""

_AFTER_A_DEATH, _ELSE = 3 / 15, 1 / 26


def takes_first_event_alone(services: PodServices, pod: ApiPod, containers: PodContainers, looked_s: Seconds) -> bool:
    """Whether the worker takes the first event of a look alone; the look before was at *looked_s*.

    It is asked of those of which one more sync is seen: something has died, or waits, or each sync does something.
    """
    spec, states = pod.spec, containers.states
    if not states or (
        len(states) == len(spec.containers) and not (containers.dead or spec.image_pull_secrets or spec.image_volumes)
    ):
        return False  # so it is with most pods; nothing but the sandbox is one event
    changed, ended = containers.changes_since(looked_s)
    if changed < 2 or services.virtual_time:
        return False
    return services.chance.next_of(f"pleg-events/{pod.key}") < (_AFTER_A_DEATH if ended else _ELSE)
