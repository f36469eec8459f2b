"""What a CronJob's controller decides: which time of its schedule is unmet, and when to look again.

Models pkg/controller/cronjob/utils.go and cronjob_controllerv2.go of Kubernetes 1.36. Times of a schedule are whole
seconds of Unix time.
"""

from collections.abc import Iterable
from typing import NamedTuple

from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import CronJob
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.cron.schedule import Schedule, parse_schedule
from imagesim.rules.workloads.cron.time_zones import time_zone

ALLOW, FORBID, REPLACE = "Allow", "Forbid", "Replace"
SCHEDULED_TIMESTAMP = "batch.kubernetes.io/cronjob-scheduled-timestamp"
"""The annotation of a Job with the time that it was made for."""

NEXT_SCHEDULE_DELTA_S = 0.1
"""So much after a time of the schedule the controller looks (nextScheduleDelta)."""
_MANY_MISSED = 100


class ActiveJob(NamedTuple):
    """A Job that the status lists as active."""

    job: ObjectName
    uid: str


class CronJobStatus(NamedTuple):
    """Jobs that go on, the last time of the schedule that got one, and when the last one succeeded."""

    active: tuple[ActiveJob, ...] = ()
    last_schedule_s: Seconds | None = None
    last_successful_s: Seconds | None = None

    def without(self, uid: str) -> "CronJobStatus":
        """deleteFromActiveList."""
        return self._replace(active=tuple(each for each in self.active if each.uid != uid))

    def lists(self, uid: str) -> bool:
        """inActiveList."""
        return any(each.uid == uid for each in self.active)


class InvalidSchedule(ValueError):
    """The schedule comes due never, or more than once a second; the message is the controller's."""


class Unmet(NamedTuple):
    """The most recent time of a schedule that has come, None if none has; `missed` is roughly how many have."""

    time: int | None
    missed: int = 0

    @property
    def many(self) -> bool:
        """Whether so many were missed that something is wrong."""
        return self.missed > _MANY_MISSED


def schedule_of(spec: CronJob) -> Schedule:
    """The schedule by the clocks of its time zone. What was stored was checked, so this works."""
    return parse_schedule(spec.schedule, time_zone(spec.time_zone))


def most_recent(schedule: Schedule, earliest: int, now: int) -> Unmet:
    """mostRecentScheduleTime: the last time after *earliest* that is not after *now*. Raises InvalidSchedule."""
    first = schedule.next(earliest)
    second = None if first is None else schedule.next(first)
    if first is None or second is None or second <= first:
        raise InvalidSchedule("time difference between two schedules is less than 1 second")
    if now < first:
        return Unmet(None)
    if now < second:
        return Unmet(first)
    missed = (now - first) // (second - first) + 1
    # One interval back: the times of a schedule need not be evenly apart.
    time, recent = schedule.next(first + (missed - 2) * (second - first)), None
    while time is not None and time <= now:
        time, recent = schedule.next(time), time
    return Unmet(recent, missed)


def unmet_time(spec: CronJob, since: int, now: int) -> Unmet:
    """nextScheduleTime: as above, and no time before the starting deadline. Raises InvalidSchedule.

    *since* is the last time that got a Job, or else when the CronJob was created.
    """
    if spec.starting_deadline_s is not None:
        since = max(since, now - int(spec.starting_deadline_s))
    return most_recent(schedule_of(spec), since, now)


def next_time(spec: CronJob, since: int, now: int) -> int | None:
    """nextScheduleTimeDuration: the time of the schedule for which the controller looks again, None for never."""
    schedule = schedule_of(spec)
    try:
        found = most_recent(schedule, since, now)
    except InvalidSchedule:
        return None
    after = found.time if found.time is not None else now if found.missed else since
    return schedule.next(after)


def is_too_late(spec: CronJob, scheduled_s: Seconds, now: Seconds) -> bool:
    """Whether the starting deadline of the time *scheduled_s* has passed, both counted from the start of the run."""
    return spec.starting_deadline_s is not None and scheduled_s + spec.starting_deadline_s < now


def job_name(cron_job: str, scheduled: int) -> str:
    """getJobName: with the minutes of Unix time, so a time gets one Job."""
    return f"{cron_job}-{scheduled // 60}"


def times_between(spec: CronJob, start: int, end: int, most: int) -> int:
    """How many times of the schedule lie after *start* and not after *end*; counted up to *most*, then estimated."""
    schedule, time, count = schedule_of(spec), start, 0
    while count < most:
        due = schedule.next(time)
        if due is None or due > end:
            return count
        time, count = due, count + 1
    return count * (end - start) // max(1, time - start)


def oldest_first(jobs: Iterable[tuple[Seconds | None, str]]) -> list[str]:
    """byJobStartTime: names of Jobs by when they started, then by name; one that has not started comes last."""
    return [name for _, name in sorted(jobs, key=lambda job: (job[0] is None, job[0] or 0.0, job[1]))]
