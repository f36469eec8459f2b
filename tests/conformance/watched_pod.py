"""One pod on the engine's kubelet, with a registry as a recording scripts it whose syncs are noted."""

from collections.abc import Generator
from random import Random
from typing import Any, NamedTuple

import simpy

from imagesim.engine.kubelet.pod_services import PodServices
from imagesim.engine.run import Cluster
from imagesim.rules.api.objects import Pod, PodSpec
from imagesim.rules.images.decision import ImageRequest, ImageStatus, Pull, Pulled
from imagesim.rules.images.image_manager import ImageManager
from imagesim.rules.pods.sync import EnsuredImage
from imagesim.rules.pods.sync_result import START_CONTAINER, SyncResult
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.scenario import Scenario
from tests.conformance.recorded_sync import SIZE, Registry


class Sync(NamedTuple):
    """A sync that ended: seconds since the pod was created."""

    started: float
    ended: float
    by_timer: bool
    results: tuple[SyncResult, ...]

    @property
    def starts(self) -> list[SyncResult]:
        """What came of the containers."""
        return [result for result in self.results if result.action == START_CONTAINER]


class ScriptedImages:
    """Stands for the kubelet's image manager: the rules, and a registry that answers by the clock."""

    def __init__(self, services: PodServices, registry: Registry, present: set[str], clock_offset: float) -> None:
        self._env = services.env
        self._rules = ImageManager(services.behaviour)
        self._registry = registry
        self._present = set(present)
        self._offset = clock_offset
        self.pulls: list[tuple[str, float]] = []

    def ensure_image_exists(
        self, pod: Any, container: Any, emit: Any, path: str
    ) -> Generator[simpy.Event, Any, EnsuredImage]:
        request = ImageRequest(pod_uid=pod.uid, image=container.image, policy=container.image_pull_policy)
        answer = self._rules.decide(self._env.now, request, self._inspect)
        if isinstance(answer, Pull):
            pull = answer
            self.pulls.append((pull.reference, self._env.now))
            seconds, error = self._registry(pull.reference, self._env.now + self._offset)
            yield self._env.timeout(seconds)
            if not error:
                self._present.add(pull.reference)
            pulled = Pulled(error=error) if error else Pulled(image_ref="id", seconds=seconds, size=SIZE)
            answer = self._rules.finished(self._env.now, pull, pulled)
        return EnsuredImage(getattr(answer, "reason", ""), answer.message)

    def foresee(self, now: float, pod: Any, container: Any) -> None:
        """A registry that answers by the clock foresees nothing."""

    def _inspect(self, reference: str) -> ImageStatus:
        return ImageStatus("id" if reference in self._present else "")


class Life(NamedTuple):
    """What one run saw, in seconds since the pod was created; `clock_offset` is the recording's clock at that time."""

    clock_offset: float
    syncs: list[Sync]
    pulls: list[tuple[str, float]]
    container_starts: dict[str, list[float]]
    container_ends: int


def live(spec: PodSpec, registry: Registry, present: set[str], *, version: str, seconds: float, seed: int) -> Life:
    """Run one pod for *seconds* of the recording's clock, which shows 0.5 to 1.5 s when the pod is created."""
    offset = 0.5 + Random(f"{seed}/clock").random()
    scenario = Scenario(
        name="one-pod",
        duration_s=seconds,
        kubernetes_version=version,
        containerd_version="2.3",
        default_image_size=1,
        default_latency_s=0.0,
        pools=(NodePool(name="node", count=1, kubernetes_version=version, containerd_version="2.3"),),
        pods=(Pod(namespace="ns", name="p", spec=spec),),
    )
    cluster = Cluster(scenario, seed)
    services = cluster.kubelets["node-0"].services
    images = services.images = ScriptedImages(services, registry, present, offset)
    syncs: list[Sync] = []
    # A pod is synced also where nothing is to be done, as by a kubelet.
    services.resyncs_always = True
    # The recording's clock stood still within an instant; see tests/stream for what a real clock shows.
    services.virtual_time = True
    services.on_sync = lambda seen: syncs.append(Sync(seen.started_s, seen.ended_s, seen.by_timer, seen.results))
    cluster.env.run(until=seconds - offset)
    records = cluster.finish()
    starts: dict[str, list[float]] = {}
    for row in records.running:
        starts.setdefault(row.container, []).append(row.started_s)
    ends = sum(row.ended_s is not None for row in records.running)
    return Life(offset, syncs, images.pulls, starts, ends)
