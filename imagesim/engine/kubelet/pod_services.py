"""What the workers of a node's pods use of their kubelet, and what they tell whoever watches their syncs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.missing_secrets import MissingSecrets
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.engine.kubelet.pleg import Pleg
from imagesim.engine.kubelet.sleeping_pods import SleepingPods
from imagesim.engine.kubelet.sync_work import EnsuresImages
from imagesim.engine.record_book import RecordBook
from imagesim.rules.api.objects import Container
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.pods.foreseen_sync import ForeseenImage, Foresight
from imagesim.rules.pods.sync_result import SyncResult
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour


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
    sync is an event.
    """

    env: Environment
    api: ApiServer
    records: RecordBook
    behaviour: KubernetesBehaviour
    chance: Chance
    pleg: Pleg
    events: NodeEvents
    images: Images
    crash_backoff: Backoff
    foresight: Foresight
    missing_secrets: MissingSecrets
    gone: Callable[[ApiPod], None]
    on_sync: Callable[[SeenSync], None] | None = None
    resyncs_always: bool = False
    sleeping: SleepingPods | None = None
