"""What a Job's controller decides."""

import pytest

from imagesim.rules.api.objects import Container, Job, PodSpec, PodTemplate
from imagesim.rules.workloads.job import (
    BackOff,
    EndedPod,
    JobCondition,
    JobStatus,
    deadline_at_s,
    failure,
    failure_of_indexes,
    first_free_indexes,
    is_complete,
    unfinished_pods,
    wanted_pods,
)


def job(restart_policy: str = "Never", **fields: object) -> Job:
    container = Container(name="app", image="a", image_pull_policy="Always")
    template = PodTemplate(spec=PodSpec(containers=(container,), restart_policy=restart_policy))
    return Job(namespace="default", name="job", template=template, **fields)  # type: ignore[arg-type]


def failed(*ends: float) -> list[EndedPod]:
    return [EndedPod(False, -1, end) for end in ends]


def test_the_back_off_doubles_from_ten_seconds_to_ten_minutes() -> None:
    waits = [BackOff(count, 100.0).until_s - 100 for count in range(1, 9)]
    assert waits == [10, 20, 40, 80, 160, 320, 600, 600]
    assert BackOff(2000, 0.0).until_s == 600


def test_a_failure_is_dated_in_whole_seconds() -> None:
    assert BackOff().after(failed(4.9)).until_s == 14


def test_a_success_starts_it_anew() -> None:
    often = BackOff().after(failed(1, 2, 3))
    assert often == BackOff(3, 3)
    assert often.after([EndedPod(True, -1, 5), *failed(4)]) == BackOff()
    assert often.after([EndedPod(True, -1, 5), *failed(4, 6)]) == BackOff(1, 6)
    assert often.after([]) == often


@pytest.mark.parametrize(
    ("fields", "succeeded", "active", "wanted"),
    [
        ({"completions": 5, "parallelism": 2}, 0, 0, 2),
        ({"completions": 5, "parallelism": 2}, 4, 1, 1),
        ({"completions": 5, "parallelism": 9}, 0, 0, 5),
        ({"completions": 1, "parallelism": 1}, 3, 0, 0),
        ({"completions": None, "parallelism": 3}, 0, 1, 3),
        ({"completions": None, "parallelism": 3}, 1, 2, 2),
    ],
)
def test_as_many_run_as_are_needed(fields: dict[str, int | None], succeeded: int, active: int, wanted: int) -> None:
    assert wanted_pods(job(**fields), succeeded, active) == wanted


def test_one_more_failure_than_the_limit_ends_it() -> None:
    assert failure(job(backoff_limit=2), JobStatus(failed=2), 0, 0) is None
    ended = failure(job(backoff_limit=2), JobStatus(failed=3), 0, 0)
    assert ended is not None
    assert ended.reason == "BackoffLimitExceeded"


@pytest.mark.parametrize(
    ("policy", "limit", "restarts", "fails"),
    [("OnFailure", 2, 1, False), ("OnFailure", 2, 2, True), ("OnFailure", 0, 0, False), ("OnFailure", 0, 1, True)],
)
def test_restarts_count_for_pods_that_restart(policy: str, limit: int, restarts: int, fails: bool) -> None:
    assert (failure(job(policy, backoff_limit=limit), JobStatus(), restarts, 0) is not None) == fails
    assert failure(job("Never", backoff_limit=limit), JobStatus(), restarts, 0) is None


def test_the_deadline_counts_from_the_start_and_not_while_it_is_suspended() -> None:
    late, started = job(deadline_s=30.0), JobStatus(start_s=10.0)
    assert failure(late, started, 0, 39.9) is None
    ended = failure(late, started, 0, 40.0)
    assert ended is not None
    assert ended.reason == "DeadlineExceeded"
    assert deadline_at_s(job(deadline_s=30.0, suspend=True), started) is None
    assert deadline_at_s(late, JobStatus()) is None


def test_it_is_complete_when_none_is_left() -> None:
    assert is_complete(job(completions=2), 2, 0)
    assert not is_complete(job(completions=2), 2, 1)
    assert is_complete(job(completions=None), 1, 0)
    assert not is_complete(job(completions=None), 0, 0)


def test_the_lowest_free_indexes_come_first() -> None:
    assert first_free_indexes(2, 5, {0, 2}) == [1, 3]
    assert first_free_indexes(9, 3, {0}) == [1, 2]
    assert first_free_indexes(0, 3, set()) == []


def test_a_job_that_failed_is_short_of_what_did_not_succeed() -> None:
    def ended(type_: str) -> JobStatus:
        return JobStatus(succeeded=1, conditions=(JobCondition(type_, True, "", "", 0),))

    assert unfinished_pods(job(completions=3), ended("Complete")) == 0
    assert unfinished_pods(job(completions=3), ended("Failed")) == 2
    assert unfinished_pods(job(completions=3, parallelism=2), JobStatus(succeeded=2)) == 1
    assert unfinished_pods(job(suspend=True), JobStatus()) == 0


@pytest.mark.parametrize(
    ("most", "succeeded", "failed_indexes", "reason"),
    [
        (None, 1, 1, ""),
        (None, 2, 1, "FailedIndexes"),
        (None, 3, 0, ""),
        (1, 0, 1, ""),
        (1, 0, 2, "MaxFailedIndexesExceeded"),
        (0, 0, 1, "MaxFailedIndexesExceeded"),
    ],
)
def test_a_job_of_failed_indexes_goes_on_until_all_have_an_end_or_too_many_failed(
    most: int | None, succeeded: int, failed_indexes: int, reason: str
) -> None:
    spec = job(completions=3, completion_mode="Indexed", backoff_limit_per_index=0, max_failed_indexes=most)
    verdict = failure_of_indexes(spec, succeeded, failed_indexes)
    assert (verdict.reason if verdict else "") == reason
