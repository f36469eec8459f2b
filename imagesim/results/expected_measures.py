"""Further measures that a run can be held against: costs, pushes, availability, times to ready."""

import math
import re
from collections.abc import Callable

from imagesim.engine.records import Records
from imagesim.results.measures.availability import availability
from imagesim.results.measures.costs import TOO_MANY_REQUESTS
from imagesim.results.measures.push_reach import push_reach
from imagesim.results.measures.ready_times import percentile, time_to_ready
from imagesim.results.measures.version_times import mixed_times
from imagesim.rules.units import Bytes, Seconds

PERCENTILES = ("p50", "p90", "p99")


def ready_percentile(part: str) -> Callable[[Records], Seconds]:
    """The nearest rank of "p99" over all pods that count: infinity for one that never was Ready, NaN without any."""
    share = int(re.sub(r"\D", "", part)) / 100

    def measured(records: Records) -> Seconds:
        taken = [time_to_ready(pod) for pod in records.pods]
        times = sorted(time for time in taken if time is not None)
        return percentile(times, share) if times else math.nan

    return measured


def egress(records: Records) -> Bytes:
    """What all hosts sent, what went to caches included."""
    return sum(row.bytes_sent for row in records.requests)


def too_many_requests(records: Records) -> int:
    """Answers 429."""
    return sum(row.status == TOO_MANY_REQUESTS for row in records.requests)


def unavailable(records: Records) -> Seconds:
    """How long the worst workload was below its minimum; NaN where no object has one."""
    return max((row.below_s for row in availability(records)), default=math.nan)


def longest_mixed(records: Records) -> Seconds:
    """The longest time in one piece that a workload was mixed."""
    return max((row.longest_s for row in mixed_times(records)), default=0.0)


def reached(records: Records) -> float:
    """The fewest pods that a push reached; NaN where nobody pushed."""
    return min((row.pods for row in push_reach(records)), default=math.nan)


def budget(records: Records) -> float:
    """The most that was used of a limit of a registry; NaN where nothing was charged to any."""
    return max((row.used for row in records.budgets), default=math.nan)
