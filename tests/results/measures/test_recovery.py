"""Recovery: who was failing, how long it took, and what the time went to. Every number by hand."""

import pytest

from imagesim.engine.records import Disturbance, Records
from imagesim.results.measures.recovery import CAUSES, recovery
from tests.results.example_records import NEW, OUTAGE, moved_tag_and_outage, pod, pull, state


def records(*, pulls, states, pods=None, disturbances=(OUTAGE,), end_s=1000.0):
    """Failing pods in an outage that ends at 600 s."""
    return Records(
        end_s=end_s,
        pods=pods or [pod("web-a")],
        pulls=list(pulls),
        states=list(states),
        disturbances=list(disturbances),
    )


def causes(row):
    return {name: value for name in CAUSES if (value := getattr(row, name))}


WAITING = state("web-a", 212.0, 640.0, "Waiting", "ImagePullBackOff")
RUNNING = state("web-a", 640.0, None, "Running")


def test_window_sync_queue_pull_and_start_follow_each_other():
    recovered, still_failing = recovery(moved_tag_and_outage())
    assert (recovered.pod, recovered.ended_s, recovered.ready_s, recovered.delay_s) == ("web-d", 600.0, 621.5, 21.5)
    # Window until 601, next sync at 612, the puller is free at 614, the pull ends at 620, the API says so at 621.5.
    assert causes(recovered) == {"backoff_s": 1.0, "sync_s": 11.0, "queue_s": 2.0, "pull_s": 6.0, "start_s": 1.5}
    assert still_failing[:6] == ("shop", "web-e", "outage of docker.io", 600.0, None, None)
    assert {getattr(still_failing, name) for name in CAUSES} == {None}


def test_a_second_failure_after_the_end_opens_another_window():
    row = recovery(
        records(
            pulls=[
                pull("web-a", 590.0, 590.0, 591.0, "Failed", backoff_until_s=601.0),
                pull("web-a", 603.0, 603.0, 604.0, "Failed", backoff_until_s=624.0),
                pull("web-a", 630.0, 630.0, 639.0),
            ],
            states=[WAITING, RUNNING],
        )
    )[0]
    assert row.delay_s == 40.0
    assert causes(row) == {"backoff_s": 1.0 + 20.0, "sync_s": 2.0 + 6.0, "pull_s": 1.0 + 9.0, "start_s": 1.0}


def test_the_longest_window_counts_where_two_containers_wait():
    side = {"container": "side", "image": "redis:7"}
    row = recovery(
        records(
            pods=[pod("web-a", containers=("app", "side"))],
            pulls=[
                pull("web-a", 500.0, 500.0, 501.0, "Failed", backoff_until_s=601.0),
                pull("web-a", 501.0, 501.0, 502.0, "Failed", backoff_until_s=622.0, **side),
                pull("web-a", 610.0, 610.0, 612.0),
                pull("web-a", 630.0, 630.0, 635.0, **side),
            ],
            states=[
                state("web-a", 212.0, 613.0, "Waiting", "ImagePullBackOff"),
                state("web-a", 213.0, 636.0, "Waiting", "ImagePullBackOff", container="side"),
                state("web-a", 613.0, None, "Running"),
                state("web-a", 636.0, None, "Running", container="side"),
            ],
        )
    )[0]
    assert row.ready_s == 636.0
    assert causes(row) == {"backoff_s": 10.0 + 10.0, "sync_s": 8.0, "pull_s": 2.0 + 5.0, "start_s": 1.0}


def test_crash_back_off_counts_while_the_api_shows_it_and_a_ready_pod_can_fail_again():
    row = recovery(
        records(
            pods=[pod("web-a", ready_s=5.0, restarts=1)],
            pulls=[
                pull("web-a", 0.0, 0.0, 4.0, policy="Always"),
                pull("web-a", 590.0, 590.0, 591.0, "Failed", policy="Always", backoff_until_s=601.0),
                pull("web-a", 640.0, 640.0, 645.0, policy="Always", digest=NEW),
            ],
            states=[
                state("web-a", 5.0, 592.0, "Running"),
                state("web-a", 592.0, 605.0, "Waiting", "ImagePullBackOff"),
                state("web-a", 605.0, 640.0, "Waiting", "CrashLoopBackOff"),
                state("web-a", 640.0, 646.0, "Waiting", "ImagePullBackOff"),
                state("web-a", 646.0, None, "Running"),
            ],
        )
    )[0]
    assert (row.ready_s, row.delay_s) == (646.0, 46.0)
    assert causes(row) == {"backoff_s": 1.0, "sync_s": 4.0, "crash_backoff_s": 35.0, "pull_s": 5.0, "start_s": 1.0}


def test_a_pull_that_is_under_way_at_the_end_counts_from_the_end():
    row = recovery(
        records(
            pulls=[
                pull("web-a", 500.0, 500.0, 501.0, "Failed", backoff_until_s=511.0),
                pull("web-a", 512.0, 595.0, 638.0),
            ],
            states=[WAITING, RUNNING],
        )
    )[0]
    assert causes(row) == {"pull_s": 38.0, "start_s": 2.0}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"image": "quay.io/team/app:1"}, "an image of another registry"),
        ({"ended_s": 601.0}, "a failure after the end"),
    ],
)
def test_only_pods_that_were_failing_at_the_end_because_of_that_registry_count(changed, why):
    failed = pull("web-a", 500.0, 500.0, 501.0, "Failed", backoff_until_s=610.0)._replace(**changed)
    assert recovery(records(pulls=[failed], states=[WAITING])) == [], why


def test_a_success_before_the_end_or_a_deleted_pod_does_not_count():
    failed = pull("web-a", 500.0, 500.0, 501.0, "Failed", backoff_until_s=511.0)
    assert recovery(records(pulls=[failed, pull("web-a", 512.0, 512.0, 513.0)], states=[WAITING, RUNNING])) == []
    assert recovery(records(pulls=[failed], states=[WAITING], pods=[pod("web-a", deleted_s=550.0)])) == []


def test_an_outage_that_another_one_outlasts_has_not_ended():
    failed = pull("web-a", 500.0, 500.0, 501.0, "Failed", backoff_until_s=511.0)
    longer = Disturbance("outage of docker.io", "outage", "docker.io", 550.0, 900.0)
    found = recovery(records(pulls=[failed], states=[WAITING], disturbances=[OUTAGE, longer, longer]))
    assert [row.ended_s for row in found] == [900.0]
    assert recovery(records(pulls=[failed], states=[WAITING], end_s=599.0)) == []


def test_the_parts_add_up_to_the_last_bit_in_whatever_order():
    third = 1 / 3
    outage = OUTAGE._replace(ended_s=600 + third)
    row = recovery(
        records(
            disturbances=[outage],
            pulls=[
                pull("web-a", 500.0, 500.0, 501.1, "Failed", backoff_until_s=600.7),
                pull("web-a", 611.1, 612.3, 639.9),
            ],
            states=[WAITING, RUNNING],
        )
    )[0]
    parts = [getattr(row, name) for name in CAUSES]
    assert sum(parts) == sum(reversed(parts)) == row.delay_s
    assert row.delay_s == pytest.approx(640 - (600 + third), abs=2e-9)
    assert row.queue_s == pytest.approx(1.2, abs=2e-9)
