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
all times are first put on a grid of 2**-30 s (a nanosecond), in whole numbers.
"""

from collections.abc import Iterator
from typing import NamedTuple

from imagesim.engine.records import Disturbance, Records
from imagesim.results.measures.disturbances import Ends, ended_disturbances
from imagesim.results.measures.pod_history import CAUSES, PodHistory, on_grid, seconds
from imagesim.results.published_names import published_workload
from imagesim.rules.units import Seconds

__all__ = ["CAUSES", "RecoveryRow", "recovery"]


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


def recovery(records: Records) -> list[RecoveryRow]:
    """A row per disturbance and pod that was failing at its end; pods in the order of their creation."""
    ended = ended_disturbances(records)
    if not ended:
        return []
    ends = Ends(ended)
    failing: list[list[PodHistory]] = [[] for _ in ended]
    for history in _histories(records):
        for place in _failed_at(history, ends, ended):
            failing[place].append(history)
    return [
        _row(history, disturbance)
        for disturbance, histories in zip(ended, failing, strict=True)
        for history in histories
    ]


def _histories(records: Records) -> list[PodHistory]:
    histories = [PodHistory(pod) for pod in records.pods]
    named: dict[tuple[str, str], list[PodHistory]] = {}
    for history in histories:
        named.setdefault((history.pod.namespace, history.pod.pod), []).append(history)
    for pull in records.pulls:
        _at(named[pull.namespace, pull.pod], pull.queued_s).pulls.append(pull)
    for state in records.states:
        _at(named[state.namespace, state.pod], state.started_s).states.append(state)
    return histories


def _at(named: list[PodHistory], time_s: Seconds) -> PodHistory:
    """Of the pods that had a name one after another, the one that had it then."""
    if len(named) == 1:
        return named[0]
    return next((history for history in reversed(named) if history.pod.created_s <= time_s), named[0])


def _failed_at(history: PodHistory, ends: Ends, ended: list[Disturbance]) -> set[int]:
    """The places of the disturbances at whose ends the pod was there and failing because of them."""
    deleted_s = history.pod.deleted_s
    gone_s = float("inf") if deleted_s is None else deleted_s
    return {place for image, begin, end in _failing(history) for place in ends.within(image, begin, min(end, gone_s))}


def _failing(history: PodHistory) -> Iterator[tuple[str, Seconds, Seconds]]:
    """The times in which the last pull of a container that had ended by then had failed, and the image."""
    following: dict[str, Seconds] = {}
    for pull in sorted(history.pulls, key=lambda pull: pull.ended_s)[::-1]:
        if pull.outcome == "Failed":
            yield pull.image, pull.ended_s, following.get(pull.container, float("inf"))
        following[pull.container] = pull.ended_s


def _row(history: PodHistory, disturbance: Disturbance) -> RecoveryRow:
    end, pod = disturbance.ended_s, history.pod
    ready = history.ready_after(end)
    parts: dict[str, Seconds | None] = dict.fromkeys(CAUSES)
    if ready is not None:
        parts.update(history.waited(end, ready))
    return RecoveryRow(
        namespace=pod.namespace,
        pod=pod.pod,
        disturbance=disturbance.name,
        ended_s=end,
        ready_s=ready,
        delay_s=None if ready is None else seconds(on_grid(ready) - on_grid(end)),
        workload=published_workload(pod.workload),
        node=pod.node,
        **parts,
    )
