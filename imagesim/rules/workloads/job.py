"""What a Job's controller does next: how many pods it wants, how long it backs off, and when the Job has ended.

Models pkg/controller/job/job_controller.go and backoff_utils.go of Kubernetes 1.36. A pod that waits for its image has
not failed, so it counts for no limit: `activeDeadlineSeconds` is the way out. One that is deleted counts as failed.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from imagesim.rules.api.objects import Job
from imagesim.rules.units import Seconds

NON_INDEXED, INDEXED = "NonIndexed", "Indexed"
TERMINATING_OR_FAILED, ONLY_FAILED = "TerminatingOrFailed", "Failed"
"""Which pods are replaced: those that are being deleted, too, or those alone that have failed or gone."""
FAILURE_COUNT = "batch.kubernetes.io/job-index-failure-count"
"""The annotation of a pod with how many of its index failed before it, where indexes have a limit each."""
INDEX_LABEL = "batch.kubernetes.io/job-completion-index"

SYNC_BATCH_S = 1.0
"""What pods do is looked at so much later, all of it at once (SyncJobBatchPeriod)."""
MOST_PODS_PER_SYNC = 500
_BACK_OFF_S, _LONGEST_BACK_OFF_S = 10.0, 600.0

SUSPENDED, COMPLETE, FAILED = "Suspended", "Complete", "Failed"
BEFORE_THE_END = {COMPLETE: "SuccessCriteriaMet", FAILED: "FailureTarget"}
"""The condition that says how a Job will end while pods of it are still being deleted."""


class JobCondition(NamedTuple):
    """A condition of a Job's status."""

    type: str
    status: bool
    reason: str
    message: str
    since_s: Seconds


class JobStatus(NamedTuple):
    """The counts of a status, when the Job started (in whole seconds, anew when it is resumed), and its conditions."""

    active: int = 0
    ready: int = 0
    succeeded: int = 0
    failed: int = 0
    terminating: int = 0
    start_s: Seconds | None = None
    conditions: tuple[JobCondition, ...] = ()

    def condition(self, type_: str) -> JobCondition | None:
        """The condition of that type, None if there is none."""
        return next((each for each in self.conditions if each.type == type_), None)

    @property
    def end(self) -> JobCondition | None:
        """Complete or Failed, None while the Job goes on."""
        return self.condition(COMPLETE) or self.condition(FAILED)

    def with_condition(self, new: JobCondition) -> "JobStatus":
        """The status with that condition in the place of one of its type."""
        return self._replace(conditions=(*(each for each in self.conditions if each.type != new.type), new))


class Verdict(NamedTuple):
    """How a Job ends: the type of its condition, with reason and message."""

    type: str
    reason: str
    message: str


SUCCESS = Verdict(COMPLETE, "CompletionsReached", "Reached expected number of succeeded pods")
_LIMIT = Verdict(FAILED, "BackoffLimitExceeded", "Job has reached the specified backoff limit")
_FAILED_INDEXES = Verdict(FAILED, "FailedIndexes", "Job has failed indexes")
_TOO_MANY_FAILED_INDEXES = Verdict(
    FAILED, "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes"
)
_LATE = Verdict(FAILED, "DeadlineExceeded", "Job was active longer than specified deadline")


class EndedPod(NamedTuple):
    """A pod that will not run any more: whether it succeeded, for which index (-1 for none), when it ended."""

    succeeded: bool
    completion: int
    end_s: Seconds


class BackOff(NamedTuple):
    """The pods that failed since one succeeded, and when the last of them did."""

    failures: int = 0
    last_s: Seconds = 0.0

    def after(self, ended: Iterable[EndedPod]) -> "BackOff":
        """newBackoffRecord: with pods that have ended since."""
        pods = sorted(ended, key=lambda pod: pod.end_s)
        last_good = max((pod.end_s for pod in pods if pod.succeeded), default=None)
        failed = [pod.end_s for pod in pods if not pod.succeeded and (last_good is None or pod.end_s > last_good)]
        before = self if last_good is None else BackOff()
        return BackOff(before.failures + len(failed), failed[-1]) if failed else before

    @property
    def until_s(self) -> Seconds:
        """getRemainingTime: when the next pod may be made."""
        if not self.failures:
            return 0.0
        doubled = _BACK_OFF_S * 2.0 ** min(self.failures - 1, 10)
        return self.last_s // 1 + min(doubled, _LONGEST_BACK_OFF_S)


def wanted_pods(job: Job, succeeded: int, active: int) -> int:
    """How many pods should run now."""
    if job.completions is None:
        return active if succeeded else job.parallelism
    return max(0, min(job.completions - succeeded, job.parallelism))


def unfinished_pods(job: Job, status: JobStatus) -> int:
    """How many pods a Job is waiting for at once; of one that has failed, how many have not succeeded."""
    if status.end is not None and status.end.type == COMPLETE:
        return 0
    if status.end is not None:
        return max(1, (job.completions or 1) - status.succeeded)
    return 0 if job.suspend else wanted_pods(job, status.succeeded, status.active)


def failure(job: Job, status: JobStatus, restarts: int, now: Seconds) -> Verdict | None:
    """Why the Job fails now, None if it does not. *restarts* are those of its containers in pods that go on."""
    pending = status.condition(BEFORE_THE_END[FAILED])
    if pending is not None:
        return Verdict(FAILED, pending.reason, pending.message)
    if status.failed > job.backoff_limit or _restarted_too_often(job, restarts):
        return _LIMIT
    deadline = deadline_at_s(job, status)
    return _LATE if deadline is not None and now >= deadline else None


def failure_of_indexes(job: Job, succeeded: int, failed: int) -> Verdict | None:
    """Why a Job fails whose indexes have a limit of failures each, None if it does not: how many indexes have *failed*.

    It goes on until every index has an end, unless too many have failed.
    """
    if job.max_failed_indexes is not None and failed > job.max_failed_indexes:
        return _TOO_MANY_FAILED_INDEXES
    return _FAILED_INDEXES if failed and failed + succeeded >= (job.completions or 0) else None


def _restarted_too_often(job: Job, restarts: int) -> bool:
    """pastBackoffLimitOnFailure."""
    on_failure = job.template.spec.restart_policy == "OnFailure"
    return on_failure and restarts >= max(1, job.backoff_limit)


def deadline_at_s(job: Job, status: JobStatus) -> Seconds | None:
    """When the Job will have been active for too long, None if nothing says so."""
    if job.deadline_s is None or status.start_s is None or job.suspend:
        return None
    return status.start_s + job.deadline_s


def is_complete(job: Job, succeeded: int, active: int) -> bool:
    """Whether enough pods have succeeded and none is left."""
    return not active and (succeeded > 0 if job.completions is None else succeeded >= job.completions)


def first_free_indexes(count: int, completions: int, taken: Collection[int]) -> list[int]:
    """firstPendingIndexes: the lowest *count* indexes that no pod runs for or has succeeded for."""
    found: list[int] = []
    for index in range(completions):
        if len(found) == count:
            break
        if index not in taken:
            found.append(index)
    return found
