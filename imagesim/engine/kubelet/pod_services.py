"""What the workers of a node's pods use of their kubelet, and what they tell whoever watches their syncs."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.container_status import PodStatusWriter
from imagesim.engine.kubelet.missing_secrets import MissingSecrets
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.engine.kubelet.pleg import Pleg
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.prober import PodProber, ShowsProbes
from imagesim.engine.kubelet.sleep.sleeping_pods import SleepingPods
from imagesim.engine.kubelet.start_up import StartUp
from imagesim.engine.kubelet.status_manager.late_writer import LateStatusWriter, Status
from imagesim.engine.kubelet.status_manager.sending import Sending
from imagesim.engine.kubelet.sync_work import EnsuresImages, MakesSandboxes, PodWork
from imagesim.engine.record_book import RecordBook
from imagesim.rules.api.objects import Container
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.pods.actions import ContainerStates, PodActions
from imagesim.rules.pods.foreseen_sync import ForeseenImage, Foresight
from imagesim.rules.pods.sync import PodSync
from imagesim.rules.pods.sync_result import SyncResult
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour

Begun = tuple[Seconds, bool]
"""When a sync began, and whether because its time had come."""


class SeenSync(NamedTuple):
    """A sync that ended. `by_timer`: nothing had happened to the pod, its time had come.

    `results` are those of its actions, none where all its containers had ended for good. `error` is the error of the
    whole sync, which a kubelet writes into its log only (pod_workers.go: "Error syncing pod, skipping").
    """

    pod: ApiPod
    started_s: Seconds
    ended_s: Seconds
    by_timer: bool
    results: tuple[SyncResult, ...]
    error: str


def _nothing() -> None:
    """Nobody sleeps."""


def seen_sync(pod: ApiPod, begun: Begun, ended_s: Seconds, sync: PodSync | None) -> SeenSync:
    """What is seen of a sync of *pod*; *begun* says when it began, and whether because its time had come."""
    results, error = (tuple(sync.results), sync.error) if sync is not None else ((), "")
    return SeenSync(pod, begun[0], ended_s, begun[1], results, error)


class Images(EnsuresImages, Protocol):
    """Sees to the images of containers, and knows ahead what comes of some."""

    def foresee(self, now: Seconds, pod: ApiPod, container: Container) -> ForeseenImage | None:
        """Why the container will not get its image at *now*, and until when; None if it may, or nobody can say."""
        ...


@dataclass(slots=True)
class PodServices:
    """The services of one kubelet for its pods.

    `gone` is told that the containers of a deleted pod have ended. `on_sync` is called at the end of each sync. A pod
    whose sync found nothing to do and nothing wrong is synced again only if `resyncs_always`, as a kubelet does:
    nothing comes of it. Pods in back-off are put to sleep in `sleeping`; where that is None, or somebody watches, each
    sync is an event. Where a pod's
    start-up takes time, `start_up` says how long; where statuses wait
    for the client's limits, they are in `sending`, and nobody sleeps. The kubelet runs since `since_s`, until it has
    `stopped`.

    In `virtual_time`, as 1.32 and 1.36 were recorded once, nothing lasts some ms: a look that a sync asks for does not
    show what the sync has started, and the events of one look come together.
    """

    env: Environment
    api: ApiServer
    records: RecordBook
    behaviour: KubernetesBehaviour
    chance: Chance
    pleg: Pleg
    events: NodeEvents
    images: Images
    sandboxes: MakesSandboxes
    crash_backoff: Backoff
    foresight: Foresight
    missing_secrets: MissingSecrets
    gone: Callable[[ApiPod], None]
    on_sync: Callable[[SeenSync], None] | None = None
    resyncs_always: bool = False
    virtual_time: bool = False
    sleeping: SleepingPods | None = None
    start_up: StartUp | None = None
    sending: Sending[Status] | None = None
    since_s: Seconds = -math.inf
    stopped: bool = False

    def sync(
        self,
        pod: ApiPod,
        containers: PodContainers,
        states: ContainerStates,
        actions: PodActions,
        images: EnsuresImages,
    ) -> PodSync:
        """A sync of *pod* that has these *actions* to carry out."""
        work = PodWork(self.env, pod, containers, images, self.events, self.sandboxes)
        return PodSync(
            pod,
            pod.spec,
            states,
            actions,
            work,
            behaviour=self.behaviour,
            crash_backoff=self.crash_backoff,
            emit=work.emit,
        )

    def status_writer(self, pod: ApiPod) -> PodStatusWriter:
        """What writes the status of *pod*."""
        if self.sending is None:
            return PodStatusWriter(self.env, pod, self.api, self.records)
        return LateStatusWriter(self.env, pod, self.api, self.records, self.sending)

    def prober(
        self, pod: ApiPod, containers: PodContainers, status: ShowsProbes, sync_soon: Callable[[], None]
    ) -> PodProber:
        """What makes the probes of *pod* from now on."""
        catch_up = _nothing if self.sleeping is None else self.sleeping.catch_up
        emit, wait = partial(self.events.about_pod, pod), partial(self._first_tick, pod)
        return PodProber(self.env, pod, containers, status, emit, sync_soon, catch_up, wait)

    def _first_tick(self, pod: ApiPod, period: Seconds) -> Seconds:
        """How long a probe waits for its first tick: a kubelet that is younger than *period* spreads them."""
        if self.env.now - self.since_s >= period:
            return 0.0
        return period * self.chance.next_of(f"probes/{pod.key}")
