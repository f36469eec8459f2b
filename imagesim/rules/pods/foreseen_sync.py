"""What the next syncs of a pod will do, where every one of them finds the same back-offs and nothing else to do.

A kubelet syncs such a pod every 10 to 16 s until a back-off ends or something changes. As nothing happens in between,
each of these syncs emits the same events, has the same results and leaves everything as it was. What they are is found
out with the sync itself, asked ahead of time.
"""

import math
from collections.abc import Callable, Generator, Sequence
from typing import Any, NamedTuple

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.pods.actions import ContainerStates, pod_actions
from imagesim.rules.pods.kubelet_texts import Event
from imagesim.rules.pods.sync import EnsuredImage, NoSandbox, PodSync, SyncedPod
from imagesim.rules.pods.sync_result import START_CONTAINER, SyncResult
from imagesim.rules.units import Seconds
from imagesim.rules.versions.kubernetes import KubernetesBehaviour


class ForeseenImage(NamedTuple):
    """A container will not get its image before `until`: the waiting reason and its message, and the events."""

    reason: str
    message: str
    events: tuple[Event, ...]
    until: Seconds


ForeseeImage = Callable[[Container], ForeseenImage | None]
"""Foresees what becomes of a container's image; None if that may change, or be a pull."""

_NEARLY: Seconds = 1e-6
"""Whoever asks so shortly before the end of a back-off looks for himself: ends are whole nanoseconds, times floats."""


class ForeseenSync(NamedTuple):
    """Each sync from `since` on that begins before `until`: its events, each with a field path, and its results.

    Of the results it has those about containers.
    """

    since: Seconds
    events: tuple[tuple[Event, str], ...]
    results: tuple[SyncResult, ...]
    until: Seconds

    def again(self, since: Seconds, ends: Seconds) -> "ForeseenSync | None":
        """The same syncs in new back-offs, from *since* on, of which the first *ends* then; None if that is over."""
        until = ends - _NEARLY
        return ForeseenSync(since, self.events, self.results, until) if since < until else None


def steady_sync(since: Seconds, says: Event) -> ForeseenSync:
    """The syncs from *since* on of a pod that has nothing to do, each of which *says* the same."""
    return ForeseenSync(since, ((says, ""),), (), math.inf)


class _MayDoMore(Exception):
    """A crashed container is through its back-off, or an image may come: then the sync does more than wait."""


class _LookedAt:
    """A back-off that is asked and not changed; `until` is when the first of the windows ends that were found open."""

    def __init__(self, backoff: Backoff) -> None:
        self._backoff = backoff
        self.until: Seconds = math.inf

    def gc(self, now: Seconds) -> None:
        """What is old counts as gone."""

    def is_in_backoff_since(self, key: str, event_time: Seconds, now: Seconds) -> bool:
        """As Backoff has it after its `gc`."""
        end = self._backoff.since_until(key, event_time, now)
        if end is None:
            raise _MayDoMore
        self.until = min(self.until, end)
        return True

    def next(self, key: str, now: Seconds, event_time: Seconds | None = None) -> None:
        """Never asked for."""
        raise _MayDoMore

    def get(self, key: str) -> Seconds:
        """As Backoff has it."""
        return self._backoff.get(key)


class _OnlyAsks:
    """The work of a sync at *now*, a time to come, that asks for images and does nothing else.

    `events` are those about the images; the answers hold `until` then.
    """

    def __init__(self, now: Seconds, image: ForeseeImage) -> None:
        self.now = now
        self.events: list[tuple[Event, str]] = []
        self.until: Seconds = math.inf
        self._image = image

    def create_sandbox(self) -> Generator[Any, Any, NoSandbox | None] | None:
        """Never foreseen."""
        raise _MayDoMore

    def kill(self, *names: str) -> Generator[Any, Any, None]:
        """Never foreseen."""
        raise _MayDoMore

    def ensure_image(self, container: Container, field_path: str) -> Generator[Any, Any, EnsuredImage]:
        """What becomes of the image, if that can be known."""
        foreseen = self._image(container)
        if foreseen is None:
            raise _MayDoMore
        self.until = min(self.until, foreseen.until)
        self.events += ((event, field_path) for event in foreseen.events)
        return EnsuredImage(foreseen.reason, foreseen.message)
        yield  # nothing is waited for

    def start(self, container: Container, image: EnsuredImage) -> None:
        """Never foreseen."""
        raise _MayDoMore


class Foresight:
    """Foresees the syncs of a node's pods. What it found out for one pod of a workload, it remembers for its mates."""

    def __init__(self, behaviour: KubernetesBehaviour, crash_backoff: Backoff) -> None:
        self._behaviour = behaviour
        self._crash_backoff = crash_backoff
        self._remembered: dict[int, _Remembered] = {}

    def foresee(
        self,
        pod: SyncedPod,
        spec: PodSpec,
        states: ContainerStates,
        now: Seconds,
        *,
        has_sandbox: bool,
        image: ForeseeImage,
    ) -> ForeseenSync | None:
        """What a sync at *now*, a time to come, will do, and all that follow; None if it may do more than wait.

        None, too, if the sync after it does not come in 10 to 16 s: where that is when a crash back-off ends.
        """
        if states or spec.init_containers or spec.image_volumes or not has_sandbox:
            return self._try(pod, spec, states, now, has_sandbox, image)
        # Such a sync asks for each container's image, and its answers decide about everything.
        answers = [image(container) for container in spec.containers]
        said = [answer and answer[:3] for answer in answers]
        known = self._remembered.get(id(spec))
        if known is None or known.spec is not spec or known.said != said:
            foreseen = self._try(pod, spec, states, now, has_sandbox, image)
            if foreseen is not None:
                self._remembered[id(spec)] = _Remembered(spec, said, foreseen)
            return foreseen
        until = min(answer.until for answer in answers if answer is not None)
        return known.sync.again(now, until)

    def _try(
        self,
        pod: SyncedPod,
        spec: PodSpec,
        states: ContainerStates,
        now: Seconds,
        has_sandbox: bool,
        image: ForeseeImage,
    ) -> ForeseenSync | None:
        """Ask the sync itself, as far as it only asks for images."""
        work, looked_at = _OnlyAsks(now, image), _LookedAt(self._crash_backoff)
        sync = PodSync(
            pod,
            spec,
            states,
            pod_actions(
                spec,
                states,
                has_sandbox=has_sandbox,
                changed_sidecars_restart=self._behaviour.changed_sidecar_restarts,
            ),
            work,
            behaviour=self._behaviour,
            crash_backoff=looked_at,
            emit=lambda event, path: work.events.append((event, path)),
        )
        try:
            list(sync.run())  # nothing of it waits
        except _MayDoMore:
            return None
        if not sync.failed or (self._behaviour.crash_backoff_requeues_at_expiry and looked_at.until < math.inf):
            return None
        until = min(work.until, looked_at.until) - _NEARLY
        results = tuple(result for result in sync.results if result.action == START_CONTAINER)
        return ForeseenSync(now, tuple(work.events), results, until) if now < until else None


class _Remembered(NamedTuple):
    spec: PodSpec
    said: Sequence[object]
    sync: ForeseenSync
