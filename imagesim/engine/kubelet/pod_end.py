"""The end of a pod that is deleted: its containers are stopped, and at the PLEG's next look it goes.

Models SyncTerminatingPod and SyncTerminatedPod of pkg/kubelet/kubelet.go, 1.32 to 1.36. The second waits until the PLEG
has looked after the end of the first, also where the pod never had a container, and in 1.36, too (recorded on a real
clock; the recording in virtual time had the pod go at once).
"""

from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.container_status import PodStatusWriter
from imagesim.engine.kubelet.pleg import Pleg
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.sync_work import stop_all
from imagesim.engine.kubelet.waiting import Wait
from imagesim.rules.pods.sync import Emit


def terminate(
    env: Environment, pod: ApiPod, containers: PodContainers, status: PodStatusWriter, pleg: Pleg, emit: Emit
) -> Wait:
    """Stop what runs of the pod and show its last states. One that had ended before has nothing more to show."""
    had_ended = pod.phase in TERMINAL
    yield from stop_all(pod, containers, emit)
    if not had_ended:
        status.stopped(containers.states)
        yield env.timeout(pleg.seen_after(env.now))
        status.ended(containers.states)
    status.close()
