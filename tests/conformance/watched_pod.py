"""One pod on the engine's kubelet, with a registry as a recording scripts it and a worker that notes its syncs."""

from collections.abc import Generator
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

import simpy

from imagesim.engine.kubelet.image_manager import Ensured
from imagesim.engine.kubelet.kubelet import Kubelet
from imagesim.engine.kubelet.pod_worker import PodWorker
from imagesim.engine.run import Cluster
from imagesim.rules.api.objects import Pod, PodSpec
from imagesim.rules.images.decision import ImageStatus, Pull, Pulled, Request
from imagesim.rules.images.image_manager import ImageManager
from imagesim.rules.pods.sync import PodSync
from imagesim.rules.pods.sync_result import START_CONTAINER, SyncResult
from imagesim.scenarios.values.scenario import NodePool, Scenario
from tests.conformance.recorded_sync import SIZE, Registry


class Sync(NamedTuple):
    """A sync that ended: seconds since the pod was created."""

    started: float
    ended: float
    by_timer: bool
    results: list[SyncResult]

    @property
    def starts(self) -> list[SyncResult]:
        """What came of the containers."""
        return [result for result in self.results if result.action == START_CONTAINER]


class WatchedWorker(PodWorker):
    """Syncs also where nothing is to be done, as a kubelet does, and keeps a list of its syncs."""

    def __init__(self, kubelet: Kubelet, pod: Any) -> None:
        super().__init__(kubelet, pod)
        self.syncs: list[Sync] = []
        self._told = False
        self._by_timer = False
        self._begun = 0.0

    def sync_soon(self) -> None:
        self._told = True
        super().sync_soon()

    def _looked(self) -> None:
        self._told = True
        super()._looked()

    def _run(self) -> Generator[simpy.Event, Any, None]:
        self._by_timer, self._told = not self._told, False
        self._begun = self._env.now
        yield from super()._run()

    def _requeue(self, sync: PodSync | None) -> None:
        results = [] if sync is None else list(sync.results)
        self.syncs.append(Sync(self._begun, self._env.now, self._by_timer, results))
        super()._requeue(sync)

    def _resyncs(self) -> bool:
        return True


class ScriptedImages:
    """Stands for the kubelet's image manager: the rules, and a registry that answers by the clock."""

    def __init__(self, kubelet: Kubelet, registry: Registry, present: set[str], clock_offset: float) -> None:
        self._env = kubelet.env
        self._rules = ImageManager(kubelet.behaviour)
        self._registry = registry
        self._present = set(present)
        self._offset = clock_offset
        self.pulls: list[tuple[str, float]] = []

    def ensure_image_exists(
        self, pod: Any, container: Any, emit: Any, path: str
    ) -> Generator[simpy.Event, Any, Ensured]:
        request = Request(pod_uid=pod.uid, image=container.image, policy=container.image_pull_policy)
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
        return Ensured(getattr(answer, "reason", ""), answer.message)

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
    with patch("imagesim.engine.kubelet.kubelet.PodWorker", WatchedWorker):
        cluster = Cluster(scenario, seed)
    kubelet = cluster.kubelets["node-0"]
    images = ScriptedImages(kubelet, registry, present, offset)
    kubelet.image_manager = images  # type: ignore[assignment]
    worker = kubelet.worker(cluster.api.pods["ns/p"])
    cluster.env.run(until=seconds - offset)
    records = cluster.finish()
    starts: dict[str, list[float]] = {}
    for row in records.running:
        starts.setdefault(row.container, []).append(row.started_s)
    ends = sum(row.ended_s is not None for row in records.running)
    return Life(offset, worker.syncs, images.pulls, starts, ends)  # type: ignore[union-attr]
