"""A pod worker: the syncs of one pod on its kubelet, never two at a time.

Models pkg/kubelet/pod_workers.go and kubelet.go (SyncPod, SyncTerminatingPod), 1.32 to 1.36; the timing was recorded at
both ends. A sync first publishes the API status that follows from the sync before, then acts; what it does is decided
by imagesim.rules.pods.sync. When the next one comes:

- After an error in 10 s x [1, 1.5); from 1.35 on, with a container in CrashLoopBackOff, when that ends. The ticker
  rounds up.
- At once for an update, or when the PLEG has looked; see SyncSchedule.
- A pod without errors is synced every 60 to 90 s, which mostly changes nothing; see `resyncs`.

A deletion does not cancel what a sync has begun: the pod stays Terminating until its pull has ended.
"""

from functools import partial

from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.kubelet.falling_asleep import falls_asleep
from imagesim.engine.kubelet.found_pods import apps_of, resumed, states_of
from imagesim.engine.kubelet.image_manager import ImageEnsurer
from imagesim.engine.kubelet.pod_end import terminate
from imagesim.engine.kubelet.pod_services import Begun, PodServices, seen_sync
from imagesim.engine.kubelet.pod_syncs import actions_of, resyncs
from imagesim.engine.kubelet.prober import has_probes
from imagesim.engine.kubelet.sleep.hopeless_sync import HopelessSync
from imagesim.engine.kubelet.sleep.sleeper import Sleeper
from imagesim.engine.kubelet.sync_schedule import SyncSchedule
from imagesim.engine.kubelet.sync_work import EnsuresImages, stop_all
from imagesim.engine.kubelet.waiting import Wait, carry_on
from imagesim.rules.images.eviction import EVICTED
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.actions import NOTHING, ContainerStates
from imagesim.rules.pods.status import Failures, remember_failures
from imagesim.rules.pods.sync import Emit, PodSync
from imagesim.rules.pods.sync_result import requeue_period
from imagesim.rules.pods.sync_timing import jittered
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.starting_state import FoundPod

_NO_FAILURES: Failures = {}  # most pods have none, and share this


def _nobody_looks() -> None:
    """The kubelet has ended."""


class PodWorker(SyncSchedule):
    """The worker of *pod*; *before* is that of the kubelet that ran on the node before, and has ended."""

    __slots__ = ("_failures", "_idle", "_prober", "_rested", "_status", "_waits")

    def __init__(self, services: PodServices, pod: ApiPod, before: "PodWorker | None" = None) -> None:
        super().__init__(services, pod)
        self._waits: Wait | None = None
        self._status = services.status_writer(pod)
        if before is not None:
            self.goes_on_from(before)
            self._status.goes_on_from(before._status)
        self._prober = (
            services.prober(pod, self.containers, self._status, self.sync_soon) if has_probes(pod.spec) else None
        )
        self._failures = _NO_FAILURES
        self._idle = False
        self._rested = -1  # the generation in which nothing was planned

    def take_up(self, found: FoundPod, images: ImageEnsurer) -> None:
        """The run begins, and the pod was there before."""
        scheduled_s = found.created_s if found.scheduled_s is None else found.scheduled_s
        if found.containers or found.waiting:
            self.containers.found(states_of(found), apps_of(found, images), scheduled_s)
        if self._prober is not None:
            ready = [each.name for each in found.containers if each.ready]
            self._prober.found(self.containers.states, ready)
        on = resumed(self._services, images, self.pod, found)
        self._status.publish(self.containers.states, on.shown)
        self._failures, self._last_sync_end = on.failures or _NO_FAILURES, on.synced_s
        if on.next_s > self._env.now:
            self._schedule(on.next_s - self._env.now)
        else:
            self.start()

    @property
    def under_way(self) -> bool:
        """Whether a sync of the pod waits for something."""
        return self._syncing and self.pod.removed_s is None

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

    def _begin(self, *, once_more: bool = False) -> None:
        """Sync. Most syncs find nothing to do, and only one that does is work that may wait.

        An update that has to be looked at *once more*, after this sync, makes no difference to one with nothing to do.
        """
        env, pod, status = self._env, self.pod, self._status
        self._syncing, self._pending = True, once_more
        begun = env.now, not self._told
        self._told = self._taken = False
        self._generation += 1
        states, deleted = self.containers.seen_by(self._services.pleg, self._looked_s), pod.deletion_s is not None
        if self._prober is not None:
            self._prober.see(states)
        if self._idle and not deleted and status.is_shown(pod.spec, states, self._failures):
            self._syncing = False  # nothing has changed since a sync that had nothing to do
            self._last_sync_end = env.now
            return
        if deleted:
            self._failures = _NO_FAILURES  # none of its containers will start again
        phase = status.publish(states, self._failures)
        if deleted:
            self._work(self._terminate())
        elif phase in TERMINAL:
            self._work(self._ended_for_good(begun))
        else:
            self._act(states, begun)

    def _act(self, states: ContainerStates, begun: Begun) -> None:
        pod, services = self.pod, self._services
        # A sync says which pull secrets are not there, and goes on without them.
        if pod.spec.image_pull_secrets and (said := services.missing_secrets.before(pod)) is not None:
            self._emit(said, "")
        actions = actions_of(services, pod, self.containers, states, self._status.probed)
        if actions.create_sandbox and self.containers.had_sandbox:
            self._emit(texts.SANDBOX_CHANGED, "")
        idle = actions == NOTHING
        if idle and not (pod.spec.image_volumes and services.behaviour.image_volumes_ensured_each_sync):
            self._acted(begun, None, idle=True)
            return
        if self._sleepers and services.sleeping is not None:
            services.sleeping.pulls.make_real()  # it may pull, too
        sync = services.sync(pod, self.containers, states, actions, services.images)
        self._work(self._carry_out(sync, sync.run(), begun, idle=idle))

    def stop(self) -> None:
        """The kubelet ends: the pod is not synced any more, and a sync that waits is not gone on with."""
        if self._syncing and self._waits is not None:
            self._waits.close()
            self._env.over(self._waits)
        self._syncing = True
        self._generation += 1
        self.containers.watched_by(_nobody_looks)
        if self._prober is not None:
            self._prober.stop()

    def _work(self, work: Wait) -> None:
        carry_on(self._env, work)
        self._waits = work if self._syncing else None
        if self._syncing and self._services.sleeping is not None:
            self._services.sleeping.hurry(self)

    def _acted(self, begun: Begun, sync: PodSync | None, *, idle: bool) -> None:
        """A sync of a pod that lives is over."""
        if sync is not None and (sync.failed or self._failures):
            self._failures = remember_failures(self._failures, sync.results)
            if self.pod.spec.image_pull_secrets:
                said = self._services.missing_secrets.after(self.pod, sync.results)
                if said is not None:
                    self._emit(said, "")
        # A sync says once more which pull secrets are missing, if it does nothing else. One that waited for the images
        # of volumes may have been told meanwhile that the pod is evicted.
        idle = idle and sync is None
        self._idle = idle and not self._failures and not self.pod.spec.image_pull_secrets and not self._resyncs()
        self._end(begun, sync)

    def _end(self, begun: Begun, sync: PodSync | None) -> None:
        self._syncing = False
        self._waits = None  # what has ended holds everything that it ever looked at
        self._last_sync_end = self._env.now
        if self._services.on_sync is not None:
            self._services.on_sync(seen_sync(self.pod, begun, self._env.now, sync))
        failed = sync is not None and sync.failed
        asks_for_look = sync is not None and sync.results and not failed and self._services.behaviour.relist_after_start
        if asks_for_look and (self._pending or self._services.pleg.expects(self.pod.uid)):
            self._look_on_demand()
        elif self._pending and not self._idle:
            self._take(self._seen_after_last_sync())
        elif failed or (not self._idle and self._resyncs()):
            self._sync_again(sync, failed=failed)
        else:
            self._rested = self._generation

    def _sync_again(self, sync: PodSync | None, *, failed: bool) -> None:
        """After a *sync* that failed, or because such a pod is synced again and again."""
        at_expiry = self._services.behaviour.crash_backoff_requeues_at_expiry
        period = requeue_period(sync.results if sync is not None else (), self._env.now, crash_expiry=at_expiry)
        delay = jittered(period, self._services.chance.next_of(f"pod-sync/{self.pod.key}"))
        wait = max(self._services.pleg.found_after(delay), self._seen_after_last_sync())
        if not ((failed or sync is None) and self._falls_asleep(self._env.now + wait, failed=failed)):
            self._schedule(wait)

    def _falls_asleep(self, next_sync_s: Seconds, *, failed: bool) -> bool:
        if self._prober is not None and self.containers.states:
            return False  # a probe may say something new
        last_sync_s = self._env.now if self._last_sync_end is None else self._last_sync_end
        self._asleep = falls_asleep(
            self._services, self.pod, self.containers, self._failures, self._status, self._looked_s, self,
            last_sync_s, next_sync_s, failed=failed,
        )  # fmt: skip
        if self._asleep is None:
            return False
        self._generation += 1
        return True

    @property
    def rests(self) -> bool:
        """Whether no sync is planned, and none runs, of a pod that lists pull secrets: none of them is missing."""
        pod = self.pod
        if not pod.spec.image_pull_secrets or pod.phase != "Running" or self._rested != self._generation:
            return False
        return not (self._failures or self._resyncs())

    def rest_no_more(self) -> None:
        """Secrets have changed: a pod that rests still may have something to say from its next sync on."""
        if self._rested == self._generation and self._resyncs():
            self._sync_again(None, failed=False)

    def awake(self, sleeper: Sleeper) -> None:
        """The pod is awake; see SleepingWorker."""
        self._asleep = None
        self._failures = sleeper.failures
        if self._last_sync_end != sleeper.last_sync_s:
            # It has synced in its sleep, and so has done what it had been told before.
            self._pending = self._taken = self._told = False
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
        actions = actions_of(self._services, self.pod, self.containers, states, self._status.probed)
        real = self._services.sync(self.pod, self.containers, states, actions, images)
        self._work(self._carry_out(real, real.run_on(sync.results), (sync.began_s, True), idle=False))

    def _resyncs(self) -> bool:
        return resyncs(self._services, self.pod, self._status.probed)

    # --- what ---

    def _carry_out(self, sync: PodSync, steps: Wait, begun: Begun, *, idle: bool) -> Wait:
        if (start_up := self._services.start_up) is not None and not self.containers.had_sandbox:
            yield start_up.passes()
        if start_up is None or not self._is_given_up():
            yield from steps
        self._acted(begun, sync, idle=idle)

    def _is_given_up(self) -> bool:
        return not self.containers.had_sandbox and (self.pod.deletion_s is not None or self.pod.phase in TERMINAL)

    def _ended_for_good(self, begun: Begun) -> Wait:
        yield from stop_all(self.pod, self.containers, self._emit)
        self._end(begun, None)

    def _terminate(self) -> Wait:
        yield from terminate(self._env, self.pod, self.containers, self._status, self._services.pleg, self._emit)
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
        if self._services.stopped:
            return
        self._services.api.pods.fail(self.pod, EVICTED)
        self.sync_soon()

    def end_states(self) -> None:
        """The pod is gone without its kubelet: nothing is shown of it any more."""
        self._status.close()

    def finish(self) -> None:
        """The run is over: write what is still open."""
        self.containers.finish()
        self._status.close(at_end=True)
