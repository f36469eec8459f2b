"""A pod worker: the syncs of one pod on its kubelet, never two at a time.

Models pkg/kubelet/pod_workers.go and kubelet.go (SyncPod, SyncTerminatingPod), 1.32 to 1.36; the timing was recorded at
both ends. A sync first publishes the API status that follows from the sync before, then acts; what it does is decided
by imagesim.rules.pods.sync. When the next one comes:

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

from collections.abc import Sequence
from functools import partial

from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.environment import Planned
from imagesim.engine.kubelet.container_status import PodStatusWriter
from imagesim.engine.kubelet.falling_asleep import falls_asleep
from imagesim.engine.kubelet.hopeless_sync import HopelessSync
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.pod_services import PodServices, seen_sync
from imagesim.engine.kubelet.prober import has_probes
from imagesim.engine.kubelet.sleeper import Sleeper
from imagesim.engine.kubelet.sync_work import EnsuresImages, stop_all
from imagesim.engine.kubelet.waiting import Wait, carry_on
from imagesim.rules.images.eviction import EVICTED
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.actions import NOTHING, ContainerStates, PodActions, pod_actions
from imagesim.rules.pods.status import Failures, remember_failures
from imagesim.rules.pods.sync import Emit, PodSync
from imagesim.rules.pods.sync_result import SyncResult, requeue_period
from imagesim.rules.pods.sync_timing import jittered
from imagesim.rules.units import Seconds

_NO_FAILURES: Failures = {}  # most pods have none, and share this

_Begun = tuple[Seconds, bool]
"""When a sync began, and whether because its time had come."""


class PodWorker:
    """The worker of *pod*. `sync_soon` is the only way to make it run."""

    # As in all that exists once per pod: a large cluster has 150,000.
    __slots__ = (
        "_asleep", "_env", "_failures", "_generation", "_idle", "_last_sync_end", "_pending", "_prober", "_services",
        "_sleepers", "_status", "_syncing", "_told", "containers", "pod",
    )  # fmt: skip

    def __init__(self, services: PodServices, pod: ApiPod) -> None:
        self.pod = pod
        self.containers = PodContainers(services.env, pod, services.records, self._notice)
        self._services = services
        self._env = services.env
        self._status = PodStatusWriter(services.env, pod, services.api, services.records)
        self._prober = (
            services.prober(pod, self.containers, self._status, self.sync_soon) if has_probes(pod.spec) else None
        )
        self._failures = _NO_FAILURES
        self._syncing = False
        self._pending = False
        self._idle = False
        self._told = False
        self._generation = 0
        self._last_sync_end: Seconds | None = None
        self._asleep: Sleeper | None = None
        self._sleepers = services.sleeping.queue if services.sleeping is not None else ()

    @property
    def under_way(self) -> bool:
        """Whether a sync of the pod waits for something."""
        return self._syncing and self.pod.removed_s is None

    # --- when ---

    def sync_soon(self) -> None:
        """An update for the pod: sync now, or after the sync that is running."""
        if self._sleepers:
            self._wake()
        self._told = True
        if self._syncing:
            self._pending = True
        else:
            self._schedule(self._seen_after_last_sync())

    def lose_sandbox(self) -> None:
        """The pod's sandbox is gone, if it has one; the PLEG will notice."""
        if self.containers.has_sandbox:
            self._idle = False
            self.containers.lose_sandbox()

    def becomes(self, pod: ApiPod) -> None:
        """Another object of the API shows the pod now: the mirror pod that takes the place of a deleted one."""
        if self._sleepers:
            self._wake()
        self.pod = pod
        self.containers.becomes(pod)
        if self._prober is not None:
            self._prober.becomes(pod)
        self._status.becomes(pod)

    def _notice(self) -> None:
        if self._sleepers:
            self._wake()
        self._services.pleg.noticed(self.pod.uid, self._looked)

    def _looked(self) -> None:
        """The PLEG has looked and found a change: nothing has to be waited for, unless a sync runs."""
        if self._sleepers:
            self._wake()
        self._told = True
        if self._syncing:
            self._pending = True
            return
        delay = self._seen_after_last_sync()
        if delay:
            self._schedule(delay)
        elif self.pod.removed_s is None:
            self._begin()

    def _seen_after_last_sync(self) -> Seconds:
        return 0.0 if self._last_sync_end is None else self._services.pleg.seen_after(self._last_sync_end)

    def _schedule(self, delay: Seconds) -> None:
        """Be due in *delay* seconds; a later call replaces the time, as in the kubelet's work queue."""
        self._generation += 1
        self._env.plan(delay, self._due, self._generation)

    def _due(self, planned: Planned) -> None:
        if planned.value == self._generation and not self._syncing and self.pod.removed_s is None:
            if self._sleepers:
                self._wake()
            self._begin()

    def _begin(self) -> None:
        """Sync. Most syncs find nothing to do, and only one that does is work that may wait."""
        env, pod, status = self._env, self.pod, self._status
        self._syncing, self._pending = True, False
        begun = env.now, not self._told
        self._told = False
        self._generation += 1
        states, deleted = self.containers.seen_by(self._services.pleg), pod.deletion_s is not None
        if self._prober is not None:
            self._prober.see(states)
        if self._idle and not deleted and status.is_shown(pod.spec, states, self._failures):
            self._syncing = False  # nothing has changed since a sync that had nothing to do
            self._last_sync_end = env.now
            return
        phase = status.publish(states, self._failures)
        if deleted:
            self._work(self._terminate())
        elif phase in TERMINAL:
            self._work(self._ended_for_good(begun))
        else:
            self._act(states, begun)

    def _act(self, states: ContainerStates, begun: _Begun) -> None:
        pod, services = self.pod, self._services
        # A sync says which pull secrets are not there, and goes on without them.
        if pod.spec.image_pull_secrets and (said := services.missing_secrets.before(pod)) is not None:
            self._emit(said, "")
        actions = self._actions(states)
        if actions.create_sandbox and self.containers.had_sandbox:
            self._emit(texts.SANDBOX_CHANGED, "")
        idle = actions == NOTHING
        if idle and not (pod.spec.image_volumes and services.behaviour.image_volumes_ensured_each_sync):
            self._acted(begun, None, idle=True)
            return
        if self._sleepers and services.sleeping is not None:
            services.sleeping.pulls.make_real()  # it may pull, too
        sync = self._sync(states, actions, services.images)
        self._work(self._carry_out(sync, sync.run(), begun, idle=idle))

    def _actions(self, states: ContainerStates) -> PodActions:
        return pod_actions(
            self.pod.spec,
            states,
            has_sandbox=self.containers.has_sandbox,
            changed_sidecars_restart=self._services.behaviour.changed_sidecar_restarts,
            probed=self._status.probed,
        )

    def _sync(self, states: ContainerStates, actions: PodActions, images: EnsuresImages) -> PodSync:
        return self._services.sync(self.pod, self.containers, states, actions, images)

    def _work(self, work: Wait) -> None:
        carry_on(self._env, work)
        if self._syncing and self._services.sleeping is not None:
            self._services.sleeping.hurry(self)

    def _acted(self, begun: _Begun, sync: PodSync | None, *, idle: bool) -> None:
        """A sync of a pod that lives is over."""
        if sync is not None and (sync.failed or self._failures):
            self._failures = remember_failures(self._failures, sync.results)
            said = self._services.missing_secrets.after(self.pod, sync.results)
            if said is not None:
                self._emit(said, "")
        # A sync says once more which pull secrets are missing, if it does nothing else.
        self._idle = idle and not self._failures and not self.pod.spec.image_pull_secrets and not self._resyncs()
        self._end(begun, sync)

    def _end(self, begun: _Begun, sync: PodSync | None) -> None:
        self._syncing = False
        self._last_sync_end = self._env.now
        if self._services.on_sync is not None:
            self._services.on_sync(seen_sync(self.pod, begun, self._env.now, sync))
        failed = sync is not None and sync.failed
        if self._pending:
            relists = self._services.behaviour.relist_after_start
            looks_at_once = relists and sync is not None and sync.results and not failed
            self._schedule(0.0 if looks_at_once else self._seen_after_last_sync())
        elif failed or (not self._idle and self._resyncs()):
            self._sync_again(sync.results if sync is not None else (), failed=failed)

    def _sync_again(self, results: Sequence[SyncResult], *, failed: bool) -> None:
        """After a failure, or because such a pod is synced again and again."""
        at_expiry = self._services.behaviour.crash_backoff_requeues_at_expiry
        period = requeue_period(results, self._env.now, crash_expiry=at_expiry)
        delay = jittered(period, self._services.chance.next_of(f"pod-sync/{self.pod.key}"))
        wait = max(self._services.pleg.found_after(delay), self._seen_after_last_sync())
        if not (failed and self._falls_asleep(self._env.now + wait)):
            self._schedule(wait)

    def _falls_asleep(self, next_sync_s: Seconds) -> bool:
        if self._prober is not None and self.containers.states:
            return False  # a probe may say something new
        self._asleep = falls_asleep(
            self._services, self.pod, self.containers, self._failures, self._status, self, next_sync_s
        )
        if self._asleep is None:
            return False
        self._generation += 1
        return True

    def _wake(self) -> None:
        """Something happens: what the node's sleeping pods did until now comes first, and the pod sleeps no more.

        Where nobody sleeps there is nothing to do, and most who call this ask that first.
        """
        sleeping = self._services.sleeping
        if sleeping is not None:
            sleeping.catch_up()
            if self._asleep is not None:
                sleeping.wake(self._asleep)

    def awake(self, sleeper: Sleeper) -> None:
        """The pod is awake; see SleepingWorker."""
        self._asleep = None
        self._failures = sleeper.failures
        self._last_sync_end = sleeper.last_sync_s
        self._generation += 1
        self._env.in_turn(sleeper.next_sync_s, sleeper.turn, self._due, self._generation)

    def go_on(self, sleeper: Sleeper, sync: HopelessSync, images: EnsuresImages) -> None:
        """The pod is awake in the middle of a sync; see SleepingWorker."""
        self._asleep = None
        self._failures = sleeper.failures
        self._generation += 1
        self._syncing, self._pending, self._told = True, False, False
        states: ContainerStates = {}
        real = self._sync(states, pod_actions(self.pod.spec, states, has_sandbox=True), images)
        self._work(self._carry_out(real, real.run_on(sync.results), (sync.began_s, True), idle=False))

    def _resyncs(self) -> bool:
        """Whether a sync that finds all well is repeated: it asks for images of volumes, and what is not ready."""
        if self._status.probed.unready:
            return True
        behaviour = self._services.behaviour
        if self.pod.spec.image_volumes and behaviour.image_volumes_by_default:
            return behaviour.image_volumes_ensured_each_sync or self._services.resyncs_always
        return self._services.resyncs_always

    # --- what ---

    def _carry_out(self, sync: PodSync, steps: Wait, begun: _Begun, *, idle: bool) -> Wait:
        yield from steps
        self._acted(begun, sync, idle=idle)

    def _ended_for_good(self, begun: _Begun) -> Wait:
        yield from stop_all(self.pod, self.containers, self._emit)
        self._end(begun, None)

    def _terminate(self) -> Wait:
        yield from stop_all(self.pod, self.containers, self._emit)
        self._status.close()
        self._services.gone(self.pod)

    @property
    def _emit(self) -> Emit:
        """Takes the events about the pod."""
        return partial(self._services.events.about_pod, self.pod)

    def evict(self, why: texts.Event) -> None:
        """The node needs its place: the pod's containers are stopped, and then it has Failed, for good.

        A pull that runs goes on, and its container may start briefly, as when a pod is deleted.
        """
        self._wake()
        self._emit(why, "")
        self._env.process(self._evict())

    def _evict(self) -> Wait:
        yield from stop_all(self.pod, self.containers, self._emit, grace_s=0.0)  # the node cannot wait
        self._services.api.pods.fail(self.pod, EVICTED)
        self.sync_soon()

    def finish(self) -> None:
        """The run is over: write what is still open."""
        self.containers.finish()
        self._status.close(at_end=True)
