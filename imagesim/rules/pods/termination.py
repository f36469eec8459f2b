"""What the API shows of a pod that is deleted, once its containers are stopped, and when it goes.

Models pkg/kubelet/kubelet.go (SyncTerminatingPod, SyncTerminatedPod), kubelet_pods.go (getPhase) and
status/status_manager.go (TerminatePod), 1.32 to 1.36, as recorded on a real clock. A container of such a pod will not
start again, so no waiting reason is shown of it: Terminated if it ran, else ContainerCreating (as imagesim.rules.pods
has it in `status` without failures). Then, in this order:

1. Its containers have been stopped: a pod of which all containers ran is Failed, or Succeeded if the last run of each
   ended well, whatever its restart policy. One that still waited for a container stays Pending.
2. It goes, at the PLEG's next look: a container that never ran is Terminated with ContainerStatusUnknown, and the pod
   is Failed. Of a pod that did not come through its init containers only those are, up to the last that started.
"""

from collections.abc import Mapping

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.pods.actions import ContainerState, ContainerStates, is_sidecar
from imagesim.rules.pods.status import TERMINATED, ApiState

UNKNOWN = ApiState(
    TERMINATED, "ContainerStatusUnknown", "The container could not be located when the pod was terminated", 137
)


def phase_when_stopped(spec: PodSpec, states: ContainerStates) -> str:
    """The phase once the containers have been stopped."""
    lasting = [*(container for container in spec.init_containers if is_sidecar(container)), *spec.containers]
    return last_phase(spec, states) if all(container.name in states for container in lasting) else "Pending"


def last_phase(spec: PodSpec, states: ContainerStates) -> str:
    """The phase with which the pod goes."""
    return "Succeeded" if all(_succeeded(states.get(container.name)) for container in spec.containers) else "Failed"


def last_states(spec: PodSpec, states: ContainerStates) -> Mapping[Container, ApiState]:
    """What is shown at last of the containers that never ran, as far as it is another state than before."""
    missing = {container for container in _initialized(spec, states) if container.name not in states}
    if _is_initialized(spec, states):
        missing |= {container for container in spec.containers if container.name not in states}
    return {container: UNKNOWN for container in spec.init_containers + spec.containers if container in missing}


def _is_initialized(spec: PodSpec, states: ContainerStates) -> bool:
    """Whether the init containers are through: none, or the last one is, or a regular container ever started."""
    if not spec.init_containers or any(container.name in states for container in spec.containers):
        return True
    return _succeeded(states.get(spec.init_containers[-1].name))


def _initialized(spec: PodSpec, states: ContainerStates) -> tuple[Container, ...]:
    """The init containers up to the last that ever started, at least the first."""
    started = [place for place, container in enumerate(spec.init_containers) if container.name in states]
    return spec.init_containers[: max(started, default=0) + 1]


def _succeeded(state: ContainerState | None) -> bool:
    return state is not None and state.succeeded
