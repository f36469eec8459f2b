"""Recovery: how long each pod that a disturbance left without its images took to become Ready, and what it waited for.

Which pods those are, and what they `was` doing then, stands in imagesim.results.measures.affected; those that a
disturbance of a node left failing, with or without their images, in imagesim.results.measures.on_nodes. A pod has
recovered when the API next shows it Ready. Every instant from the end of the disturbance to that moment belongs to
exactly one cause, the first of these that holds:

1. `pull_s`: a pull of the pod is in the runtime (`started_s` to `ended_s`).
2. `queue_s`: a pull is decided and waits for the puller (`queued_s` to `started_s`).
3. `crash_backoff_s`: the API shows a container in CrashLoopBackOff. The API is one sync late, and so is this part.
4. `backoff_s`: a container whose last pull failed is inside its back-off window (until `backoff_until_s`).
5. `sync_s`: such a container's window is over, and the pod worker has not yet looked again; and all the time that a pod
   waits whose sandbox could not be made.
6. `init_s`: no container of the pod has a failed pull any more, and an init container runs.
7. `probe_s`: the API shows a container running that is not Ready, or a sidecar that has not started: a probe says so.
8. `start_s`: none of these: what starts a container, the look of the PLEG that finds it, the status on its way.

With several containers in back-off the longest window counts, since a pod waits for its last container. A pod that is
not Ready by the end of the run has no times and no causes (None). The parts add up to `delay_s` to the last bit:
all times are first put on a grid of 2**-30 s (a nanosecond), in whole numbers.
"""

from typing import NamedTuple

from imagesim.engine.records import Disturbance, Records
from imagesim.results.measures.affected import Affected, affected
from imagesim.results.measures.disturbances import ended_disturbances
from imagesim.results.measures.pod_causes import CAUSES
from imagesim.results.measures.pod_history import on_grid, pod_histories, seconds
from imagesim.results.published_names import published_workload
from imagesim.rules.units import Seconds

__all__ = ["CAUSES", "RecoveryRow", "recovery"]


class RecoveryRow(NamedTuple):
    """One pod that was waiting at `ended_s`. The columns from `backoff_s` to `start_s` add up to `delay_s`.

    `was` is "failing", "pulling" or "queued".
    """

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
    init_s: Seconds | None
    probe_s: Seconds | None
    start_s: Seconds | None
    workload: str
    node: str
    was: str


def recovery(records: Records) -> list[RecoveryRow]:
    """A row per disturbance and pod that it left without its images; pods in the order of their creation."""
    ended = ended_disturbances(records)
    if not ended:
        return []
    return [
        _row(pod, disturbance)
        for disturbance, pods in zip(ended, affected(pod_histories(records), ended), strict=True)
        for pod in pods
    ]


def _row(pod: Affected, disturbance: Disturbance) -> RecoveryRow:
    end, history = disturbance.ended_s, pod.history
    ready = history.ready_after(end)
    parts: dict[str, Seconds | None] = dict.fromkeys(CAUSES)
    if ready is not None:
        parts.update(history.waited(end, ready))
    return RecoveryRow(
        namespace=history.pod.namespace,
        pod=history.pod.pod,
        disturbance=disturbance.name,
        ended_s=end,
        ready_s=ready,
        delay_s=None if ready is None else seconds(on_grid(ready) - on_grid(end)),
        workload=published_workload(history.pod.workload),
        node=history.pod.node,
        was=pod.was,
        **parts,
    )
