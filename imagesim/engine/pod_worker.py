"""A pod worker: the syncs of one pod on its kubelet, never two at a time.

Models pkg/kubelet/pod_workers.go and kubelet.go (SyncPod, SyncTerminatingPod), 1.32 to 1.36; the timing was recorded at
both ends. A sync first publishes the API status that follows from the sync before, then acts; what it does is decided
by imagesim.rules.pod_sync. When the next one comes:

- After an error in 10 s x [1, 1.5); from 1.35 on, with a container in CrashLoopBackOff, when that ends. The ticker
  rounds up.
- At once for an update: a container or sandbox that the PLEG noticed, a change of the pod, a deletion. One that comes
  during a sync waits for its end. In any case a sync waits until the PLEG has looked after the end of the one before.
- From 1.36 a sync that did something without an error has the PLEG look at once, so an update that waited for its end
  goes on immediately. (Recorded in virtual time. On a real clock the same look also shows a container's start at once;
  recorded, and so here, that takes until the PLEG's next look.)
- A pod without errors is synced every 60 to 90 s, which changes nothing, so only a pod with image volumes is.

A deletion does not cancel what a sync has begun: the pod stays Terminating until its pull has ended.
"""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import simpy

from imagesim.engine.api_server import ApiPod
from imagesim.engine.container_status import PodStatusWriter
from imagesim.engine.pod_containers import PodContainers
from imagesim.rules import kubelet_texts as texts
from imagesim.rules.eviction import EVICTED
from imagesim.rules.pod_actions import ContainerStates
from imagesim.rules.pod_status import remember_failures
from imagesim.rules.pod_sync import (
    CreateSandbox,
    Done,
    EnsureImage,
    KillContainer,
    PodIdentity,
    PodSync,
    StartContainer,
    Step,
    with_paths,
)
from imagesim.rules.sync_result import SyncResult, requeue_period
from imagesim.rules.sync_timing import jittered
from imagesim.rules.units import Seconds

if TYPE_CHECKING:
    from imagesim.engine.kubelet import Kubelet

Wait = Generator[simpy.Event, Any, None]
_TERMINAL = ("Succeeded", "Failed")


class PodWorker:
    """The worker of *pod*. `sync_soon` is the only way to make it run."""

    def __init__(self, kubelet: "Kubelet", pod: ApiPod) -> None:
        self.pod = pod
        self.containers = PodContainers(kubelet.env, pod, kubelet.records, self._notice)
        self._kubelet = kubelet
        self._env = kubelet.env
        self._status = PodStatusWriter(kubelet.env, pod, kubelet.api, kubelet.records)
        self._failures: dict[str, SyncResult] = {}
        self._version = ""
        self._syncing = False
        self._pending = False
        self._generation = 0
        self._last_sync_end: Seconds | None = None

    # --- when ---

    def sync_soon(self) -> None:
        """An update for the pod: sync now, or after the sync that is running."""
        if self._syncing:
            self._pending = True
        else:
            self._schedule(self._seen_after_last_sync())

    def _notice(self) -> None:
        self._kubelet.pleg.noticed(self.pod.uid, self.sync_soon)

    def _seen_after_last_sync(self) -> Seconds:
        return 0.0 if self._last_sync_end is None else self._kubelet.pleg.seen_after(self._last_sync_end)

    def _schedule(self, delay: Seconds) -> None:
        """Be due in *delay* seconds; a later call replaces the time, as in the kubelet's work queue."""
        self._generation += 1
        self._env.timeout(delay, value=self._generation).callbacks.append(self._due)

    def _due(self, timeout: simpy.Event) -> None:
        if timeout.value == self._generation and not self._syncing and self.pod.removed_s is None:
            self._env.process(self._run())

    def _run(self) -> Wait:
        self._syncing, self._pending = True, False
        self._generation += 1
        states = self._seen()
        phase = self._status.publish(states, self._failures)
        if self.pod.deletion_s is not None:
            yield from self._terminate()
            return
        results: Sequence[SyncResult] = ()
        if phase in _TERMINAL:
            yield from self._stop_all()
        else:
            results = yield from self._sync_pod(states)
        self._syncing = False
        self._last_sync_end = self._env.now
        self._requeue(results)

    def _requeue(self, results: Sequence[SyncResult]) -> None:
        failed = any(result.error for result in results)
        behaviour = self._kubelet.behaviour
        if self._pending:
            looks_at_once = behaviour.relist_after_start and results and not failed
            self._schedule(0.0 if looks_at_once else self._seen_after_last_sync())
        elif failed or self._resyncs():
            period = requeue_period(results, self._env.now, crash_expiry=behaviour.crash_backoff_requeues_at_expiry)
            delay = jittered(period, self._kubelet.chance(f"pod-sync/{self.pod.key}").random())
            self._schedule(max(self._kubelet.pleg.found_after(delay), self._seen_after_last_sync()))

    def _resyncs(self) -> bool:
        """Whether a sync that finds everything well has to be repeated: it asks for the images of image volumes."""
        return bool(self.pod.spec.image_volumes) and self._kubelet.behaviour.image_volumes_by_default

    # --- what ---

    def _seen(self) -> ContainerStates:
        """The containers as the PLEG last saw them: an end that it has not noticed is not known."""
        pleg = self._kubelet.pleg
        return {
            name: state
            if state.finished_s is None or pleg.has_seen(state.finished_s)
            else replace(state, finished_s=None, exit_code=0)
            for name, state in self.containers.states.items()
        }

    def _sync_pod(self, states: ContainerStates) -> Generator[simpy.Event, Any, Sequence[SyncResult]]:
        pod, kubelet = self.pod, self._kubelet
        kubelet.report_missing_pull_secrets(pod)
        sync = PodSync(
            PodIdentity(pod.namespace, pod.name, pod.uid),
            pod.spec,
            states,
            has_sandbox=self.containers.has_sandbox,
            behaviour=kubelet.behaviour,
            crash_backoff=kubelet.crash_backoff,
            emit=self._emit,
        )
        steps = sync.run(self._env.now)
        step = next(steps, None)
        while step is not None:
            done = yield from self._carry_out(step)
            try:
                step = steps.send(done)
            except StopIteration:
                step = None
        self._failures = remember_failures(self._failures, sync.results)
        return sync.results

    def _carry_out(self, step: Step) -> Generator[simpy.Event, Any, Done]:
        match step:
            case EnsureImage(container, path):
                ensured = yield from self._kubelet.image_manager.ensure_image_exists(
                    self.pod, container, lambda event: self._emit(event, path)
                )
                self._version = ensured.version  # of the container that StartContainer names next
                return Done(self._env.now, ensured.reason, ensured.message)
            case StartContainer(container):
                self.containers.start(container, self._version)
            case KillContainer(name):
                yield from self.containers.stop(name)
            case CreateSandbox():
                self.containers.create_sandbox()
        return Done(self._env.now)

    def _stop_all(self) -> Wait:
        running = self.containers.running()
        for container, path in with_paths(self.pod.spec):
            if container.name in running:
                self._emit(texts.killing(container.name), path)
        yield from self.containers.stop(*running)

    def _terminate(self) -> Wait:
        yield from self._stop_all()
        self._status.close()
        self._kubelet.forget(self)

    def evict(self) -> None:
        """The node needs its place: the pod's containers are stopped, and then it has Failed, for good.

        A pull that runs goes on, and its container may start briefly, as when a pod is deleted.
        """
        self._env.process(self._evict())

    def _evict(self) -> Wait:
        yield from self._stop_all()
        self._kubelet.api.fail_pod(self.pod, EVICTED)
        self.sync_soon()

    def finish(self) -> None:
        """The run is over: write what is still open."""
        self.containers.finish()
        self._status.close(at_end=True)

    def _emit(self, event: texts.Event, path: str) -> None:
        self._kubelet.emit(self.pod, event, path)
