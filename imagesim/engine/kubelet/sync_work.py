"""The work of a pod's sync: what it does to containers and images, and the end of all that runs."""

import math
from collections.abc import Generator
from typing import Any, Protocol

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.waiting import Wait
from imagesim.rules.api.objects import Container
from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.field_paths import with_paths
from imagesim.rules.pods.sync import Emit, EnsuredImage, NoSandbox
from imagesim.rules.units import Seconds


class EnsuresImages(Protocol):
    """Sees to the images of containers: the kubelet's image manager, or what takes its place."""

    def ensure_image_exists(
        self, pod: ApiPod, container: Container, emit: Emit, path: str
    ) -> Generator[simpy.Event, Any, EnsuredImage]:
        """Make sure that the container's image is on the node; see ImageEnsurer."""
        ...


class MakesSandboxes(Protocol):
    """The runtime, as far as sandboxes go. `lacked_image` is the sandbox image where that is not there, else ""."""

    @property
    def lacked_image(self) -> str: ...

    def run_pod_sandbox(self) -> Generator[simpy.Event, Any, RuntimeFailure | None] | None:
        """Make a sandbox; see Runtime."""
        ...


class PodWork:
    """What a sync of *pod* has done: imagesim.rules.pods.sync.SyncWork."""

    __slots__ = ("_containers", "_env", "_events", "_images", "_pod", "_sandboxes")

    def __init__(
        self,
        env: simpy.Environment,
        pod: ApiPod,
        containers: PodContainers,
        images: EnsuresImages,
        events: NodeEvents,
        sandboxes: MakesSandboxes,
    ) -> None:
        self._sandboxes = sandboxes
        self._env = env
        self._pod = pod
        self._containers = containers
        self._images = images
        self._events = events

    def emit(self, event: texts.Event, field_path: str) -> None:
        """Record an event about the pod."""
        self._events.about_pod(self._pod, event, field_path)

    @property
    def now(self) -> Seconds:
        """The time."""
        return self._env.now

    def create_sandbox(self) -> Generator[simpy.Event, Any, NoSandbox | None] | None:
        """Make the pod's sandbox, at once where the runtime has nothing to wait for."""
        making = self._sandboxes.run_pod_sandbox()
        if making is not None:
            return self._create_sandbox(making)
        self._containers.create_sandbox()
        return None

    def _create_sandbox(
        self, making: Generator[simpy.Event, Any, RuntimeFailure | None]
    ) -> Generator[simpy.Event, Any, NoSandbox | None]:
        failure = yield from making
        if failure is None:
            self._containers.create_sandbox()
            return None
        self._containers.has_no_sandbox(self._sandboxes.lacked_image, failure.as_grpc)
        return NoSandbox(failure.as_grpc, ends=self._pod.deletion_s is not None)

    def kill(self, *names: str) -> Wait:
        """Stop running containers, all at once, and wait until they have ended."""
        return self._containers.stop(*names)

    def ensure_image(self, container: Container, field_path: str) -> Generator[simpy.Event, Any, EnsuredImage]:
        """See to the image of a container, for as long as a pull takes."""
        return self._images.ensure_image_exists(self._pod, container, self.emit, field_path)

    def start(self, container: Container, image: EnsuredImage) -> None:
        """Create and start a container whose image is there."""
        self._containers.start(container, image.version, runs=image.runs, says=image.app)


def stop_all(pod: ApiPod, containers: PodContainers, emit: Emit, grace_s: Seconds = math.inf) -> Wait:
    """Stop all containers of *pod* that run, and wait for their ends; hooks have *grace_s* at most."""
    running = containers.running()
    for container, path in with_paths(pod.spec):
        if container.name in running:
            emit(texts.killing(container.name), path)
    yield from containers.stop(*running, grace_s=grace_s)
