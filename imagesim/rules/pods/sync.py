"""One sync of a pod, step by step: what is done in which order, what blocks what, and what is said about it.

Models SyncPod of pkg/kubelet/kuberuntime/kuberuntime_manager.go with startContainer, 1.32 to 1.36 (recorded at both
ends). The order: kill what must go; the sandbox; every image volume, at every sync, also when nothing is to be started;
ephemeral containers; init containers; regular containers. An init container that cannot start ends the sync, unless it
is a sidecar. A regular container never blocks another. From 1.37 on image volumes are seen to only when a container is
started, before the image of the first one (kubernetes#138655, from its text: whether before or after the look at its
crash back-off is a guess). One container starts in this order:

1. A container that exited waits in CrashLoopBackOff, counted from its end, *before* anything is asked about images.
   Each time it is let through its back-off doubles, also if the pull then fails. For one that is killed in this very
   sync the end of the incarnation *before* counts (doBackOff looks at what the sync began with).
2. An image volume that it mounts and that failed gives it that volume's waiting reason; of several the last one.
3. Its image. Every failure here or in 2 has a second event on the container, `Error: <waiting reason>`.

A sandbox that cannot be made ends the sync: an event about the pod, and another sync in 10 to 15 s.

What takes time or touches the runtime is done by the kubelet's SyncWork. The sync is a generator: it passes on what
that waits for, whatever that is. Events go to a callback. Creating and starting a container never fail here.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from imagesim.rules.api.app import App
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.actions import ContainerStates, PodActions, is_running, is_sidecar
from imagesim.rules.pods.field_paths import container_path, ephemeral_path, init_path, with_paths
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


class EnsuredImage(NamedTuple):
    """What became of a container's image: why there is none, a waiting `reason` and its `message`, or its `version`.

    `runs` is False for an image of another architecture, which can be pulled and not be run. `app` is what the image
    says of its program, if it does.
    """

    reason: str = ""
    message: str = ""
    version: str = ""
    runs: bool = True
    app: App | None = None


class NoSandbox(NamedTuple):
    """There is no sandbox, for this *error* of the runtime; a pod that is to end says nothing of it (`ends`)."""

    error: str
    ends: bool = False


class SyncWork(Protocol):
    """What a sync has done for it. What takes time is a generator of whatever is waited for."""

    @property
    def now(self) -> Seconds:
        """The time."""
        ...

    def create_sandbox(self) -> "Generator[Any, Any, NoSandbox | None] | None":
        """Make the pod's sandbox; None where that is done at once, and what comes of it is None where it is done."""

    def kill(self, *names: str) -> Generator[Any, Any, None]:
        """Stop running containers, all at once, and wait until they have ended."""
        ...

    def ensure_image(self, container: Container, field_path: str) -> Generator[Any, Any, EnsuredImage]:
        """See to the image of a container, or of a volume dressed as one (*field_path* is "" then)."""
        ...

    def start(self, container: Container, image: EnsuredImage) -> None:
        """Create and start a container whose image is there."""


Wait = Generator[Any, Any, None]
Emit = Callable[[texts.Event, str], object]
"""Takes an event and the field path of the part of the pod that it is about, "" for the pod itself."""


class SyncedPod(Protocol):
    """Which pod it is."""

    @property
    def namespace(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def uid(self) -> str: ...


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


_NONE_FAILED: Mapping[str, EnsuredImage] = {}


class PodSync:
    """One sync of *pod* with what is known when it begins; `results` grow while `run` goes on.

    *actions* are what there is to do for containers that stand as *states* (see imagesim.rules.pods.actions); these do
    not change meanwhile. *work* does it. `failed` says whether one of the results is an error. *crash_backoff* is the
    kubelet's, for all its pods.
    """

    __slots__ = (
        "_actions", "_behaviour", "_crash_backoff", "_emit", "_failed_volumes", "_pod", "_spec", "_states", "_work",
        "failed", "results",
    )  # fmt: skip

    def __init__(
        self,
        pod: SyncedPod,
        spec: PodSpec,
        states: ContainerStates,
        actions: PodActions,
        work: SyncWork,
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
        self._work = work
        self._behaviour = behaviour
        self._crash_backoff = crash_backoff
        self._emit = emit
        volumes = spec.image_volumes and behaviour.image_volumes_by_default
        self._failed_volumes: Mapping[str, EnsuredImage] | None = None if volumes else _NONE_FAILED

    @property
    def error(self) -> str:
        """The error of the whole sync so far, "" if nothing `failed`."""
        return sync_error(self.results)

    def run(self) -> Wait:
        """Go through the sync."""
        actions, behaviour = self._actions, self._behaviour
        if actions.kill_pod and not self._states:  # nothing is there to be stopped
            self._worked(KILL_POD_SANDBOX, self._pod.uid)
        elif actions.kill_pod or actions.kill:
            yield from self._kill(actions)
        if actions.create_sandbox:
            making = self._work.create_sandbox()
            if making is not None and (failed := (yield from making)) is not None:
                self._no_sandbox(failed)
                return
            self._worked(CREATE_POD_SANDBOX, self._pod_text)
        if behaviour.reports_config_pod_sandbox:
            # Its target is the runtime's ID of the sandbox; this is how a runtime could name it.
            self._worked(CONFIG_POD_SANDBOX, f"{self._pod.name}_{self._pod.namespace}_{self._pod.uid}_0")
        if self._failed_volumes is None and behaviour.image_volumes_ensured_each_sync:
            self._failed_volumes = yield from self._image_volumes()
        for container in actions.ephemeral:
            yield from self._start(container, ephemeral_path(container))
        for container in actions.init:
            started = yield from self._start(container, init_path(container))
            if not started and not is_sidecar(container):
                return
        for container in actions.regular:
            yield from self._start(container, container_path(container))

    def _no_sandbox(self, failed: NoSandbox) -> None:
        """The sync is over before it comes to a container: they stay as they are, and there is no back-off."""
        if failed.ends:
            self._worked(CREATE_POD_SANDBOX, self._pod_text)
            return
        self._emit(texts.sandbox_failed(failed.error), "")
        message = texts.sandbox_failed_message(self._pod_text, failed.error)
        self._failed(SyncResult(CREATE_POD_SANDBOX, self._pod_text, texts.CREATE_POD_SANDBOX_ERROR, message))

    def run_on(self, failed: Sequence[SyncResult]) -> Wait:
        """Go on with a sync that only starts regular containers, the first of which have *failed* so far."""
        for result in failed:
            self._failed(result)
        for container in self._actions.regular[len(failed) :]:
            yield from self._start(container, container_path(container))

    def _worked(self, action: str, target: str) -> None:
        self.results.append(SyncResult(action, target))

    def _failed(self, result: SyncResult) -> None:
        self.results.append(result)
        self.failed = True

    @property
    def _pod_text(self) -> str:
        return texts.pod_text(self._pod.namespace, self._pod.name, self._pod.uid)

    def _kill(self, actions: PodActions) -> Wait:
        """Kill the whole pod, or the containers whose image was changed."""
        if not actions.kill_pod:
            for container, path in with_paths(self._spec):
                if container in actions.kill:
                    yield from self._kill_one(container, path, self._why_killed(container))
            return
        # killContainersWithSyncResult: side by side, each waiting for its own hook.
        running = [each for each in with_paths(self._spec) if is_running(each[0], self._states)]
        for container, path in running:
            self._emit(texts.killing(container.name), path)
        names = [container.name for container, _ in running]
        yield from self._work.kill(*names)
        for name in names:
            self._worked(KILL_CONTAINER, name)
        self._worked(KILL_POD_SANDBOX, self._pod.uid)

    def _why_killed(self, container: Container) -> texts.Event:
        init = container in self._spec.init_containers
        kind = self._actions.failed.get(container.name)
        if kind is None:
            return texts.definition_changed(container.name, init=init)
        return texts.probe_failed(container.name, kind, init=init, restarts=container in self._actions.regular)

    def _kill_one(self, container: Container, path: str, event: texts.Event) -> Wait:
        self._emit(event, path)
        yield from self._work.kill(container.name)
        self._worked(KILL_CONTAINER, container.name)

    def _image_volumes(self) -> Generator[Any, Any, Mapping[str, EnsuredImage]]:
        """Ensure the images of all image volumes; return those that failed, by the volume's name."""
        failed = {}
        for volume in self._spec.image_volumes:
            image = yield from self._work.ensure_image(as_container(volume), "")
            if image.reason:
                failed[volume.name] = image
        return failed

    def _start(self, container: Container, path: str) -> Generator[Any, Any, bool]:
        """Start one container; False if it could not be."""
        if self._states:  # else none has crashed yet
            crashed = self._crash_back_off(container, path)
            if crashed is not None:
                self._failed(crashed)
                return False
        if self._failed_volumes is None:
            self._failed_volumes = yield from self._image_volumes()
        failures: Sequence[EnsuredImage] = ()
        if failed := self._failed_volumes:
            failures = [failed[name] for name in container.volume_mounts if name in failed]
        if not failures:
            image = yield from self._work.ensure_image(container, path)
            if not image.reason:
                self._work.start(container, image)
                self._emit(texts.created(self._behaviour, container.name), path)
                self._emit(texts.started(self._behaviour, container.name), path)
                self._worked(START_CONTAINER, container.name)
                return True
            failures = (image,)
        for failure in failures:
            self._emit(texts.start_failed(failure.reason), path)
        reason, message = failures[-1].reason, failures[-1].message
        self._failed(SyncResult(START_CONTAINER, container.name, reason, message))
        return False

    def _crash_back_off(self, container: Container, path: str) -> SyncResult | None:
        """The failure of a container that exited and may not start again yet; None if it may."""
        state = self._states.get(container.name)
        if state is None:
            return None
        ended = state.before_finished_s if state.finished_s is None else state.finished_s
        if ended is None:
            return None
        backoff, now = self._crash_backoff, self._work.now
        key = f"{self._pod.uid}_{container.name}_{container.image}"
        # The kubelet's housekeeping drops entries 600 s after their last update, even inside a window.
        backoff.gc(now)
        if not backoff.is_in_backoff_since(key, ended, now):
            backoff.next(key, now, ended)
            return None
        pod, delay = self._pod_text, backoff.get(key)
        self._emit(texts.crash_back_off(container.name, pod), path)
        message = texts.crash_back_off_message(delay, container.name, pod)
        return SyncResult(START_CONTAINER, container.name, texts.CRASH_LOOP_BACK_OFF, message, ended + delay)


def as_container(volume: ImageVolume) -> Container:
    """An image volume dressed as a container, whose image is seen to in the same way."""
    return Container(name=volume.name, image=volume.reference, image_pull_policy=volume.pull_policy)
