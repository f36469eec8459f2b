"""CronJobs: read as the API server stores them, written again, what it refuses, what is said before a run."""

from collections.abc import Callable

import pytest

from imagesim.rules.api.objects import CronJob
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

CRON_JOB = """apiVersion: batch/v1
kind: CronJob
metadata: {name: backup, namespace: shop}
spec:
  schedule: '*/5 * * * *'
  jobTemplate:
    metadata: {labels: {app: backup}, annotations: {a: b}}
    spec:
      template: {spec: {restartPolicy: Never, containers: [{name: app, image: 'registry.example/backup:v1'}]}}
"""
MORE = """  timeZone: Europe/Berlin
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 100
  suspend: true
  successfulJobsHistoryLimit: 0
  failedJobsHistoryLimit: 2
"""
START = "apiVersion: imagesim/v1\nkind: Simulation\nmetadata: {name: s}\nspec: {start: '2026-01-05T08:00:00Z'%s}\n"


def one(scenario: Scenario) -> CronJob:
    (made,) = scenario.workloads
    assert isinstance(made, CronJob)
    return made


def test_is_defaulted_as_the_api_server_does(loaded: Loaded) -> None:
    made = one(loaded(CRON_JOB))
    assert (made.namespace, made.name, made.schedule, made.time_zone) == ("shop", "backup", "*/5 * * * *", "")
    assert (made.concurrency_policy, made.suspend, made.starting_deadline_s) == ("Allow", False, None)
    assert (made.successful_jobs_history_limit, made.failed_jobs_history_limit) == (3, 1)
    assert (made.job_labels, made.job_annotations) == ((("app", "backup"),), (("a", "b"),))
    assert (made.job.completions, made.job.backoff_limit) == (1, 6)
    assert made.template.spec.containers[0].image_pull_policy == "IfNotPresent"


@pytest.mark.parametrize("more", ["", MORE])
def test_is_written_as_it_was_read(loaded: Loaded, more: str) -> None:
    scenario = loaded(CRON_JOB + more)
    assert one(loaded(dump(scenario))) == one(scenario)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  schedule: '*/5 * * * *'\n", "", "spec.schedule: Required value"),
        ("*/5 * * * *", "* * * *", "spec.schedule: '* * * *' expected exactly 5 fields, found 4: [* * * *]; write for"),
        (
            "*/5 * * * *",
            "CRON_TZ=UTC 0 * * * *",
            "'CRON_TZ=UTC 0 * * * *' cannot use TZ or CRON_TZ in schedule, use timeZone field instead",
        ),
        ("  jobTemplate", "  timeZone: Europe/Nowhere\n  jobTemplate", "unknown time zone Europe/Nowhere; write for"),
        (
            "  jobTemplate",
            "  timeZone: ''\n  jobTemplate",
            "spec.timeZone: '' timeZone must be nil or non-empty string",
        ),
        (
            "  jobTemplate",
            "  concurrencyPolicy: Never\n  jobTemplate",
            'Unsupported value: "Never": supported values: "Allow", "Forbid", "Replace"',
        ),
        ("  jobTemplate", "  startingDeadlineSeconds: -1\n  jobTemplate", "must be greater than or equal to 0"),
        ("name: backup, n", f"name: {'b' * 53}, n", "must be no more than 52 characters"),
        ("      template: ", "      selector: {}\n      template: ", "`selector` will be auto-generated; leave it out"),
        (
            "      template: ",
            "      manualSelector: true\n      template: ",
            'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"',
        ),
        ("restartPolicy: Never, ", "", "spec.jobTemplate.spec.template.spec.restartPolicy: Required value"),
        ("schedule:", "shedule:", "unknown field"),
        ("      template: ", "      tempalte: ", "unknown field"),
        ("batch/v1", "batch/v1beta1", "is not where CronJob is served; write batch/v1"),
    ],
)
def test_what_the_api_server_refuses_is_a_mistake(mistake: Mistake, old: str, new: str, message: str) -> None:
    assert old in CRON_JOB
    assert message in mistake(CRON_JOB.replace(old, new))


def test_the_clock_that_it_goes_by_is_said(loaded: Loaded) -> None:
    said = loaded(CRON_JOB, START % "").assumptions
    assert "The run begins at 2026-01-05T08:00:00Z; schedules go by that (Simulation.spec.start)." in said
    assert not any("has no Job" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            "*/5 * * * *",
            "0 3 * * *",
            "has no Job in this run: its schedule, 0 3 * * *, comes due at 2000-01-01T03:00:00Z, after the end.",
        ),
        (
            "*/5 * * * *",
            "0 0 31 2 *",
            "has no Job in this run: its schedule, 0 0 31 2 *, names no day that there is.",
        ),
        ("  jobTemplate", "  suspend: true\n  jobTemplate", "is suspended, so it has no Job."),
    ],
)
def test_one_that_will_have_no_job_is_said(loaded: Loaded, old: str, new: str, why: str) -> None:
    assert f"CronJob/shop/backup {why}" in loaded(CRON_JOB.replace(old, new)).assumptions


def test_a_container_of_its_jobs_ends(loaded: Loaded) -> None:
    assert one(loaded(CRON_JOB)).template.spec.containers[0].usually_runs_for_s == 10.0


def test_what_its_jobs_do_not_do_is_said_of_it(loaded: Loaded) -> None:
    text = CRON_JOB.replace("      template: ", "      managedBy: example.org/it\n      template: ")
    (sentence,) = loaded(text).not_modelled
    assert sentence.startswith("managedBy is not modelled (CronJob/shop/backup)")


def test_nobody_scales_one(mistake: Mistake) -> None:
    event = "{at: 1m, scale: {workload: CronJob/shop/backup, replicas: 2}}"
    timeline = f"apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {{name: t}}\nspec: {{events: [{event}]}}\n"
    assert "is a CronJob, and kubectl scales none" in mistake(CRON_JOB, timeline)


def test_of_an_export_the_jobs_that_it_made_are_left_out(loaded: Loaded) -> None:
    owner = "ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: backup, uid: u, controller: true}]"
    job = f"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: backup-1, namespace: shop, {owner}}}\nspec:\n"
    job += (
        "  template: {spec: {restartPolicy: Never, containers: [{name: app, image: 'registry.example/backup:v1'}]}}\n"
    )
    scenario = loaded(CRON_JOB, job)
    assert one(scenario).name == "backup"
    assert "1 Job that a CronJob of this scenario made is left out: it makes its own." in scenario.assumptions


def test_no_secret_of_its_template_is_kept(loaded: Loaded) -> None:
    secret = "name: app, args: [--password=hunter2], env: [{name: P, value: hunter2}]"
    scenario = loaded(CRON_JOB.replace("name: app", secret))
    assert "hunter2" not in repr(scenario.documents) + dump(scenario)
