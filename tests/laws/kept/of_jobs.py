"""Laws of Jobs: how many pods at once, how many in all, which indexes, how long it takes, and how it ends."""

from collections import defaultdict
from collections.abc import Iterator

from imagesim.rules.workloads.job import INDEX_LABEL
from tests.laws.kept.history import JUST_NOW_S, Owner, left, moments
from tests.laws.kept.run import Run

_BACK_OFF_S, _LONGEST_S = 10.0, 600.0


def a_job_has_no_more_pods_than_it_may(run: Run) -> Iterator[str]:
    """Active ones never more than `parallelism`, and with those that have succeeded never more than `completions`."""
    succeeded: dict[int, int] = defaultdict(int)
    for row, job, pod in moments(run, "Job"):
        if pod is not None and row.verb == "status" and pod.phase == "Succeeded" and not pod.deleting:
            succeeded[id(job)] += ("phase", "Succeeded") in row.change
        if pod is None or row.verb != "create":
            continue
        active, spec = len(job.active()), job.spec
        if spec.pod_replacement_policy == "Failed":  # one that is to go is replaced when it has gone
            active = sum(not each.ended for each in job.pods.values())
        if active > spec.parallelism or active + succeeded[id(job)] > (spec.completions or 2**31):
            yield f"{active} are active, {succeeded[id(job)]} have succeeded: {row.name} {spec}"
        if spec.suspend or job.status.end is not None:
            yield f"a pod of a Job that is over or suspended: {row.name} {job.status}"


def indexes_are_run_one_at_a_time_until_one_has_succeeded(run: Run) -> Iterator[str]:
    done: set[tuple[int, str]] = set()
    for row, job, pod in moments(run, "Job"):
        if pod is None or job.spec.completion_mode != "Indexed":
            continue
        key = id(job), pod.labels[INDEX_LABEL]
        if row.verb == "create":
            mates = [each for each in job.active() if each.labels[INDEX_LABEL] == key[1]]
            if key in done or len(mates) > 1 or int(key[1]) >= job.spec.completions:
                yield f"index {key[1]} once more: {mates}"
        elif pod.phase == "Succeeded" and not pod.deleting:
            done.add(key)


def the_counts_of_a_job_only_grow(run: Run) -> Iterator[str]:
    last: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row, job, pod in moments(run, "Job"):
        if pod is not None or row.verb != "status":
            continue
        counts = job.status.succeeded, job.status.failed
        before = last[id(job)]
        if counts[0] < before[0] or counts[1] < before[1] or counts[0] > (job.spec.completions or 2**31):
            yield f"{before}, and then {job.status}"
        last[id(job)] = counts


def a_job_ends_once_for_a_reason_that_is_there(run: Run) -> Iterator[str]:
    ends: dict[int, object] = {}
    for row, job, pod in moments(run, "Job"):
        end = job.status.end
        if pod is not None or end is None or row.verb != "status":
            continue
        if id(job) in ends and ends[id(job)] != end:
            yield f"it has ended twice: {ends[id(job)]} {end}"
        ends[id(job)] = end
        if job.status.active or job.status.terminating or job.active():
            yield f"it has ended and has pods: {job.status}"
        if not _is_so(end.reason, job, row.time_s):
            yield f"{row.time_s}: {job.status} {job.spec}"


def _is_so(reason: str, job: Owner, now: float) -> bool:
    spec, status = job.spec, job.status
    if reason == "CompletionsReached":
        return bool(status.succeeded >= (spec.completions or 1) or spec.completions == 0)
    if reason == "DeadlineExceeded":
        return bool(now >= status.start_s + spec.deadline_s)
    if reason in ("FailedIndexes", "MaxFailedIndexesExceeded"):
        return spec.backoff_limit_per_index is not None
    restarts = spec.template.spec.restart_policy == "OnFailure"  # their number is no row's
    return bool(reason == "BackoffLimitExceeded" and (restarts or status.failed > spec.backoff_limit))


def a_job_backs_off_after_each_failure(run: Run) -> Iterator[str]:
    """10 s after the first that failed since one has succeeded, then 20 s, up to 10 minutes.

    A pod that is deleted in the second in which its program ends well has succeeded when the Job is synced, and that
    when its program has ended. One that is deleted before it has ended failed when it was last found not to be ready.
    """
    ended_well = {pod.uid: _ended_s(run, pod.pod) for pod in run.records.pods if pod.phase == "Succeeded"}
    failures: dict[int, int] = defaultdict(int)
    failed_s: dict[int, float] = {}
    good_s: dict[int, float] = {}
    counted = set()
    for row, job, pod in moments(run, "Job"):
        if pod is None or _counts_otherwise(job):
            continue
        key, now = id(job), row.time_s
        if row.verb == "create" and failures[key]:
            until = failed_s[key] // 1 + min(_LONGEST_S, _BACK_OFF_S * 2 ** (failures[key] - 1))
            if now < until:
                yield f"{row.name} at {now}, in back-off until {until} after {failures[key]} failures"
        elif not pod.active and row.uid not in counted:
            counted.add(row.uid)
            if pod.phase == "Succeeded" or row.uid in ended_well:
                failures[key], good_s[key] = 0, max(now, ended_well.get(row.uid, now))
            else:
                failed_s[key] = now if pod.ended or pod.not_ready_s is None else pod.not_ready_s
                failures[key] += good_s.get(key, -1.0) < failed_s[key]


def _ended_s(run: Run, pod: str) -> float:
    """When the last of the pod's programs ended."""
    return max((row.ended_s or 0.0 for row in run.records.running if row.pod == pod), default=0.0)


def _counts_otherwise(job: Owner) -> bool:
    """Whether each index has a back-off of its own, or pods that are to go fail only when they have gone."""
    return job.spec.backoff_limit_per_index is not None or job.spec.pod_replacement_policy == "Failed"


def the_deadline_of_a_job_is_kept(run: Run) -> Iterator[str]:
    for row, job, _ in moments(run, "Job"):
        late = _is_late(job, row.time_s)
        if late and job.active():
            yield f"{row.time_s}: {job.status} {job.spec}"
    for job in left(run, "Job"):
        if _is_late(job, run.records.end_s) and job.active():
            yield f"it goes on: {job.status} {job.spec}"


def _is_late(job: Owner, now: float) -> bool:
    spec, status = job.spec, job.status
    return bool(spec.deadline_s is not None and status.start_s is not None and now > status.start_s + spec.deadline_s)


def a_job_goes_when_its_time_to_live_is_over(run: Run) -> Iterator[str]:
    """And not before, unless it is a CronJob's."""
    for row, job, pod in moments(run, "Job"):
        if pod is None and row.verb == "remove" and row.time_s < _goes_at_s(job) and not job.owner:
            yield f"it goes at {row.time_s} already: {job.status} {job.spec}"
    for job in left(run, "Job"):
        if run.records.end_s > _goes_at_s(job) + JUST_NOW_S:
            yield f"it does not go: {job.status} {job.spec}"


def _goes_at_s(job: Owner) -> float:
    if job.status.end is None or job.spec.ttl_s is None:
        return float("inf")
    return float(job.status.end.since_s // 1 + job.spec.ttl_s)


def a_job_goes_on_until_it_ends(run: Run) -> Iterator[str]:
    """It has the pods that it wants, unless something has just happened or it backs off."""
    for job in left(run, "Job"):
        status, spec, end_s = job.status, job.spec, run.records.end_s
        if spec.backoff_limit_per_index is not None:
            continue  # indexes that have failed are not made again
        if status.end is not None or spec.suspend or any(pod.deleting for pod in job.pods.values()):
            continue
        if spec.completions is None:
            wanted = len(job.active()) if status.succeeded else spec.parallelism
        else:
            wanted = min(spec.parallelism, spec.completions - status.succeeded)
        backs_off_s = min(_LONGEST_S, _BACK_OFF_S * 2 ** max(0, status.failed - 1)) if status.failed else 0.0
        if len(job.active()) != wanted and end_s > job.changed_s + JUST_NOW_S + backs_off_s:
            yield f"{len(job.active())} pods, wanted are {wanted}: {status} {spec}"
        if status.succeeded >= (spec.completions or 2**31) and end_s > job.changed_s + JUST_NOW_S:
            yield f"it does not end: {status} {spec}"
