"""Jobs in whole runs: pods that end, fail, back off, are deleted; what a bad image does to one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.expectations import parse_expectation
from imagesim.results.measures.absent_pods import absent_pods
from imagesim.results.measures.pod_status import pod_statuses
from imagesim.rules.api.app import App
from imagesim.rules.api.objects import Job, PodSpec, PodTemplate
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, image

World = Callable[..., Scenario]
NAME = "Job/default/report"


def ran(
    world: World,
    *timeline: TimelineEvent,
    exit_code: int = 0,
    text: str = "reg.test/app:v1",
    policy: str = "Never",
    **fields: Any,
) -> Records:
    app = replace(container(text), app=App(runs_for_s=5.0, exit_code=exit_code))
    template = PodTemplate(spec=PodSpec(containers=(app,), restart_policy=policy))
    job = Job(namespace="default", name="report", template=template, **fields)
    tags = {"app:v1": image("one", 10 * MB)}
    return run(world(tags=tags, deployments=(job,), nodes=2, timeline=timeline, duration_s=600))


def said(records: Records) -> list[str]:
    return [event.reason for event in records.events if str(event.object) == NAME]


def statuses(records: Records) -> list[str]:
    return [row.status for row in pod_statuses(records)]


def test_its_pods_run_to_their_end_so_many_at_a_time(world: World) -> None:
    records = ran(world, completions=3, parallelism=2)
    assert said(records) == ["SuccessfulCreate", "SuccessfulCreate", "SuccessfulCreate", "Completed"]
    assert statuses(records) == ["Completed"] * 3
    assert {str(row.workload) for row in records.pods} == {NAME}
    first, _, third = records.pods
    assert third.created_s > first.created_s + 5
    assert absent_pods(records) == 0
    assert parse_expectation("not ready == 0").of(records).met
    assert parse_expectation("ready by 1m").of(records).met


def test_an_indexed_one_has_a_pod_for_each_index(world: World) -> None:
    records = ran(world, completions=3, parallelism=3, completion_mode="Indexed")
    assert [row.pod[:-5] for row in records.pods] == ["report-0-", "report-1-", "report-2-"]
    assert said(records)[-1] == "Completed"


def test_one_whose_pods_fail_makes_others_ever_later_and_then_fails(world: World) -> None:
    records = ran(world, exit_code=1, backoff_limit=2)
    first, second, third = (row.created_s for row in records.pods)
    assert 10 < second - first < third - second < 30
    assert said(records)[-1] == "BackoffLimitExceeded"
    assert statuses(records) == ["Error"] * 3
    assert absent_pods(records) == 1
    assert parse_expectation("ready by 5m").of(records).measured == "never"


def test_restarts_in_place_count_where_pods_restart_on_failure(world: World) -> None:
    records = ran(world, exit_code=1, backoff_limit=2, policy="OnFailure")
    assert len(records.pods) == 1
    assert said(records) == ["SuccessfulCreate", "SuccessfulDelete", "BackoffLimitExceeded"]


def test_a_bad_image_never_counts_as_a_failure(world: World) -> None:
    records = ran(world, text="reg.test/app:none", backoff_limit=0)
    assert said(records) == ["SuccessfulCreate"]
    assert len(records.pods) == 1


def test_a_deadline_is_the_way_out(world: World) -> None:
    records = ran(world, text="reg.test/app:none", deadline_s=60.0)
    assert said(records) == ["SuccessfulCreate", "SuccessfulDelete", "DeadlineExceeded"]
    assert [row.deleted_s is not None for row in records.pods] == [True]


def test_a_pod_that_somebody_deletes_counts_as_failed(world: World) -> None:
    delete = Delete(at_s=20, target=NAME, pods=1)
    records = ran(world, delete, text="reg.test/app:none", backoff_limit=0)
    assert said(records) == ["SuccessfulCreate", "BackoffLimitExceeded"]


def test_one_that_has_ended_goes_with_its_pods_when_its_time_is_up(world: World) -> None:
    records = ran(world, ttl_s=100.0)
    assert [row.time_s > 100 for row in records.objects if row.kind == "Job" and row.verb == "remove"] == [True]
    assert statuses(records) == []


@pytest.mark.parametrize("ttl_s", [None, 600.0])
def test_until_then_it_stays(world: World, ttl_s: float | None) -> None:
    assert statuses(ran(world, ttl_s=ttl_s)) == ["Completed"]


def test_one_that_is_suspended_makes_nothing(world: World) -> None:
    records = ran(world, suspend=True)
    assert said(records) == ["Suspended"]
    assert absent_pods(records) == 0


@pytest.mark.parametrize("kind", [Delete, Restart])
def test_one_that_has_gone_after_its_time_to_live_has_no_pods_that_anything_could_happen_to(
    world: World, kind: type[Delete | Restart]
) -> None:
    records = ran(world, kind(at_s=60, target=NAME), ttl_s=0.0)
    assert [row.verb for row in records.objects if row.kind == "Job"][-1] == "remove"
    assert [pod.restarts for pod in records.pods] == [0]


@pytest.mark.parametrize(("policy", "replaced"), [("TerminatingOrFailed", (20, 22)), ("Failed", (100, 130))])
def test_a_pod_that_is_being_deleted_is_replaced_at_once_or_when_it_has_gone(
    world: World, policy: str, replaced: tuple[float, float]
) -> None:
    app = replace(container("reg.test/app:v1"), app=App(runs_for_s=5.0))
    template = PodTemplate(spec=PodSpec(containers=(app,), restart_policy="Never"))
    job = Job(namespace="default", name="report", template=template, pod_replacement_policy=policy)
    tags = {"app:v1": image("one", 100 * MB)}
    slow = world(tags=tags, deployments=(job,), timeline=(Delete(at_s=20, target=NAME),), network=1e6)
    first, second = run(slow).pods
    assert first.deleted_s is not None
    assert first.deleted_s > 99, "a deletion waits for the pull that is under way"
    assert replaced[0] < second.created_s < replaced[1], "a pod that never ran failed when it came to its node"


@pytest.mark.parametrize(("at_s", "replaced"), [(4, (10, 11)), (30, (30, 32))])
def test_a_pod_that_waits_for_its_image_and_is_deleted_failed_when_it_came_to_its_node(
    world: World, at_s: float, replaced: tuple[float, float]
) -> None:
    """The back-off of 10 s counts from there (getFinishedTime of pkg/controller/job/backoff_utils.go)."""
    records = ran(world, Delete(at_s=at_s, target=NAME), text="reg.test/app:absent")
    first, second = records.pods
    assert first.scheduled_s == 0
    assert replaced[0] <= second.created_s < replaced[1]


def test_one_that_ran_and_is_deleted_failed_then(world: World) -> None:
    records = ran(world, Delete(at_s=3, target=NAME))
    assert records.pods[0].ready_s is not None
    assert 13 <= records.pods[1].created_s < 15, "of its end is known when it is counted, or the deletion is"


def per_index(world: World, **fields: Any) -> Records:
    limits = {"completions": 2, "parallelism": 2, "completion_mode": "Indexed", "backoff_limit": 2**31 - 1}
    return ran(world, exit_code=1, **limits | fields)


def test_with_a_limit_for_each_index_every_index_is_tried_so_often_and_backs_off_by_itself(world: World) -> None:
    records = per_index(world, backoff_limit_per_index=1)
    assert sorted(row.pod[:-5] for row in records.pods) == ["report-0-", "report-0-", "report-1-", "report-1-"]
    first, second, third, fourth = (row.created_s for row in records.pods)
    assert first == second
    assert third - first >= 15, "5 s of work and 10 s of back-off"
    assert fourth - third < 3, "the failure of another index does not count"
    (end,) = [event for event in records.events if event.reason == "FailedIndexes"]
    assert end.message == "Job has failed indexes"


def test_one_with_too_many_failed_indexes_ends_before_the_others_have_an_end(world: World) -> None:
    records = per_index(world, completions=4, parallelism=1, backoff_limit_per_index=0, max_failed_indexes=1)
    assert [row.pod[:-5] for row in records.pods] == ["report-0-", "report-1-"]
    (end,) = [event for event in records.events if event.reason == "MaxFailedIndexesExceeded"]
    assert end.message == "Job has exceeded the specified maximal number of failed indexes"


def test_a_pod_says_how_often_its_index_has_failed(world: World) -> None:
    records = per_index(world, completions=1, parallelism=1, backoff_limit_per_index=2)
    rows = [dict(row.change) for row in records.objects if row.kind == "Pod" and row.verb == "create"]
    counts = [dict(row["annotations"])["batch.kubernetes.io/job-index-failure-count"] for row in rows]
    assert counts == ["0", "1", "2"]
