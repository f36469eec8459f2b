"""A pod in back-off that sleeps: what its syncs show and say until it wakes, and how far it has come."""

from collections.abc import Callable

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.chance import LeanStream
from imagesim.engine.kubelet.container_status import PodStatusWriter
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.client_go.event_correlator import event_key
from imagesim.rules.pods.actions import ContainerStates
from imagesim.rules.pods.foreseen_sync import ForeseenSync
from imagesim.rules.pods.status import Failures, remember_failures
from imagesim.rules.pods.sync_timing import LONGEST_AFTER_FAILURE_S
from imagesim.rules.units import Seconds

WakeUp = Callable[["Sleeper"], None]
"""Told that the pod is awake; its next sync is at the sleeper's `next_sync_s` and has its `turn`."""


class Sleeper:
    """A pod that sleeps after a sync at `last_sync_s` that left *failures*; the next ones are as *foreseen*.

    They are about the *spec* and the *states* that were there when it fell asleep. A sync from `last_call` on may be
    the last before `until`.
    """

    __slots__ = (
        "_events", "_foreseen", "_keys", "_quiet_until", "_shows", "_skipped", "_states", "_status", "called", "draw",
        "failures", "last_call", "last_sync_s", "next_sync_s", "pod", "spec", "turn", "until", "wake_up",
    )  # fmt: skip

    def __init__(
        self,
        pod: ApiPod,
        states: ContainerStates,
        failures: Failures,
        foreseen: ForeseenSync,
        status: PodStatusWriter,
        events: NodeEvents,
        stream: LeanStream,
        wake_up: WakeUp,
    ) -> None:
        self.pod = pod
        self.spec: PodSpec = pod.spec
        self.failures = failures
        self.until = foreseen.until
        self.last_call = foreseen.until - LONGEST_AFTER_FAILURE_S
        self.last_sync_s: Seconds = 0.0
        self.next_sync_s: Seconds = 0.0
        self.turn = 0
        self.called = -1
        self.draw = stream.random
        self.wake_up: WakeUp | None = wake_up
        self._states = states
        self._foreseen = foreseen
        self._status = status
        self._events = events
        self._keys = tuple(event_key(pod.uid, *event, path) for event, path in foreseen.events)
        self._shows = 2
        self._skipped = 0
        self._quiet_until: Seconds = events.dropped_until(foreseen.since, self._keys)

    def sync(self) -> None:
        """Make the sync that is next."""
        now = self.next_sync_s
        if self._shows:
            self._show(now)
        if now < self._quiet_until:
            self._skipped += 1
        else:
            self._say(now)
        self.last_sync_s = now

    def fall_silent(self) -> None:
        """Count the events that were dropped while nobody looked."""
        if self._skipped:
            self._events.drop(self._keys, self._skipped, self.last_sync_s)
            self._skipped = 0

    def _show(self, now: Seconds) -> None:
        """A sync shows what the one before it has found, so from the third on there is nothing new."""
        self._shows -= 1
        if not self._status.is_shown(self.spec, self._states, self.failures):
            self._status.show(now, self.spec, self._states, self.failures)
        if self._shows:
            self.failures = remember_failures(self.failures, self._foreseen.results)

    def _say(self, now: Seconds) -> None:
        self.fall_silent()
        sent = [self._events.about_pod(self.pod, event, path, now) for event, path in self._foreseen.events]
        self._quiet_until = 0.0 if any(sent) else self._events.dropped_until(now, self._keys)
