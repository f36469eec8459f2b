"""Which time of a CronJob's schedule is unmet, and when its controller looks again."""

from typing import Any

import pytest

from imagesim.rules.api.objects import Container, CronJob, Job, PodSpec, PodTemplate
from imagesim.rules.workloads import cron_job as rules
from imagesim.rules.workloads.cron.schedule import parse_schedule

MIDNIGHT = 946684800


def cron_job(schedule: str, **fields: Any) -> CronJob:
    spec = PodSpec(containers=(Container(name="app", image="a", image_pull_policy="Always"),), restart_policy="Never")
    job = Job(namespace="default", name="", template=PodTemplate(spec=spec))
    return CronJob(namespace="default", name="it", schedule=schedule, job=job, **fields)


def most_recent(schedule: str, now: int) -> rules.Unmet:
    return rules.most_recent(parse_schedule(schedule), MIDNIGHT, MIDNIGHT + now)


@pytest.mark.parametrize(
    ("now", "time", "missed"),
    [(59, None, 0), (60, 60, 0), (119, 60, 0), (120, 120, 2), (6000, 6000, 100), (6060, 6060, 101)],
)
def test_the_most_recent_time_is_unmet_and_what_was_missed_is_counted(now: int, time: int | None, missed: int) -> None:
    found = most_recent("* * * * *", now)
    assert (found.time, found.missed) == (None if time is None else MIDNIGHT + time, missed)
    assert found.many == (missed > 100)


def test_times_that_are_not_evenly_apart_are_found_too() -> None:
    monday = 2 * 86400
    assert most_recent("30 6-16/4 * * 1-5", monday + 15 * 3600).time == MIDNIGHT + monday + 14 * 3600 + 1800


def test_of_times_that_come_in_bursts_the_controller_may_overlook_all_that_it_missed() -> None:
    """It takes the first interval for all, and by that the last time would lie after the last that there was."""
    assert most_recent("30 6-16/4 * * 1-5", 3 * 86400) == (None, 5)
    assert rules.next_time(cron_job("30 6-16/4 * * 1-5"), MIDNIGHT, MIDNIGHT + 3 * 86400) == MIDNIGHT + 282600


def test_every_so_often_counts_from_the_creation() -> None:
    assert most_recent("@every 7m", 1500).time == MIDNIGHT + 1260


def test_a_schedule_that_never_comes_due_is_invalid() -> None:
    with pytest.raises(rules.InvalidSchedule, match="time difference between two schedules is less than 1 second"):
        most_recent("0 0 31 2 *", 60)


def test_no_time_before_the_starting_deadline_is_unmet() -> None:
    late = cron_job("*/10 * * * *", starting_deadline_s=30.0)
    assert rules.unmet_time(late, MIDNIGHT, MIDNIGHT + 629).time == MIDNIGHT + 600
    assert rules.unmet_time(late, MIDNIGHT, MIDNIGHT + 630).time is None
    assert rules.unmet_time(cron_job("*/10 * * * *"), MIDNIGHT, MIDNIGHT + 630).time == MIDNIGHT + 600


def test_a_time_may_be_too_late_by_a_fraction_of_a_second() -> None:
    soon = cron_job("* * * * *", starting_deadline_s=10.0)
    assert not rules.is_too_late(soon, 60.0, 70.0)
    assert rules.is_too_late(soon, 60.0, 70.1)
    assert not rules.is_too_late(cron_job("* * * * *"), 60.0, 9999.0)


@pytest.mark.parametrize(("schedule", "now", "due"), [("*/5 * * * *", 0, 300), ("*/5 * * * *", 301, 600)])
def test_the_controller_looks_again_at_the_next_time(schedule: str, now: int, due: int) -> None:
    assert rules.next_time(cron_job(schedule), MIDNIGHT, MIDNIGHT + now) == MIDNIGHT + due


def test_it_never_looks_again_where_no_time_comes() -> None:
    assert rules.next_time(cron_job("0 0 31 2 *"), MIDNIGHT, MIDNIGHT) is None


def test_a_job_is_named_for_its_minute() -> None:
    assert rules.job_name("it", MIDNIGHT + 300) == "it-15778085"


def test_jobs_are_old_by_their_start_and_then_by_name() -> None:
    assert rules.oldest_first([(None, "d"), (5.0, "c"), (5.0, "b"), (1.0, "e")]) == ["e", "b", "c", "d"]


def test_the_times_of_a_long_run_are_estimated() -> None:
    every = cron_job("* * * * *")
    assert rules.times_between(every, MIDNIGHT, MIDNIGHT + 3600, most=100) == 60
    assert rules.times_between(every, MIDNIGHT, MIDNIGHT + 60000, most=100) == 1000
    assert rules.times_between(cron_job("0 0 31 2 *"), MIDNIGHT, MIDNIGHT + 60000, most=100) == 0
