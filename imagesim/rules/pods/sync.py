"""One sync of a pod, step by step: what is done in which order, what blocks what, and what is said about it.

Models SyncPod of pkg/kubelet/kuberuntime/kuberuntime_manager.go with startContainer, 1.32 to 1.36 (recorded at both
ends). The order: kill what must go; the sandbox; every image volume, at every sync, also when nothing is to be started;
init containers; regular containers. An init container that cannot start ends the sync, unless it is a sidecar. A
regular container never blocks another. One container starts in this order:

1. A container that exited waits in CrashLoopBackOff, counted from its end, *before* anything is asked about images.
   Each time it is let through its back-off doubles, also if the pull then fails.
2. An image volume that it mounts and that failed gives it that volume's waiting reason; of several the last one.
3. Its image. Every failure here or in 2 has a second event on the container, `Error: <waiting reason>`.

The sync is a generator: it yields the steps that take time or touch the runtime, and is sent when and how each was
done. Events go to a callback. Creating and starting a container never fail here.
"""

from collections.abc import Callable, Generator, Mapping
from functools import lru_cache
from typing import NamedTuple, Protocol

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.actions import ContainerStates, PodActions, is_running, is_sidecar
from imagesim.rules.pods.sync_result import (
    CONFIG_POD_SANDBOX,
    CREATE_POD_SANDBOX,
    KILL_CONTAINER,
    KILL_POD_SANDBOX,
    START_CONTAINER,
    SyncResult,
    sync_error,
)
from imagesim.rules.units import Seconds
from imagesim.rules.versions.kubernetes import KubernetesBehaviour


class CreateSandbox(NamedTuple):
    """Make the pod's sandbox."""


class KillContainer(NamedTuple):
    """Stop a running container and wait until it has ended."""

    name: str


class EnsureImage(NamedTuple):
    """See to the image of a container, or of a volume dressed as one (`field_path` is "" then)."""

    container: Container
    field_path: str


class StartContainer(NamedTuple):
    """Create and start a container whose image is there."""

    container: Container


Step = CreateSandbox | KillContainer | EnsureImage | StartContainer


class Done(NamedTuple):
    """A step was done at `now`. After EnsureImage, `reason` and `message` say why there is no image, if so."""

    now: Seconds
    reason: str = ""
    message: str = ""


Steps = Generator[Step, Done, None]
Emit = Callable[[texts.Event, str], None]
"""Takes an event and the field path of the part of the pod that it is about, "" for the pod itself."""


class SyncedPod(NamedTuple):
    """Which pod it is."""

    namespace: str
    name: str
    uid: str


class CrashBackoff(Protocol):
    """The back-off of crashed containers; see imagesim.rules.client_go.backoff."""

    def gc(self, now: Seconds) -> None:
        """Forget old entries."""

    def is_in_backoff_since(self, key: str, event_time: Seconds, now: Seconds) -> bool:
        """Whether the key's delay has not passed since *event_time*."""
        ...

    def next(self, key: str, now: Seconds, event_time: Seconds | None = None) -> None:
        """Double the key's delay."""

    def get(self, key: str) -> Seconds:
        """The key's delay."""
        ...


class PodSync:
    """One sync of *pod* with what is known when it begins; `results` grow while `run` goes on.

    *actions* are what there is to do for containers that stand as *states* (see imagesim.rules.pods.actions); these do
    not change meanwhile. `failed` says whether one of the results is an error. *crash_backoff* is the kubelet's, for
    all its pods.
    """

    __slots__ = (
        "_actions", "_behaviour", "_crash_backoff", "_emit", "_now", "_pod", "_spec", "_states", "failed",
        "results",
    )  # fmt: skip

    def __init__(
        self,
        pod: SyncedPod,
        spec: PodSpec,
        states: ContainerStates,
        actions: PodActions,
        *,
        behaviour: KubernetesBehaviour,
        crash_backoff: CrashBackoff,
        emit: Emit,
    ) -> None:
        self.results: list[SyncResult] = []
        self.failed = False
        self._pod = pod
        self._spec = spec
        self._states = states
        self._actions = actions
        self._behaviour = behaviour
        self._crash_backoff = crash_backoff
        self._emit = emit
        self._now: Seconds = 0.0

    @property
    def error(self) -> str:
        """The error of the whole sync so far, "" if nothing `failed`."""
        return sync_error(self.results)

    def run(self, now: Seconds) -> Steps:
        """Go through the sync from *now* on."""
        self._now = now
        if self._actions.kill_pod or self._actions.kill:
            yield from self._kill(self._actions)
        if self._actions.create_sandbox:
            self._now = (yield CreateSandbox()).now
            self.results.append(SyncResult(CREATE_POD_SANDBOX, texts.pod_text(*self._pod)))
        if self._behaviour.reports_config_pod_sandbox:
            # Its target is the runtime's ID of the sandbox; this is how a runtime could name it.
            self._worked(CONFIG_POD_SANDBOX, f"{self._pod.name}_{self._pod.namespace}_{self._pod.uid}_0")
        failed_volumes = (yield from self._image_volumes()) if self._spec.image_volumes else {}
        for container in self._actions.init:
            started = yield from self._start(container, init_path(container), failed_volumes)
            if not started and not is_sidecar(container):
                return
        for container in self._actions.regular:
            yield from self._start(container, container_path(container), failed_volumes)

    def _worked(self, action: str, target: str) -> None:
        self.results.append(SyncResult(action, target))

    def _failed(self, result: SyncResult) -> None:
        self.results.append(result)
        self.failed = True

    def _kill(self, actions: PodActions) -> Steps:
        """Kill the whole pod, or the containers whose image was changed."""
        if not self._states:
            self._worked(KILL_POD_SANDBOX, self._pod.uid)
            return
        if not actions.kill_pod:
            for container, path in with_paths(self._spec):
                if container in actions.kill:
                    init = container in self._spec.init_containers
                    yield from self._kill_one(container, path, texts.definition_changed(container.name, init=init))
            return
        for container, path in with_paths(self._spec):
            if is_running(container, self._states):
                yield from self._kill_one(container, path, texts.killing(container.name))
        self._worked(KILL_POD_SANDBOX, self._pod.uid)

    def _kill_one(self, container: Container, path: str, event: texts.Event) -> Steps:
        self._emit(event, path)
        self._now = (yield KillContainer(container.name)).now
        self._worked(KILL_CONTAINER, container.name)

    def _image_volumes(self) -> Generator[Step, Done, Mapping[str, Done]]:
        """Ensure the images of all image volumes; return those that failed, by the volume's name."""
        failed = {}
        for volume in self._spec.image_volumes if self._behaviour.image_volumes_by_default else ():
            stand_in = Container(name=volume.name, image=volume.reference, image_pull_policy=volume.pull_policy)
            done = yield EnsureImage(stand_in, "")
            self._now = done.now
            if done.reason:
                failed[volume.name] = done
        return failed

    def _start(
        self, container: Container, path: str, failed_volumes: Mapping[str, Done]
    ) -> Generator[Step, Done, bool]:
        """Start one container; False if it could not be."""
        if self._states:  # else none has crashed yet
            crashed = self._crash_back_off(container, path)
            if crashed is not None:
                self._failed(crashed)
                return False
        failures: list[Done] = []
        if failed_volumes:
            failures = [failed_volumes[name] for name in container.volume_mounts if name in failed_volumes]
        if not failures:
            done = yield EnsureImage(container, path)
            self._now = done.now
            if done.reason:
                failures.append(done)
        for failure in failures:
            self._emit(texts.start_failed(failure.reason), path)
        if failures:
            reason, message = failures[-1].reason, failures[-1].message
            self._failed(SyncResult(START_CONTAINER, container.name, reason, message))
            return False
        self._now = (yield StartContainer(container)).now
        self._emit(texts.created(self._behaviour, container.name), path)
        self._emit(texts.started(self._behaviour, container.name), path)
        self.results.append(SyncResult(START_CONTAINER, container.name))
        return True

    def _crash_back_off(self, container: Container, path: str) -> SyncResult | None:
        """The failure of a container that exited and may not start again yet; None if it may."""
        state = self._states.get(container.name)
        if state is None or state.finished_s is None:
            return None
        ended, backoff = state.finished_s, self._crash_backoff
        key = f"{self._pod.uid}_{container.name}_{container.image}"
        # The kubelet's housekeeping drops entries 600 s after their last update, even inside a window.
        backoff.gc(self._now)
        if not backoff.is_in_backoff_since(key, ended, self._now):
            backoff.next(key, self._now, ended)
            return None
        pod, delay = texts.pod_text(*self._pod), backoff.get(key)
        self._emit(texts.crash_back_off(container.name, pod), path)
        message = texts.crash_back_off_message(delay, container.name, pod)
        return SyncResult(START_CONTAINER, container.name, texts.CRASH_LOOP_BACK_OFF, message, ended + delay)


def container_path(container: Container) -> str:
    """The field path of a regular container in events."""
    return _field_path("containers", container.name)


def init_path(container: Container) -> str:
    """The field path of an init container in events."""
    return _field_path("initContainers", container.name)


@lru_cache(maxsize=1024)  # thousands of pods have a container of that name
def _field_path(containers: str, name: str) -> str:
    return f"spec.{containers}{{{name}}}"


def with_paths(spec: PodSpec) -> list[tuple[Container, str]]:
    """All containers of a pod with their field paths, init containers first."""
    init = [(container, init_path(container)) for container in spec.init_containers]
    return init + [(container, container_path(container)) for container in spec.containers]
