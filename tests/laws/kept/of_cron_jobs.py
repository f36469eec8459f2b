"""Laws of CronJobs: a Job for each time of the schedule, as the policy allows, and how many are kept."""

from collections.abc import Iterator

from imagesim.rules.calendar import Calendar
from imagesim.rules.workloads.cron_job import schedule_of
from tests.laws.kept.history import JUST_NOW_S, Owner, left, moments
from tests.laws.kept.run import Run


def a_cron_job_makes_its_jobs_at_their_times(run: Run) -> Iterator[str]:
    """A Job is called for the minute of a time that has just come, and no time gets two.

    Where one has to wait for the other it may come later, as long as no other time has come.
    """
    calendar, made = Calendar(run.scenario.start), set()
    for row, job, cron_job in _made(run):
        minute, schedule = int(job.name.name.rpartition("-")[2]), schedule_of(cron_job.spec)
        due_s = calendar.seconds(minute * 60)
        waits = cron_job.spec.concurrency_policy == "Forbid"
        until_s = calendar.seconds(schedule.next(minute * 60)) if waits else due_s
        if schedule.next(minute * 60 - 1) != minute * 60 or not due_s <= row.time_s <= until_s + JUST_NOW_S:
            yield f"{row.time_s}: {job.name} {cron_job.spec.schedule}"
        if (cron_job.name, minute) in made or cron_job.spec.suspend:
            yield f"{row.time_s}: {job.name} once more"
        made.add((cron_job.name, minute))


def a_cron_job_that_forbids_or_replaces_has_one_job_that_goes_on(run: Run) -> Iterator[str]:
    going: dict[str, Owner] = {}
    for row, job, pod in moments(run, "CronJob", "Job"):
        if pod is not None or row.kind != "Job":
            continue
        if job.status.end is not None or row.verb == "remove":
            going.pop(row.uid, None)
        elif row.verb == "create" and _policy(run, job) != "Allow":
            if others := [each.name for each in going.values() if each.owner == job.owner]:
                yield f"{row.time_s}: {job.name} beside {others}"
            going[row.uid] = job


def each_time_of_a_schedule_gets_its_job(run: Run) -> Iterator[str]:
    """Where all are allowed."""
    calendar = Calendar(run.scenario.start)
    made = {(job.owner, int(job.name.name.rpartition("-")[2]) * 60) for _, job, _ in _made(run)}
    for uid, owner in _cron_jobs(run).items():
        spec = owner.spec
        time = schedule_of(spec).next(calendar.unix(0.0))
        while time is not None and calendar.seconds(time) + JUST_NOW_S < run.records.end_s:
            if (uid, time) not in made and spec.concurrency_policy != "Forbid" and not spec.suspend:
                yield f"none for {calendar.seconds(time)}: {spec}"
            time = schedule_of(spec).next(time)


def no_more_jobs_are_kept_than_the_limits_say(run: Run) -> Iterator[str]:
    jobs = left(run, "CronJob", "Job")
    for uid, owner in _cron_jobs(run).items():
        mine = [job for job in jobs if job.owner == uid and job.changed_s + JUST_NOW_S < run.records.end_s]
        ends = [job.status.end.type for job in mine if job.status.end is not None]
        limits = owner.spec.successful_jobs_history_limit, owner.spec.failed_jobs_history_limit
        if ends.count("Complete") > limits[0] or ends.count("Failed") > limits[1]:
            yield f"{ends}: {owner.spec}"


def _made(run: Run) -> Iterator[tuple[object, Owner, Owner]]:
    """The creations of Jobs by CronJobs."""
    cron_jobs = _cron_jobs(run)
    for row, job, pod in moments(run, "CronJob", "Job"):
        if pod is None and row.kind == "Job" and row.verb == "create" and job.owner in cron_jobs:
            yield row, job, cron_jobs[job.owner]


def _cron_jobs(run: Run) -> dict[str, Owner]:
    """By UID."""
    return {row.uid: owner for row, owner, _ in moments(run, "CronJob") if row.kind == "CronJob"}


def _policy(run: Run, job: Owner) -> str:
    owner = _cron_jobs(run).get(job.owner)
    return owner.spec.concurrency_policy if owner is not None else "Allow"
