"""A kubelet: one node with its runtime, its image manager and a worker for each of its pods."""

from collections.abc import Callable, Collection

import simpy

from imagesim.engine.api.api_server import ApiPod, ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.surroundings import Surroundings
from imagesim.engine.kubelet.eviction import EvictionManager
from imagesim.engine.kubelet.image_gc import ImageGC
from imagesim.engine.kubelet.image_manager import ImageManager
from imagesim.engine.kubelet.node_credentials import CredentialFinder
from imagesim.engine.kubelet.pleg import Pleg
from imagesim.engine.kubelet.pod_worker import PodWorker
from imagesim.engine.kubelet.puller import Puller
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.rules import versions
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.client_go.event_correlator import EventCorrelator
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.kubelet_texts import Event
from imagesim.scenarios.values.scenario import NodePool

_CRASH_BACK_OFF_S = 10.0, 300.0  # kubelet.go containerBackOffPeriod and MaxContainerBackOff


class Kubelet:
    """The kubelet of the node *name*. What its pods need of it is public; others call `run_pod` and `finish`."""

    def __init__(
        self,
        env: simpy.Environment,
        name: str,
        pool: NodePool,
        around: Surroundings,
        api: ApiServer,
        chance: Chance,
        tokens: IssuedTokens,
    ) -> None:
        self.env = env
        self.name = name
        self.labels = dict(pool.labels) | {"kubernetes.io/hostname": name}
        self.api = api
        self.chance = chance
        self.records = around.records
        self.behaviour = versions.kubernetes(pool.kubernetes_version)
        self.runtime = Runtime(env, name, pool, around, chance("layer-order"))
        puller = Puller(env, self.runtime, pool.kubelet)
        self.credentials = CredentialFinder(env, api, self.behaviour, pool, tokens)
        self.image_manager = ImageManager(
            env, self.behaviour, pool.kubelet.verification, self.runtime, puller, self.credentials, self.records
        )
        self.crash_backoff = Backoff(*_CRASH_BACK_OFF_S)
        self._correlator = EventCorrelator()
        self._workers: dict[str, PodWorker] = {}
        phases = chance(f"kubelet-phases/{name}")
        self.pleg = Pleg(env, phases.random(), phases.random())
        self.pressure_changed: Callable[[bool], None] = lambda pressure: None
        self.eviction = EvictionManager(self, pool.kubelet.eviction, ImageGC(self, pool))

    def run_pod(self, pod: ApiPod) -> None:
        """A pod was bound to this node, changed, or is to be deleted: its worker takes note."""
        worker = self._workers.get(pod.uid)
        if worker is None:
            worker = self._workers[pod.uid] = PodWorker(self, pod)
        worker.sync_soon()

    def workers(self) -> Collection[PodWorker]:
        """The workers of all pods on this node."""
        return self._workers.values()

    def worker(self, pod: ApiPod) -> PodWorker | None:
        """The worker of *pod*, None if it is not here (any more)."""
        return self._workers.get(pod.uid)

    def forget(self, worker: PodWorker) -> None:
        """The pod's containers are gone, and so is the pod."""
        del self._workers[worker.pod.uid]
        self.pleg.forget(worker.pod.uid)
        self.api.remove(worker.pod)

    def finish(self) -> None:
        """The run is over: write what is still open."""
        for worker in self._workers.values():
            worker.finish()

    def emit(self, pod: ApiPod, event: Event, field_path: str) -> None:
        """Record an event of a part of a pod, thinned as client-go thins it."""
        type_, reason, message = event
        kept = self._correlator.correlate(self.env.now, pod.uid, type_, reason, message, field_path)
        if kept is None:
            self.records.events_dropped += 1
        else:
            self.api.event(pod.namespace, pod.object, type_, reason, *kept)

    def report_missing_pull_secrets(self, pod: ApiPod) -> None:
        """A sync says which pull secrets are not there, and goes on without them."""
        if missing := self.credentials.missing(pod):
            self.emit(pod, texts.pull_secrets_missing(missing), "")

    def emit_node(self, event: Event) -> None:
        """Record an event of the node itself, thinned like those of pods."""
        kept = self._correlator.correlate(self.env.now, f"node/{self.name}", *event, "")
        if kept is None:
            self.records.events_dropped += 1
            return
        text, count = kept
        self.api.event("default", f"node/{self.name}", event[0], event[1], text, count)
