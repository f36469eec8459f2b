"""One pod's syncs with the rules alone, at the times that a recording has: a scripted registry, a runtime in a dict."""

from collections.abc import Callable, Generator
from typing import Any

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.images.decision import ImageRequest, ImageStatus, Pull, Pulled
from imagesim.rules.images.image_manager import ImageManager
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.actions import ContainerState, pod_actions
from imagesim.rules.pods.sync import EnsuredImage, PodSync, SyncedPod
from imagesim.rules.pods.sync_result import SyncResult
from imagesim.rules.versions import KubernetesBehaviour

Registry = Callable[[str, float], tuple[float, str]]
"""Answers a pull of an image that begins at a time (seconds): how long it takes, and the error or ""."""

SIZE = 42  # bytes of every image in the recordings


class RecordedPod:
    """A pod and all that its syncs did. Times are seconds; `events` are [time, type, reason, message, field path]."""

    def __init__(
        self, pod: SyncedPod, spec: PodSpec, behaviour: KubernetesBehaviour, registry: Registry, present: set[str]
    ) -> None:
        self._pod = pod
        self._spec = spec
        self._behaviour = behaviour
        self._registry = registry
        self._images = ImageManager(behaviour)
        self._crash_backoff = Backoff(10, 300)
        self._present = set(present)
        self._has_sandbox = False
        self.states: dict[str, ContainerState] = {}
        self.events: list[list[Any]] = []
        self.pulls: list[tuple[str, float]] = []
        self.now = 0.0

    def sync(self, at: float, seen: dict[str, ContainerState] | None = None) -> list[SyncResult]:
        """Sync once, from *at* on; *seen* is what the kubelet knows of the containers, if that is not the truth."""
        self.now, self.events, self.pulls = at, [], []
        states = self.states if seen is None else seen
        sync = PodSync(
            self._pod,
            self._spec,
            states,
            pod_actions(self._spec, states, has_sandbox=self._has_sandbox),
            self,
            behaviour=self._behaviour,
            crash_backoff=self._crash_backoff,
            emit=self._emit,
        )
        self._has_sandbox = True
        list(sync.run())
        return sync.results

    def _emit(self, event: texts.Event, path: str) -> None:
        self.events.append([self.now, *event, path])

    # --- the work of a sync; nobody waits, the time is set ---

    def create_sandbox(self) -> None:
        """There is nothing to note."""

    def kill(self, name: str) -> Generator[Any, Any, None]:
        self.states[name] = self.states[name]._replace(finished_s=self.now)
        yield from ()

    def start(self, container: Container, image: EnsuredImage) -> None:
        before = self.states.get(container.name)
        starts = before.starts + 1 if before else 1
        self.states[container.name] = ContainerState(image=container.image, started_s=self.now, starts=starts)

    def ensure_image(self, container: Container, field_path: str) -> Generator[Any, Any, EnsuredImage]:
        request = ImageRequest(pod_uid=self._pod.uid, image=container.image, policy=container.image_pull_policy)
        answer = self._images.decide(self.now, request, self._inspect)
        for event in answer.events:
            self._emit(event, field_path)
        if isinstance(answer, Pull):
            pull = answer
            self.pulls.append((pull.reference, self.now))
            seconds, error = self._registry(pull.reference, self.now)
            self.now += seconds
            if not error:
                self._present.add(pull.reference)
            pulled = Pulled(error=error) if error else Pulled(image_ref="id", seconds=seconds, size=SIZE)
            answer = self._images.finished(self.now, pull, pulled)
            for event in answer.events:
                self._emit(event, field_path)
        yield from ()
        return EnsuredImage(getattr(answer, "reason", ""), answer.message)

    def _inspect(self, reference: str) -> ImageStatus:
        return ImageStatus("id" if reference in self._present else "")
