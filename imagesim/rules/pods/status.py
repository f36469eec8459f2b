"""What the API shows of a pod: the state of each container, the phase, and whether the pod is Ready.

Models pkg/kubelet/kubelet_pods.go (convertToAPIContainerStatuses, getPhase), reason_cache.go and status/generate.go of
1.32 and 1.36.2 (read). The status is made at the *start* of a sync, so it shows what the sync before has found:

- A container that should start and does not shows Waiting with the error of its last start, `failures`. Without such an
  error it shows Terminated if it ran, else ContainerCreating, or PodInitializing in a pod with init containers.
- A container that never ran keeps the whole pod Pending, also beside running ones. One that ran and waits counts as
  stopped, so the pod stays Running while it may restart.
- A failure to get an image never makes a pod Failed, whatever its restart policy.
- Ready means that every regular container and every sidecar runs, and that its probes have said so.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.pods.actions import ContainerState, ContainerStates, is_running, is_sidecar, should_be_restarted
from imagesim.rules.pods.kubelet_texts import CONTAINER_CREATING, POD_INITIALIZING
from imagesim.rules.pods.probing import ALL_WELL, Probed
from imagesim.rules.pods.sync_result import START_CONTAINER, SyncResult

WAITING, RUNNING, TERMINATED = "Waiting", "Running", "Terminated"


class ApiState(NamedTuple):
    """The state of a container; `reason` and `message` are empty while it runs, `exit_code` is None unless it ended.

    `ready` and `started` are the status's: an init container that has succeeded is ready, too.
    """

    state: str
    reason: str = ""
    message: str = ""
    exit_code: int | None = None
    ready: bool = False
    started: bool = False


_SHOWN_RUNNING = ApiState(RUNNING, ready=True, started=True)
_SHOWN_NOT_READY = ApiState(RUNNING, started=True)
_SHOWN_NOT_STARTED = ApiState(RUNNING)
_SHOWN_CREATING = ApiState(WAITING, CONTAINER_CREATING)
_SHOWN_INITIALIZING = ApiState(WAITING, POD_INITIALIZING)

Failures = Mapping[str, SyncResult]
"""The kubelet's reason cache: by container, the failed start that has not been followed by a good one."""


def remember_failures(failures: Failures, results: Sequence[SyncResult]) -> dict[str, SyncResult]:
    """The reason cache after a sync with *results*. A container that the sync did not come to keeps its entry."""
    starts = {result.target: result for result in results if result.action == START_CONTAINER}
    return {name: result for name, result in {**failures, **starts}.items() if result.error}


def container_state(
    spec: PodSpec,
    container: Container,
    state: ContainerState | None,
    failure: SyncResult | None,
    probed: Probed = ALL_WELL,
) -> ApiState:
    """What the API shows of one container of the pod, whose probes say *probed*."""
    if state is not None and state.finished_s is None:
        if container.name in probed.unstarted or (spec.ephemeral_containers and container in spec.ephemeral_containers):
            return _SHOWN_NOT_STARTED  # status_manager.go says of ephemeral ones neither ready nor started
        if container.name in probed.unready or (spec.init_containers and _only_initializes(spec, container)):
            return _SHOWN_NOT_READY
        return _SHOWN_RUNNING
    if failure is not None and _will_start(spec, container, state):
        return ApiState(WAITING, failure.error, failure.message)
    if state is not None:
        init = state.succeeded and _only_initializes(spec, container)
        reason = state.reason or ("Completed" if state.succeeded else "Error")
        return ApiState(TERMINATED, reason, "", state.exit_code, init)
    return _SHOWN_INITIALIZING if spec.init_containers else _SHOWN_CREATING


def _only_initializes(spec: PodSpec, container: Container) -> bool:
    return container in spec.init_containers and not is_sidecar(container)


def _will_start(spec: PodSpec, container: Container, state: ContainerState | None) -> bool:
    if container in spec.init_containers and state is not None and state.succeeded:
        return False
    return should_be_restarted(state, "Always" if container.restart_policy == "Always" else spec.restart_policy)


def phase(spec: PodSpec, states: ContainerStates) -> str:
    """Pending, Running, Succeeded or Failed."""
    if not states:  # so it is at most syncs of a pod that waits
        return "Pending"
    regular = [states.get(container.name) for container in spec.containers]
    if not spec.init_containers:
        return _phase_once_initialized(regular, regular, spec.restart_policy)
    init = [states.get(container.name) for container in spec.init_containers if not is_sidecar(container)]
    sidecars = [states.get(container.name) for container in spec.init_containers if is_sidecar(container)]
    if spec.restart_policy == "Never" and any(_failed(state) for state in init):
        return "Failed"
    if any(state is None or state.running for state in init):
        return "Pending"
    return _phase_once_initialized([*sidecars, *regular], regular, spec.restart_policy)


def _phase_once_initialized(
    lasting: Sequence[ContainerState | None], regular: Sequence[ContainerState | None], restart_policy: str
) -> str:
    """The phase after the init containers; *lasting* are the sidecars and the *regular* containers."""
    running = False
    for state in lasting:
        if state is None:
            return "Pending"
        running = running or state.finished_s is None
    if running or any(should_be_restarted(state, restart_policy) for state in regular):
        return "Running"
    return "Failed" if any(_failed(state) for state in regular) else "Succeeded"


def _failed(state: ContainerState | None) -> bool:
    return state is not None and not state.running and state.exit_code != 0


def is_ready(spec: PodSpec, states: ContainerStates, probed: Probed = ALL_WELL) -> bool:
    """Whether the condition Ready is True."""
    if probed.unready:
        return False
    for container in spec.containers:
        state = states.get(container.name)
        if state is None or state.finished_s is not None:
            return False
    if not spec.init_containers:
        return True
    return all(is_running(container, states) for container in spec.init_containers if is_sidecar(container))
