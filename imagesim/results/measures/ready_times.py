"""Time to ready: from a pod's creation until it first was Ready, over the pods of each workload.

Percentiles are by nearest rank: the smallest time within which so many of the pods were Ready, always one that a pod
really took. A pod that was there at the end and never Ready took for ever, so a percentile that falls on one is None.
Not counted are pods that were deleted before they were Ready, and those that have ended without having been, as a
Job's may.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from imagesim.engine.api.api_pod import TERMINAL
from imagesim.engine.records import PodRecord, Records
from imagesim.results.published_names import published_workload
from imagesim.rules.units import Seconds


class ReadyTimes(NamedTuple):
    """The pods of one workload: how many count, how many of them never were Ready, and the times of the others."""

    namespace: str
    workload: str
    pods: int
    never_ready: int
    p50_s: Seconds | None
    p90_s: Seconds | None
    p99_s: Seconds | None
    max_s: Seconds | None


def ready_times(records: Records) -> list[ReadyTimes]:
    """A row per workload, a pod of its own being `Pod/NAME`, in the order in which their first pods were created."""
    times: dict[tuple[str, str], list[Seconds]] = {}
    for pod in records.pods:
        taken = time_to_ready(pod)
        if taken is not None:
            workload = published_workload(pod.workload) or f"Pod/{pod.pod}"
            times.setdefault((pod.namespace, workload), []).append(taken)
    return [_row(*of, sorted(found)) for of, found in times.items()]


def time_to_ready(pod: PodRecord) -> Seconds | None:
    """How long *pod* took, infinity if it never was Ready; None if it does not count."""
    if pod.ready_s is not None:
        return pod.ready_s - pod.created_s
    return None if pod.deleted_s is not None or pod.deletion_s is not None or pod.phase in TERMINAL else math.inf


def percentile(times: Sequence[Seconds], part: float) -> Seconds:
    """The nearest rank of *part* (0.99) of some sorted *times*."""
    return times[max(0, math.ceil(part * len(times) - 1e-9) - 1)]


def _row(namespace: str, workload: str, times: list[Seconds]) -> ReadyTimes:
    ranks = [percentile(times, part) for part in (0.5, 0.9, 0.99, 1.0)]
    found = [None if math.isinf(time) else time for time in ranks]
    return ReadyTimes(namespace, workload, len(times), sum(map(math.isinf, times)), *found)
