"""Which pods fall asleep after a sync: those of which it is known what comes next."""

from collections.abc import Callable
from functools import partial

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.kubelet.container_status import PodStatusWriter
from imagesim.engine.kubelet.image_manager import Hopeless
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.pod_services import PodServices
from imagesim.engine.kubelet.sleep.sleeper import Sleeper, SleepingWorker
from imagesim.rules.pods.actions import ContainerStates
from imagesim.rules.pods.foreseen_sync import ForeseenSync, steady_sync
from imagesim.rules.pods.status import Failures
from imagesim.rules.pods.sync_result import BACK_OFF_PERIOD_S, RESYNC_INTERVAL_S
from imagesim.rules.units import Seconds


def falls_asleep(
    services: PodServices,
    pod: ApiPod,
    containers: PodContainers,
    failures: Failures,
    status: PodStatusWriter,
    looked_s: Seconds,
    worker: SleepingWorker,
    last_sync_s: Seconds,
    next_sync_s: Seconds,
    *,
    failed: bool,
) -> Sleeper | None:
    """The pod asleep, if it is known what its sync at *next_sync_s* will do, and those that follow it.

    The last one, which ended at *last_sync_s*, *failed* or found nothing to do. A look of the PLEG that is still to
    come may show something new. Where somebody watches, each sync is an event.
    """
    sleeping = services.sleeping
    if sleeping is None or services.on_sync is not None or services.pleg.expects(pod.uid):
        return None
    if pod.spec.ephemeral_containers or services.env.now < services.pleg.blind_until:
        return None
    states = containers.seen_by(services.pleg, looked_s)
    if any(seen.finished_s != containers.states[name].finished_s for name, seen in states.items()):
        return None
    hopeless: Hopeless | None = None
    foresee: Callable[[Seconds], ForeseenSync | None]
    if failed:
        spec = pod.spec
        if containers.has_sandbox and not (states or spec.init_containers or spec.image_volumes):
            hopeless = sleeping.hopeless(next_sync_s, pod)  # such a sync does nothing but ask for images
        foresee = partial(_foresee, services, pod, states, has_sandbox=containers.has_sandbox)
    else:
        foresee = partial(_foresee_steady, services, pod)
    if hopeless is None and foresee(next_sync_s) is None:
        return None
    stream = services.chance.lasting(f"pod-sync/{pod.key}")
    period_s = BACK_OFF_PERIOD_S if failed else RESYNC_INTERVAL_S
    sleeper = Sleeper(pod, states, failures, hopeless, foresee, status, services.events, stream, worker, period_s)
    sleeping.add(sleeper, last_sync_s, next_sync_s)
    return sleeper


def _foresee(
    services: PodServices, pod: ApiPod, states: ContainerStates, time: Seconds, *, has_sandbox: bool
) -> ForeseenSync | None:
    """What the syncs of the pod from *time* on will do, if that is known and no pull."""
    image = partial(services.images.foresee, time, pod)
    foreseen = services.foresight.foresee(pod, pod.spec, states, time, has_sandbox=has_sandbox, image=image)
    if foreseen is not None and (said := services.missing_secrets.before(pod)) is not None:
        return foreseen._replace(events=((said, ""), *foreseen.events))
    return foreseen


def _foresee_steady(services: PodServices, pod: ApiPod, time: Seconds) -> ForeseenSync | None:
    """The same of a pod that runs: each sync says which pull secrets are missing, and does nothing else."""
    said = services.missing_secrets.before(pod)
    return None if said is None or pod.spec.image_volumes else steady_sync(time, said)
