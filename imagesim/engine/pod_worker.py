"""A pod worker: the syncs of one pod on its kubelet, never two at a time.

Models pkg/kubelet/pod_workers.go, kubelet.go (SyncPod, SyncTerminatingPod) and kuberuntime_manager.go. A sync first
publishes the API status that follows from the sync before, then acts: sandbox, init containers one after another,
then the regular containers. After an error the pod is due again in 10 s x [1, 1.5); in between only the PLEG (a
container or sandbox that started or died) or a deletion makes it run. A pod in which everything runs costs nothing:
its periodic syncs would change nothing.
"""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

import simpy

from imagesim.engine.api_server import ApiPod
from imagesim.engine.container_status import ContainerStatus, PodStatusWriter
from imagesim.rules import kubelet_texts as texts
from imagesim.rules import sync_timing
from imagesim.rules.units import Seconds

if TYPE_CHECKING:
    from imagesim.engine.kubelet import Kubelet

STOP_S: Seconds = 1.0
"""From SIGTERM to the exit of a container: an assumption, stated to the user."""
INIT_CONTAINER_S: Seconds = 1.0
"""How long an init container runs before it succeeds: an assumption, stated to the user."""

Sync = Generator[simpy.Event, Any, None]


class PodWorker:
    """The worker of *pod*. `sync_soon` is the only way to make it run."""

    def __init__(self, kubelet: "Kubelet", pod: ApiPod) -> None:
        self.pod = pod
        self.kubelet = kubelet
        self._env = kubelet.env
        self._syncing = False
        self._pending = False
        self._generation = 0
        self._last_sync_end: Seconds | None = None
        self._has_sandbox = False
        self.containers = [ContainerStatus(container, init=True) for container in pod.spec.init_containers]
        self.containers += [ContainerStatus(container, init=False) for container in pod.spec.containers]
        self._status = PodStatusWriter(self)

    # --- when ---

    def sync_soon(self) -> None:
        """An update for the pod: sync now, or after the sync that is running and the PLEG's next look."""
        if self._syncing:
            self._pending = True
            return
        self._schedule(0.0 if self._last_sync_end is None else self.kubelet.seen_after(self._last_sync_end))

    def _schedule(self, delay: Seconds) -> None:
        """Be due in *delay* seconds; a later call replaces the time, as in the kubelet's work queue."""
        self._generation += 1
        timeout = self._env.timeout(max(0.0, delay), value=self._generation)
        timeout.callbacks.append(self._due)

    def _due(self, timeout: simpy.Event) -> None:
        if timeout.value == self._generation and not self._syncing and self.pod.removed_s is None:
            self._env.process(self._run())

    def _run(self) -> Sync:
        self._syncing, self._pending = True, False
        self._generation += 1
        before = [status.starts for status in self.containers]
        self._status.publish()
        if self.pod.deletion_s is None:
            yield from self._sync_pod()
        if self.pod.deletion_s is not None:
            yield from self._terminate()
            return
        self._syncing = False
        self._last_sync_end = self._env.now
        acted = before != [status.starts for status in self.containers]
        self._requeue(acted)

    def _requeue(self, acted: bool) -> None:
        failed = [status for status in self.containers if status.failure is not None]
        if self._pending:
            # From 1.36 a sync that started something asks the PLEG to look at once.
            at_once = acted and not failed and self.kubelet.behaviour.relist_after_start
            self._schedule(0.0 if at_once else self.kubelet.seen_after(self._env.now))
        elif failed:
            expiry = min((status.crash_expiry for status in failed if status.crash_expiry is not None), default=None)
            delay = sync_timing.requeue_after_error(
                self.kubelet.chance(f"pod-sync/{self.pod.key}").random(),
                expiry if self.kubelet.behaviour.crash_backoff_requeues_at_expiry else None,
                self._env.now,
            )
            self._schedule(self.kubelet.ticker_after(self._env.now + delay) - self._env.now)

    # --- what ---

    def _sync_pod(self) -> Sync:
        self.kubelet.report_missing_pull_secrets(self.pod)
        if not self._has_sandbox:
            self._has_sandbox = True
            self.kubelet.noticed(self)
        # A deletion does not cancel what this sync has begun (facts D): the pod stays Terminating until it ends.
        for status in self._to_start():
            yield from self._start(status)

    def _to_start(self) -> list[ContainerStatus]:
        """The containers whose turn it is: the next init container, or all regular ones that should run.

        A sidecar that cannot start is passed over; one that has just started lets the next sync go on.
        """
        turn: list[ContainerStatus] = []
        for status in self.containers:
            if status.running:
                if status.init and not status.sidecar:
                    return turn
            elif not status.init:
                if status.should_start(self.pod.spec.restart_policy):
                    turn.append(status)
            elif status.sidecar or not status.succeeded:
                turn.append(status)
                if status.failure is None or not status.sidecar:
                    return turn
        return turn

    def _start(self, status: ContainerStatus) -> Sync:
        container = status.container
        if self._in_crash_back_off(status):
            return
        ensured = yield from self.kubelet.image_manager.ensure_image_exists(
            self.pod, container, lambda event: self._emit(status, event)
        )
        if ensured.reason:
            status.failure = (ensured.reason, ensured.message)
            status.crash_expiry = None
            self._emit(status, texts.start_failed(ensured.reason))
            return
        status.failure = status.crash_expiry = None
        behaviour = self.kubelet.behaviour
        self._emit(status, texts.created(behaviour, container.name))
        self._emit(status, texts.started(behaviour, container.name))
        status.start(self._env.now, ensured.version)
        self.kubelet.noticed(self)
        if status.init and not status.sidecar:
            self._after(INIT_CONTAINER_S, status, lambda: status.exit(self._env.now, "Completed"))

    def _in_crash_back_off(self, status: ContainerStatus) -> bool:
        if status.finished_s is None or status.succeeded:
            return False
        backoff, now = self.kubelet.crash_backoff, self._env.now
        key = f"{self.pod.uid}_{status.container.name}_{status.container.image}"
        if backoff.is_in_backoff_since(key, status.finished_s, now):
            until = status.finished_s + backoff.get(key)
            status.crash_expiry = until
            pod = texts.pod_text(self.pod.namespace, self.pod.name, self.pod.uid)
            self._emit(status, texts.crash_back_off(status.container.name, pod))
            message = texts.crash_back_off_message(backoff.get(key), status.container.name, pod)
            status.failure = (texts.CRASH_LOOP_BACK_OFF, message)
            return True
        # Advanced before the image step on purpose: a crashed container whose registry is down keeps doubling this.
        backoff.next(key, now)
        return False

    def crash(self) -> None:
        """Every running regular container exits with an error now."""
        for status in self.containers:
            if status.running and not status.init:
                status.exit(self._env.now, "Error")
                self.kubelet.ended(self, status)
        self.kubelet.noticed(self)

    def _after(self, delay: Seconds, status: ContainerStatus, then: Callable[[], None]) -> None:
        starts = status.starts

        def callback(_: simpy.Event) -> None:
            if status.running and status.starts == starts:
                then()
                self.kubelet.ended(self, status)
                self.kubelet.noticed(self)

        self._env.timeout(delay).callbacks.append(callback)

    def _terminate(self) -> Sync:
        running = [status for status in self.containers if status.running]
        for status in running:
            self._emit(status, texts.killing(status.container.name))
        if running:
            yield self._env.timeout(STOP_S)
        for status in running:
            status.exit(self._env.now, "Completed")
            self.kubelet.ended(self, status)
        self._status.close()
        self.kubelet.forget(self)

    def finish(self) -> None:
        """The run is over: write what is still open."""
        for status in self.containers:
            if status.running:
                self.kubelet.ended(self, status)
        self._status.close(at_end=True)

    def _emit(self, status: ContainerStatus, event: texts.Event) -> None:
        part = "initContainers" if status.init else "containers"
        self.kubelet.emit(self.pod, event, f"spec.{part}{{{status.container.name}}}")
