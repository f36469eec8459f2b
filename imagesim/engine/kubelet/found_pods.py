"""Pods that a kubelet finds on its node when a run begins, and goes on with as if it had run before.

Unlike a kubelet that starts anew it knows what it has tried: where the back-off of an image stands, what the sync
before has come to, when the next one is due. A dump of a cluster says of that what its events say; the rest is drawn so
that it fits (imagesim.rules.images.back_off_now).
"""

from typing import NamedTuple

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.kubelet.image_manager import ImageEnsurer
from imagesim.engine.kubelet.pod_services import PodServices
from imagesim.rules.api.app import App, app_of
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.images import back_off_now
from imagesim.rules.images.back_off_now import BackOffNow, KnownFailure
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.actions import ContainerState, ContainerStates
from imagesim.rules.pods.status import Failures
from imagesim.rules.pods.sync_result import BACK_OFF_PERIOD_S, START_CONTAINER, SyncResult
from imagesim.rules.pods.sync_timing import JITTER
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.starting_state import FoundContainer, FoundPod, FoundWait


class Resumed(NamedTuple):
    """How the worker of a found pod goes on.

    The API shows `shown`, and the last sync, which ended at `synced_s`, has come to `failures`; the next one begins at
    `next_s`, which is now where nothing is waited for.
    """

    shown: Failures
    failures: Failures
    synced_s: Seconds | None
    next_s: Seconds


def states_of(found: FoundPod) -> ContainerStates:
    """The containers as the runtime has them."""
    return {each.name: _state(each) for each in found.containers}


def _state(found: FoundContainer) -> ContainerState:
    return ContainerState(
        found.image,
        found.started_s,
        found.version,
        found.starts,
        found.finished_s,
        found.exit_code,
        found.before_finished_s,
        found.reason,
    )


def apps_of(found: FoundPod, images: ImageEnsurer) -> dict[str, App]:
    """What the programs of its containers do, where somebody says it."""
    by_name = {each.name: each for each in _all(found.spec)}
    apps: dict[str, App] = {}
    for each in found.containers:
        container, said = by_name.get(each.name), images.app_of(each.version)
        if container is not None and (container.app is not None or said is not None):
            apps[each.name] = app_of(container.app, said)
    return apps


def resumed(services: PodServices, images: ImageEnsurer, pod: ApiPod, found: FoundPod) -> Resumed:
    """Put the back-offs of the pod where they stand, and say how it goes on."""
    now = services.env.now
    _crash_back_offs(services, pod, found)
    if pod.deletion_s is not None:
        return Resumed({}, {}, None, now)
    shown: dict[str, SyncResult] = {}
    failures: dict[str, SyncResult] = {}
    syncs: list[BackOffNow] = []
    at_work = False
    for wait in found.waiting:
        container = next((each for each in _all(found.spec) if each.name == wait.name), None)
        if wait.reason not in _CREATING:
            shown[wait.name] = SyncResult(START_CONTAINER, wait.name, wait.reason, wait.message)
        if container is None:
            continue
        standing = _standing(services, pod, wait)
        if standing is not None:
            words = _last_words(wait)
            images.stands(standing.failed_s, pod, container, standing.failures, words)
            failures[wait.name] = _result(wait, words, standing)
            syncs.append(standing)
        elif wait.name in shown:
            failures[wait.name] = shown[wait.name]
        at_work = at_work or wait.pulling_since_s is not None
    if at_work or not (syncs or failures):
        return Resumed(shown, shown, None, now)
    if not syncs:
        rest = BACK_OFF_PERIOD_S * (1.0 + JITTER) * services.chance.next_of(f"found-pods/{pod.key}")
        return Resumed(shown, failures, now, now + rest)
    last = max(syncs, key=lambda each: each.synced_s)
    return Resumed(shown, failures, last.synced_s, last.next_s)


_CREATING = ("", texts.CONTAINER_CREATING, texts.POD_INITIALIZING)


def _all(spec: PodSpec) -> tuple[Container, ...]:
    return (*spec.init_containers, *spec.containers)


def _standing(services: PodServices, pod: ApiPod, wait: FoundWait) -> BackOffNow | None:
    """Where the back-off of the container's image stands; None where no pull is known to have failed."""
    if wait.failed_s is None:
        return None
    if wait.pulling_since_s is not None:
        since = wait.pulling_since_s
        return BackOffNow(wait.failures, wait.failed_s, since, since, True)
    shows_pull = None if wait.reason in _CREATING else wait.reason != texts.IMAGE_PULL_BACK_OFF
    known = KnownFailure(wait.failures, wait.failed_s, wait.seen_s, wait.last_failed_s, wait.sure, shows_pull)
    stream = services.chance(f"found-pods/{pod.key}/{wait.name}")
    return back_off_now.standing(known, services.env.now, services.pleg.ticker_phase, stream.random)


def _last_words(wait: FoundWait) -> str:
    """ "REASON: message" of the last failed pull, as far as the status repeats it."""
    if wait.reason == texts.IMAGE_PULL_BACK_OFF:
        return wait.message.removeprefix(texts.back_off_message(wait.image, "")).removeprefix(": ")
    return f"{wait.reason}: {wait.message}" if wait.message else ""


def _result(wait: FoundWait, words: str, standing: BackOffNow) -> SyncResult:
    """What the last sync has come to: a pull that failed, or a back-off."""
    if standing.pulled:
        reason, _, message = words.partition(": ")
        return SyncResult(START_CONTAINER, wait.name, reason or texts.ERR_IMAGE_PULL, message)
    message = texts.back_off_message(wait.image, words)
    return SyncResult(START_CONTAINER, wait.name, texts.IMAGE_PULL_BACK_OFF, message)


def _crash_back_offs(services: PodServices, pod: ApiPod, found: FoundPod) -> None:
    """Each start after the first has moved the container's back-off once (see PodSync)."""
    for each in found.containers:
        if each.starts > 1:
            key = f"{pod.uid}_{each.name}_{each.image}"
            services.crash_backoff.stands(key, each.starts - 1, each.started_s)
