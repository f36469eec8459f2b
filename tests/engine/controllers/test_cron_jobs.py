"""CronJobs in whole runs: a Job at each time, what a policy forbids or replaces, what is kept and what is said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.expectations import parse_expectation
from imagesim.results.measures.absent_pods import absent_pods
from imagesim.rules.api.app import App
from imagesim.rules.api.objects import CronJob, Job, PodSpec, PodTemplate
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, image

World = Callable[..., Scenario]
NAME = "CronJob/default/it"


def cron_job(
    schedule: str, runs_for_s: float = 5.0, exit_code: int = 0, job: dict[str, Any] | None = None, **fields: Any
) -> CronJob:
    app = replace(container("reg.test/app:v1"), app=App(runs_for_s=runs_for_s, exit_code=exit_code))
    template = PodTemplate(spec=PodSpec(containers=(app,), restart_policy="Never"))
    made = Job(namespace="default", name="", template=template, **(job or {}))
    return CronJob(namespace="default", name="it", schedule=schedule, job=made, **fields)


def ran(world: World, made: CronJob, *timeline: TimelineEvent, start: str = "", **fields: Any) -> Records:
    tags = {"app:v1": image("one", 10 * MB), "app:v2": image("two", 10 * MB)}
    scenario = world(tags=tags, deployments=(made,), timeline=timeline, **fields)
    if start:
        scenario = replace(scenario, start=datetime.fromisoformat(start).astimezone(UTC))
    return run(scenario)


def said(records: Records, *reasons: str) -> list[tuple[float, str]]:
    """The CronJob's events of these reasons, of all where none is given."""
    events = [event for event in records.events if str(event.object) == NAME]
    return [(event.time_s, event.message) for event in events if not reasons or event.reason in reasons]


def jobs(records: Records) -> list[str]:
    """What happened to Jobs: created, removed."""
    changes = records.objects
    return [
        f"{changes[place].verb} {name.name}"
        for place, name in enumerate(changes.names())
        if name.kind == "Job" and changes[place].verb in ("create", "remove")
    ]


def created_as(records: Records, kind: str) -> list[dict[str, Any]]:
    """What each object of *kind* was created with."""
    changes = records.objects
    places = [place for place, name in enumerate(changes.names()) if name.kind == kind]
    return [dict(changes[place].change) for place in places if changes[place].verb == "create"]


def test_each_time_of_the_schedule_gets_a_job_a_tenth_of_a_second_later(world: World) -> None:
    records = ran(world, cron_job("*/2 * * * *"), duration_s=300)
    assert said(records, "SuccessfulCreate") == [
        (pytest.approx(120.1), "Created job it-15778082"),
        (pytest.approx(240.1), "Created job it-15778084"),
    ]
    assert [message for _, message in said(records, "SawCompletedJob")] == [
        "Saw completed job: it-15778082, condition: Complete",
        "Saw completed job: it-15778084, condition: Complete",
    ]
    assert [str(pod.workload) for pod in records.pods] == [NAME, NAME]
    assert all(pod.pod.startswith("it-1577808") for pod in records.pods)
    assert absent_pods(records) == 0
    assert parse_expectation("not ready == 0").of(records).met


def test_a_job_says_which_time_it_is_for_by_the_clocks_of_the_time_zone(world: World) -> None:
    made = cron_job("30 2 * * *", time_zone="Europe/Berlin", job_labels=(("app", "it"),))
    records = ran(world, made, start="2026-01-05T01:00:00Z", duration_s=3600)
    (created,) = created_as(records, "Job")
    assert created["labels"] == (("app", "it"),)
    assert created["annotations"] == (("batch.kubernetes.io/cronjob-scheduled-timestamp", "2026-01-05T02:30:00+01:00"),)
    assert str(created["owner"].owner) == NAME


def test_no_more_jobs_that_have_ended_are_kept_than_the_limits_say(world: World) -> None:
    records = ran(world, cron_job("* * * * *", successful_jobs_history_limit=1), duration_s=200)
    assert jobs(records) == [
        "create it-15778081",
        "create it-15778082",
        "remove it-15778081",
        "create it-15778083",
        "remove it-15778082",
    ]
    assert [message for _, message in said(records, "SuccessfulDelete")] == [
        "Deleted job it-15778081",
        "Deleted job it-15778082",
    ]


def test_failed_jobs_have_a_limit_of_their_own(world: World) -> None:
    failing = cron_job("* * * * *", exit_code=1, job={"backoff_limit": 0}, failed_jobs_history_limit=0)
    records = ran(world, failing, duration_s=100)
    assert jobs(records) == ["create it-15778081", "remove it-15778081"]
    assert said(records, "SawCompletedJob") == []  # it is deleted in the sync that would have seen it


def test_jobs_run_beside_each_other_where_that_is_allowed(world: World) -> None:
    records = ran(world, cron_job("* * * * *", runs_for_s=100.0), duration_s=200)
    assert [time for time, _ in said(records, "SuccessfulCreate")] == pytest.approx([60.1, 120.1, 180.1])
    assert sum(pod.phase == "Running" for pod in records.pods) == 2


def test_where_it_is_forbidden_the_time_waits_for_the_job_before(world: World) -> None:
    forbidden = cron_job("* * * * *", runs_for_s=80.0, concurrency_policy="Forbid")
    records = ran(world, forbidden, duration_s=200)
    why = "Not starting job because prior execution is running and concurrency policy is Forbid"
    assert (pytest.approx(120.1), why) in said(records, "JobAlreadyActive")
    created = said(records, "SuccessfulCreate")
    ended = said(records, "SawCompletedJob")[0][0]
    assert created == [
        (pytest.approx(60.1), "Created job it-15778081"),
        (pytest.approx(ended), "Created job it-15778082"),
    ]


def test_where_it_is_replaced_the_job_before_is_deleted(world: World) -> None:
    replaced = cron_job("* * * * *", runs_for_s=80.0, concurrency_policy="Replace")
    records = ran(world, replaced, duration_s=150)
    assert said(records)[-2:] == [
        (pytest.approx(120.1), "Deleted job it-15778081"),
        (pytest.approx(120.1), "Created job it-15778082"),
    ]
    first, second = records.pods
    assert first.deleted_s is not None
    assert second.phase == "Running"


def test_a_suspended_one_has_no_job(world: World) -> None:
    assert jobs(ran(world, cron_job("* * * * *", suspend=True), duration_s=200)) == []


def test_one_that_never_comes_due_says_that_its_schedule_is_invalid(world: World) -> None:
    records = ran(world, cron_job("0 0 31 2 *"), duration_s=200)
    text = "invalid schedule: 0 0 31 2 * : time difference between two schedules is less than 1 second"
    assert said(records) == [(0.0, text)]


def test_a_job_that_is_deleted_as_soon_as_it_ends_was_seen_to_end(world: World) -> None:
    records = ran(world, cron_job("* * * * *", job={"ttl_s": 0.0}), duration_s=100)
    assert jobs(records) == ["create it-15778081", "remove it-15778081"]
    assert [message for _, message in said(records)] == [
        "Created job it-15778081",
        "Saw completed job: it-15778081, condition: Complete",
    ]


def test_another_image_is_for_the_jobs_that_come(world: World) -> None:
    change = SetImage(at_s=70, workload=NAME, container="app", image="reg.test/app:v2")
    records = ran(world, cron_job("* * * * *"), change, duration_s=150)
    assert [pull.image for pull in records.pulls] == ["reg.test/app:v1", "reg.test/app:v2"]


def test_what_its_jobs_are_short_of_is_missing(world: World) -> None:
    failing = cron_job("* * * * *", exit_code=1, job={"backoff_limit": 0})
    records = ran(world, failing, duration_s=100)
    assert absent_pods(records) == 1
    assert not parse_expectation("not ready == 0").of(records).met


def test_digests_are_pinned_in_the_template_of_its_jobs(world: World) -> None:
    records = ran(world, cron_job("* * * * *"), admission=("PinDigests",), duration_s=10)
    (created,) = created_as(records, "CronJob")
    assert created["spec"].template.spec.containers[0].image == "reg.test/app:v1@sha256:one"
