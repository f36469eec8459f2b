"""What a pod that is not Ready waits for, moment by moment; what the causes are stands in measures/recovery.py."""

from bisect import bisect_right
from collections.abc import Iterable
from heapq import heappop, heappush

from imagesim.engine.records import PodRecord, PullRecord, RunningRecord, StateRecord
from imagesim.rules.units import Seconds

CAUSES = ("backoff_s", "sync_s", "queue_s", "pull_s", "crash_backoff_s", "init_s", "probe_s", "start_s")
_NEVER = float("-inf")


class Times:
    """Times that may overlap: whether any of them holds at some moment."""

    def __init__(self, rows: Iterable[StateRecord | RunningRecord]) -> None:
        found = list(rows)
        self._begins = sorted(row.started_s for row in found)
        self._ends = sorted(row.ended_s for row in found if row.ended_s is not None)

    def hold(self, now: Seconds) -> bool:
        """Whether more have begun by now than ended."""
        return bool(self._begins) and bisect_right(self._begins, now) > bisect_right(self._ends, now)


class Sweep:
    """Goes over a pod's rows once, moment by moment. Until *sandbox_s* it could not get its sandbox."""

    def __init__(
        self,
        pod: PodRecord,
        pulls: list[PullRecord],
        states: list[StateRecord],
        runs: list[RunningRecord],
        sandbox_s: Seconds,
    ) -> None:
        self._sandbox_s = sandbox_s
        self._pulls = pulls
        self._queued = sorted(range(len(pulls)), key=lambda place: pulls[place].queued_s)
        self._ended = sorted(range(len(pulls)), key=lambda place: pulls[place].ended_s)
        init = set(pod.init_containers) - set(pod.sidecars)
        self._crashed = Times(row for row in states if row.reason == "CrashLoopBackOff")
        self._init = Times(row for row in runs if row.container in init)
        self._probed = Times(row for row in states if row.container not in init and _waits_for_probe(pod, row))
        self._next_queued = self._next_ended = 0
        self._under_way: list[int] = []
        self._failed: dict[str, Seconds] = {}

    def cause(self, now: Seconds) -> str:
        """What the pod waits for from *now* until the next moment; *now* only ever grows."""
        self._go_to(now)
        if now < self._sandbox_s:
            return "sync_s"
        if self._under_way:
            return "pull_s" if self._pulls[self._under_way[0]].started_s <= now else "queue_s"
        if self._crashed.hold(now):
            return "crash_backoff_s"
        if any(now < until for until in self._failed.values()):
            return "backoff_s"
        if self._failed:
            return "sync_s"
        if self._init.hold(now):
            return "init_s"
        return "probe_s" if self._probed.hold(now) else "start_s"

    def _go_to(self, now: Seconds) -> None:
        pulls = self._pulls
        while self._next_queued < len(pulls) and pulls[self._queued[self._next_queued]].queued_s <= now:
            heappush(self._under_way, self._queued[self._next_queued])
            self._next_queued += 1
        while self._under_way and pulls[self._under_way[0]].ended_s <= now:
            heappop(self._under_way)
        while self._next_ended < len(pulls) and pulls[self._ended[self._next_ended]].ended_s <= now:
            pull = pulls[self._ended[self._next_ended]]
            self._failed.pop(pull.container, None)
            if pull.outcome == "Failed":
                self._failed[pull.container] = _NEVER if pull.backoff_until_s is None else pull.backoff_until_s
            self._next_ended += 1


def _waits_for_probe(pod: PodRecord, row: StateRecord) -> bool:
    """Whether the API shows a container running of which its probes have not said what the pod waits for."""
    said = row.started if row.container in pod.sidecars else row.ready
    return row.state == "Running" and not said
