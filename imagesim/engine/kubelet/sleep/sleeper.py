"""A pod in back-off that sleeps: what its syncs show and say until it wakes, and how far it has come."""

from collections.abc import Callable, Sequence
from typing import Protocol

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.chance import LeanStream
from imagesim.engine.kubelet.container_status import PodStatusWriter
from imagesim.engine.kubelet.image_manager import Hopeless
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.engine.kubelet.sleep.hopeless_sync import HopelessSync
from imagesim.engine.kubelet.sync_work import EnsuresImages
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.client_go.event_correlator import Key, event_key
from imagesim.rules.images.decision import Failure
from imagesim.rules.pods.actions import ContainerStates
from imagesim.rules.pods.foreseen_sync import ForeseenSync
from imagesim.rules.pods.kubelet_texts import Event
from imagesim.rules.pods.status import Failures, remember_failures
from imagesim.rules.pods.sync_result import SyncResult
from imagesim.rules.pods.sync_timing import LONGEST_AFTER_FAILURE_S
from imagesim.rules.units import Seconds


class SleepingWorker(Protocol):
    """Whom a pod sleeps for: its worker."""

    def awake(self, sleeper: "Sleeper") -> None:
        """The pod is awake; its next sync is at the sleeper's `next_sync_s` and has its `turn`."""

    def go_on(self, sleeper: "Sleeper", sync: HopelessSync, images: EnsuresImages) -> None:
        """The pod is awake in the middle of a sync; *images* sees to the images of the rest."""


class Sleeper:
    """A pod that sleeps, whose last sync, at `last_sync_s`, left *failures* and containers in these *states*.

    While `foreseen` its next syncs find the same back-offs, those before `until`; one from `last_call` on may be the
    last. Where it is *hopeless*, a sync after that pulls, and all that is known about this is known, too. It is synced
    each *period_s*, times 1 to 1.5.
    """

    __slots__ = (
        "_after", "_dropped_until", "_events", "_foresee", "_keys", "_known", "_said", "_shows", "_states", "_status",
        "called", "draw", "failures", "foreseen", "hopeless", "last_call", "last_sync_s", "next_sync_s", "period_s",
        "pod", "pulling", "quiet_until", "skipped", "spec", "turn", "until", "worker",
    )  # fmt: skip

    def __init__(
        self,
        pod: ApiPod,
        states: ContainerStates,
        failures: Failures,
        hopeless: Hopeless | None,
        foresee: Callable[[Seconds], ForeseenSync | None],
        status: PodStatusWriter,
        events: NodeEvents,
        stream: LeanStream,
        worker: SleepingWorker,
        period_s: Seconds,
    ) -> None:
        self.pod = pod
        self.period_s = period_s
        self.spec: PodSpec = pod.spec
        self.failures = failures
        self.hopeless = hopeless
        self.foreseen: ForeseenSync | None = None
        self.pulling: HopelessSync | None = None
        self.until: Seconds = 0.0
        self.last_call: Seconds = 0.0
        self.last_sync_s: Seconds = 0.0
        self.next_sync_s: Seconds = 0.0
        self.quiet_until: Seconds = 0.0
        self.skipped = 0
        self.turn = 0
        self.called = -1.0
        self.draw = stream.random
        self.worker: SleepingWorker | None = worker
        self._states = states
        self._foresee = foresee
        self._status = status
        self._events = events
        self._said: tuple[tuple[Event, str], ...] = ()
        self._keys: tuple[Key, ...] = ()
        self._shows = 0
        self._known: tuple[Sequence[Failure], ForeseenSync] | None = None
        self._after: tuple[Sequence[SyncResult], Failures] | None = None
        self._dropped_until: Seconds = 0.0

    def foresee(self) -> None:
        """Find out what the next syncs do, from `next_sync_s` on."""
        self._expect(self._foresee(self.next_sync_s))

    def foresee_after(self, failures: Sequence[Failure], ends: Seconds) -> None:
        """The same after a sync with *failures*, whose first back-off *ends* then: equal ones come to the same."""
        if self._known is not None and self._known[0] == failures:
            self._expect(self._known[1].again(self.next_sync_s, ends))
            return
        self.foresee()
        self._known = None if self.foreseen is None else (failures, self.foreseen)

    def _expect(self, foreseen: ForeseenSync | None) -> None:
        self.foreseen = foreseen
        if foreseen is None:
            self.until = self.last_call = 0.0
            return
        self.until = self.last_call = foreseen.until
        if self.hopeless is not None and self.until >= self.hopeless.until:
            self.hopeless = None
        if self.hopeless is None:
            self.last_call -= LONGEST_AFTER_FAILURE_S
        if foreseen.events is not self._said:  # mostly the words are those of the last time
            self._said = foreseen.events
            self._keys = tuple(event_key(self.pod.uid, *event, path) for event, path in foreseen.events)
        self._shows = 2
        self._dropped_until = self._events.dropped_until(foreseen.since, self._keys)
        self.quiet_until = 0.0

    def sync(self, now: Seconds) -> None:
        """Make the sync that is foreseen for *now*. One before `quiet_until` need only be counted as `skipped`."""
        if self._shows:
            self._show_news(now)
        if now < self._dropped_until:
            self.skipped += 1
        else:
            self.fall_silent()
            again, pod = self._events.again, self.pod
            sent = [again(now, pod, event, key) for (event, _), key in zip(self._said, self._keys, strict=True)]
            self._dropped_until = 0.0 if any(sent) else self._events.dropped_until(now, self._keys)
        self.quiet_until = 0.0 if self._shows else self._dropped_until

    def show(self, now: Seconds) -> None:
        """Show what the sync before has found."""
        if not self._status.is_shown(self.spec, self._states, self.failures):
            self._status.show(now, self.spec, self._states, self.failures)

    def say(self, now: Seconds, event: Event, path: str) -> None:
        """Send an event about a part of the pod."""
        self._events.about_pod(self.pod, event, path, now)

    def fall_silent(self) -> None:
        """Count the events that were dropped while nobody looked."""
        if self.skipped:
            self._events.drop(self._keys, self.skipped, self.last_sync_s)
            self.skipped = 0

    def _show_news(self, now: Seconds) -> None:
        """A sync shows what the one before it has found, so from the third on there is nothing new."""
        assert self.foreseen is not None
        self.show(now)
        self._shows -= 1
        if self._shows:
            if self._after is None or self._after[0] is not self.foreseen.results:
                self._after = self.foreseen.results, remember_failures(self.failures, self.foreseen.results)
            self.failures = self._after[1]  # each sync comes to the same containers
