"""What one sync of a pod has to do: what to create, what to kill, which containers to start and in which order.

Models computePodActions in pkg/kubelet/kuberuntime/kuberuntime_manager.go and computeInitContainerActions in
kuberuntime_container.go, 1.32 (recorded without restarts) and 1.36.2 (recorded, and read for sidecars).

- A pod without a sandbox gets one, and then its first init container, or else all its containers.
- Init containers come one at a time: the next one in the sync after the one before it succeeded. A sidecar only has to
  have started, and is started again whenever it is not running. One that never ran holds up all that follow it.
- Regular containers come together, once the last init container has succeeded or, being a sidecar, runs.
- A container whose image text is no longer the pod's is killed and started again, whatever the restart policy. Up to
  1.31 a sidecar is not.
- With nothing left to keep or to start, the pod is killed. So it is when an init container failed and may not restart.
- A container that runs and failed its liveness or startup probe is killed. It starts again where the pod restarts at
  all, in the same sync. A sidecar with a startup probe has started only when that has succeeded.
- An ephemeral container is started once, even before the init containers are through, and never again.
"""

from collections.abc import Mapping
from typing import NamedTuple

from imagesim.rules.api.app import ProbeKind
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.pods.probing import ALL_WELL, Probed
from imagesim.rules.units import Seconds


class ContainerState(NamedTuple):
    """A container that the runtime once started, as its latest incarnation stands.

    `image` is the text that it was made from and `version` the digest that runs or ran; `starts` counts incarnations.
    `finished_s` is None while it runs; `before_finished_s` is the end of the incarnation before. `reason` is the
    runtime's for its end where it is neither "Completed" nor "Error".
    """

    image: str
    started_s: Seconds
    version: str = ""
    starts: int = 1
    finished_s: Seconds | None = None
    exit_code: int = 0
    before_finished_s: Seconds | None = None
    reason: str = ""

    @property
    def running(self) -> bool:
        """It has not ended."""
        return self.finished_s is None

    @property
    def succeeded(self) -> bool:
        """It ended, and well."""
        return self.finished_s is not None and self.exit_code == 0


ContainerStates = Mapping[str, ContainerState]
"""The containers of a pod by name. One that never started is not in it."""


class PodActions(NamedTuple):
    """What to do, in the order of the fields; what is `ephemeral` starts before `init`.

    `kill` are running containers that make room for their new selves or have `failed` a probe, of this kind.
    """

    kill_pod: bool = False
    kill: tuple[Container, ...] = ()
    create_sandbox: bool = False
    init: tuple[Container, ...] = ()
    regular: tuple[Container, ...] = ()
    failed: Mapping[str, ProbeKind] = ALL_WELL.failed
    ephemeral: tuple[Container, ...] = ()


NOTHING = PodActions()


def is_sidecar(container: Container) -> bool:
    """An init container that keeps running beside the others. Asked of init containers only."""
    return container.restart_policy == "Always"


def should_be_restarted(state: ContainerState | None, restart_policy: str) -> bool:
    """Whether a container that does not run should (ShouldContainerBeRestarted); what never started always should."""
    if state is None or restart_policy == "Always":
        return state is None or not state.running
    return restart_policy == "OnFailure" and not state.running and not state.succeeded


def pod_actions(
    spec: PodSpec,
    states: ContainerStates,
    *,
    has_sandbox: bool,
    changed_sidecars_restart: bool = True,
    probed: Probed = ALL_WELL,
) -> PodActions:
    """What a sync has to do about a pod whose containers stand as *states* and whose probes say *probed*.

    *changed_sidecars_restart* is KubernetesBehaviour.changed_sidecar_restarts.
    """
    if not has_sandbox:
        return _with_new_sandbox(spec, states)
    if not (spec.init_containers or spec.ephemeral_containers):
        return _regular_actions(spec, states, probed)  # the usual pod, and this is asked at every sync
    if spec.ephemeral_containers:
        actions = _actions(spec, states, changed_sidecars_restart, probed)
        new = tuple(one for one in spec.ephemeral_containers if one.name not in states)
        return actions if actions.kill_pod or not new else actions._replace(ephemeral=new)
    return _actions(spec, states, changed_sidecars_restart, probed)


def _actions(spec: PodSpec, states: ContainerStates, changed_sidecars_restart: bool, probed: Probed) -> PodActions:
    """What there is to do about the containers of a pod that has its sandbox, without ephemeral ones."""
    if not spec.init_containers:
        return _regular_actions(spec, states, probed)
    init = _InitContainers(spec, states, changed_sidecars_restart, probed)
    if init.failed:
        return PodActions(kill_pod=True)
    if not init.passed:
        return PodActions(kill=init.to_kill, init=init.to_start, failed=probed.failed)
    return _regular_actions(spec, states, probed, kill=init.to_kill, init=init.to_start)


def _with_new_sandbox(spec: PodSpec, states: ContainerStates) -> PodActions:
    """What a pod gets that has no sandbox, or has it no more: the latter is killed first, and begins anew.

    One that is done is only killed: with restart policy Never as soon as a container had started, with OnFailure when
    all have succeeded.
    """
    if states and spec.restart_policy == "Never":
        return PodActions(kill_pod=True)
    regular = spec.containers
    if states and spec.restart_policy == "OnFailure":
        regular = tuple(one for one in regular if not _succeeded(one, states))
        if not regular:
            return PodActions(kill_pod=True)
    first = spec.init_containers[:1]
    return PodActions(True, (), True, first, () if first else regular)


def _succeeded(container: Container, states: ContainerStates) -> bool:
    state = states.get(container.name)
    return state is not None and state.succeeded


def _regular_actions(
    spec: PodSpec,
    states: ContainerStates,
    probed: Probed,
    kill: tuple[Container, ...] = (),
    init: tuple[Container, ...] = (),
) -> PodActions:
    """What there is to do about the regular containers, beside what is about the init containers."""
    changed: list[Container] = []
    start: list[Container] = []
    running, failed = False, probed.failed
    for container in spec.containers:
        state = states.get(container.name)
        if state is None or state.finished_s is not None:
            if should_be_restarted(state, spec.restart_policy):
                start.append(container)
            continue
        if state.image != container.image:
            changed.append(container)
            start.append(container)
        elif failed and container.name in failed:
            changed.append(container)
            if spec.restart_policy != "Never":
                start.append(container)
        else:
            running = True
    if not start and not running:
        return PodActions(kill_pod=True)
    if not (start or kill or init or changed):
        return NOTHING
    return PodActions(kill=(*kill, *changed), init=init, regular=tuple(start), failed=failed)


class _InitContainers:
    """Looks at the init containers from the last to the first: the last one that ever started is the current one.

    `passed` tells whether the regular containers may run, `failed` whether the pod is beyond help.
    """

    def __init__(self, spec: PodSpec, states: ContainerStates, changed_sidecars_restart: bool, probed: Probed) -> None:
        self._containers = spec.init_containers
        self._changed_restart = changed_sidecars_restart
        self._states = states
        self._probed = probed
        self._never_restarts = spec.restart_policy == "Never"
        self._start: list[int] = []
        self._kill: list[int] = []
        self.failed = False
        # A regular container that runs proves that all init containers were through once.
        self.passed = not self._containers or any(is_running(container, states) for container in spec.containers)
        current_found = self.passed
        for place in reversed(range(len(self._containers))):
            current_found |= self._look_at(place, current_found)
        if not current_found:
            self._start.append(0)

    @property
    def to_start(self) -> tuple[Container, ...]:
        """Those to start, in the order of the spec."""
        return tuple(self._containers[place] for place in sorted(self._start))

    @property
    def to_kill(self) -> tuple[Container, ...]:
        """Running sidecars whose image was changed, or which failed a probe."""
        return tuple(self._containers[place] for place in sorted(self._kill))

    def _look_at(self, place: int, later_started: bool) -> bool:
        """Decide about one init container; False if it never started."""
        container = self._containers[place]
        state = self._states.get(container.name)
        if state is None:
            if later_started and is_sidecar(container):
                self._start.append(place)
            return False
        if is_sidecar(container):
            self._sidecar(place, later_started)
        elif not later_started and not state.running:
            self._ended(place, state)
        return True

    def _sidecar(self, place: int, later_started: bool) -> None:
        container = self._containers[place]
        if not self._states[container.name].running:
            self._start.append(place)
            return
        started = container.name not in self._probed.unstarted
        if started:
            self._go_on_after(place, later_started)
        changed = self._changed_restart and started and _changed(container, self._states)
        if changed or container.name in self._probed.failed:
            self._kill.append(place)
            self._start.append(place)

    def _ended(self, place: int, state: ContainerState) -> None:
        if state.succeeded:
            self._go_on_after(place, later_started=False)
        elif self._never_restarts:
            self.failed = True
        else:
            self._start.append(place)

    def _go_on_after(self, place: int, later_started: bool) -> None:
        if place == len(self._containers) - 1:
            self.passed = True
        elif not later_started:
            self._start.append(place + 1)


def is_running(container: Container, states: ContainerStates) -> bool:
    """The container runs."""
    state = states.get(container.name)
    return state is not None and state.running


def _changed(container: Container, states: ContainerStates) -> bool:
    """The hash of a container covers its name and its image text only (since 1.31)."""
    state = states.get(container.name)
    return state is not None and state.running and state.image != container.image
