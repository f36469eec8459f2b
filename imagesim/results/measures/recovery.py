"""Recovery: how long each pod that was failing when a disturbance ended took to become Ready, and what it waited for.

A pod was failing if, of one of its containers, the last pull of an image of the disturbed registry that had ended by
then had failed. It has recovered when the API next shows it Ready. Every instant from the end of the disturbance to
that moment belongs to exactly one cause, the first of these that holds:

1. `pull_s`: a pull of the pod is in the runtime (`started_s` to `ended_s`).
2. `queue_s`: a pull is decided and waits for the puller (`queued_s` to `started_s`).
3. `crash_backoff_s`: the API shows a container in CrashLoopBackOff. The API is one sync late, and so is this part.
4. `backoff_s`: a container whose last pull failed is inside its back-off window (until `backoff_until_s`).
5. `sync_s`: such a container's window is over, and the pod worker has not yet looked again.
6. `start_s`: no container of the pod has a failed pull any more: init containers, starting, the sync that shows it.

With several containers in back-off the longest window counts, since a pod waits for its last container. A pod that is
not Ready by the end of the run has no times and no causes (None). The parts add up to `delay_s` to the last bit:
all times are first put on a grid of 2**-30 s (a nanosecond), on which sums of floats are exact.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from imagesim.engine.records import Disturbance, PodRecord, PullRecord, Records, StateRecord
from imagesim.results.published_names import published_workload
from imagesim.rules.pods.kubelet_texts import CONTAINER_CREATING
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Seconds

CAUSES = ("backoff_s", "sync_s", "queue_s", "pull_s", "crash_backoff_s", "start_s")
_GRID = 2.0**30


class RecoveryRow(NamedTuple):
    """One pod that was failing at `ended_s`. The columns from `backoff_s` to `start_s` add up to `delay_s`."""

    namespace: str
    pod: str
    disturbance: str
    ended_s: Seconds
    ready_s: Seconds | None
    delay_s: Seconds | None
    backoff_s: Seconds | None
    sync_s: Seconds | None
    queue_s: Seconds | None
    pull_s: Seconds | None
    crash_backoff_s: Seconds | None
    start_s: Seconds | None
    workload: str
    node: str


class _History(NamedTuple):
    """What the records say of one pod."""

    pod: PodRecord
    pulls: list[PullRecord]
    states: list[StateRecord]


def recovery(records: Records) -> list[RecoveryRow]:
    """A row per disturbance and pod that was failing at its end; pods in the order of their creation."""
    ended = ended_disturbances(records)
    if not ended:
        return []
    histories = _histories(records)
    hosts: dict[str, str] = {}
    return [
        _row(history, disturbance)
        for disturbance in ended
        for history in histories
        if _was_failing(history, disturbance, hosts)
    ]


def waiting_pods(records: Records, disturbance: Disturbance) -> int:
    """How many pods were waiting for a first pull of an image of the disturbed registry when the disturbance ended.

    They were not failing: a request that a silent registry has taken is still under way when the registry is back.
    """
    end, hosts = disturbance.ended_s, dict[str, str]()
    return len(
        {
            (row.namespace, row.pod)
            for row in records.states
            if (row.state, row.reason) == ("Waiting", CONTAINER_CREATING)
            and row.started_s < end
            and (row.ended_s is None or row.ended_s > end)
            and _host(row.image, hosts) == disturbance.target
        }
    )


def ended_disturbances(records: Records) -> list[Disturbance]:
    """The disturbances that ended within the run, without those at whose end another one of the target went on."""
    return [
        row
        for place, row in enumerate(records.disturbances)
        if row.ended_s <= records.end_s and not _goes_on(records.disturbances, place)
    ]


def _goes_on(disturbances: Sequence[Disturbance], place: int) -> bool:
    row = disturbances[place]
    return any(
        other.target == row.target and other.started_s <= row.ended_s and (other.ended_s, index) > (row.ended_s, place)
        for index, other in enumerate(disturbances)
    )


def _histories(records: Records) -> list[_History]:
    histories = {(pod.namespace, pod.pod): _History(pod, [], []) for pod in records.pods}
    for pull in records.pulls:
        histories[pull.namespace, pull.pod].pulls.append(pull)
    for state in records.states:
        histories[state.namespace, state.pod].states.append(state)
    return list(histories.values())


def _was_failing(history: _History, disturbance: Disturbance, hosts: dict[str, str]) -> bool:
    end, pod = disturbance.ended_s, history.pod
    if pod.deleted_s is not None and pod.deleted_s <= end:
        return False
    return any(_host(pull.image, hosts) == disturbance.target for pull in _failed(history.pulls, end))


def _host(image: str, hosts: dict[str, str]) -> str:
    """The registry of an image text, `docker.io` for a short name, "" for what is no name."""
    if image not in hosts:
        try:
            hosts[image] = ImageReference.parse(image).domain
        except InvalidImageName:
            hosts[image] = ""
    return hosts[image]


def _failed(pulls: list[PullRecord], now: Seconds) -> list[PullRecord]:
    """Of each container the last pull that had ended by *now*, if it had failed."""
    last = {pull.container: pull for pull in pulls if pull.ended_s <= now}
    return [pull for pull in last.values() if pull.outcome == "Failed"]


def _row(history: _History, disturbance: Disturbance) -> RecoveryRow:
    end, pod = disturbance.ended_s, history.pod
    ready = _ready_again(history, end)
    parts: dict[str, Seconds | None] = dict.fromkeys(CAUSES)
    delay = None
    if ready is not None:
        delay = _on_grid(ready) - _on_grid(end)
        parts.update(_parts(history, end, ready))
    return RecoveryRow(
        namespace=pod.namespace,
        pod=pod.pod,
        disturbance=disturbance.name,
        ended_s=end,
        ready_s=ready,
        delay_s=delay,
        workload=published_workload(pod.workload),
        node=pod.node,
        **parts,
    )


def _ready_again(history: _History, after: Seconds) -> Seconds | None:
    """When the API next shows every container of the pod running, *after* a time at which one of them failed."""
    changes = sorted({row.started_s for row in history.states if row.started_s >= after})
    wanted = set(history.pod.containers)
    for now in changes:
        running = {
            row.container
            for row in history.states
            if row.state == "Running" and row.started_s <= now and (row.ended_s is None or now < row.ended_s)
        }
        if wanted <= running:
            return now
    return None


def _on_grid(time: Seconds) -> Seconds:
    return round(time * _GRID) / _GRID


def _parts(history: _History, start: Seconds, end: Seconds) -> dict[str, Seconds]:
    """The causes of the time from *start* to *end*, found piece by piece between the moments that change anything."""
    moments = {start, end}
    for pull in history.pulls:
        moments.update((pull.queued_s, pull.started_s, pull.ended_s, pull.backoff_until_s or start))
    for row in history.states:
        moments.update((row.started_s, end if row.ended_s is None else row.ended_s))
    cuts = sorted(moment for moment in moments if start <= moment <= end)
    parts = dict.fromkeys(CAUSES, 0.0)
    for left, right in pairwise(cuts):
        parts[_cause(history, left)] += _on_grid(right) - _on_grid(left)
    return parts


def _cause(history: _History, now: Seconds) -> str:
    """What the pod waits for from *now* until the next moment that changes anything."""
    for pull in history.pulls:
        if pull.queued_s <= now < pull.ended_s:
            return "pull_s" if pull.started_s <= now else "queue_s"
    if any(
        row.reason == "CrashLoopBackOff" and row.started_s <= now and (row.ended_s is None or now < row.ended_s)
        for row in history.states
    ):
        return "crash_backoff_s"
    failed = _failed(history.pulls, now)
    if any(pull.backoff_until_s is not None and now < pull.backoff_until_s for pull in failed):
        return "backoff_s"
    return "sync_s" if failed else "start_s"
