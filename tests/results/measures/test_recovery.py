"""Recovery: who was failing, how long it took, and what the time went to. Every number by hand."""

import pytest

from imagesim.engine.records import Disturbance, Records, UnfinishedPullRecord
from imagesim.results.measures.recovery import CAUSES, recovery
from tests.results.example_records import NEW, OUTAGE, moved_tag_and_outage, pod, pull, running, state
from tests.results.measures.closed_forms.recovery import BY_HAND
from tests.results.measures.small_worlds import HOST, image, pool, ran, registry, timeline, workload


def records(*, pulls, states, pods=None, disturbances=(OUTAGE,), end_s=1000.0, unfinished_pulls=(), running=()):
    """Failing pods in an outage that ends at 600 s."""
    return Records(
        end_s=end_s,
        pods=pods or [pod("web-a")],
        pulls=list(pulls),
        states=list(states),
        unfinished_pulls=list(unfinished_pulls),
        running=list(running),
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
    assert causes(recovered) == BY_HAND
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
        ({"queued_s": 600.5, "started_s": 600.5, "ended_s": 601.0}, "a failure after the end"),
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


def test_init_containers_and_probes_are_causes_of_their_own():
    waiting_init = state("web-a", 212.0, 612.0, "Waiting", "PodInitializing", container="init")
    row = recovery(
        records(
            pods=[pod("web-a", init_containers=("init", "side"), sidecars=("side",), containers=("app",))],
            pulls=[
                pull("web-a", 500.0, 500.0, 501.0, "Failed", container="init", backoff_until_s=601.0),
                pull("web-a", 610.0, 610.0, 612.0, container="init"),
                pull("web-a", 623.0, 623.0, 625.0, container="side"),
                pull("web-a", 632.0, 632.0, 634.0),
            ],
            states=[
                waiting_init,
                state("web-a", 613.0, 622.0, "Running", container="init", ready=False),
                state("web-a", 626.0, 631.0, "Running", container="side", ready=False, started=False),
                state("web-a", 631.0, None, "Running", container="side"),
                state("web-a", 212.0, 635.0, "Waiting", "PodInitializing"),
                state("web-a", 635.0, 645.0, "Running", ready=False),
                state("web-a", 645.0, None, "Running"),
            ],
            running=[running("web-a", 612.0, 622.0, container="init"), running("web-a", 625.0, None, container="side")],
        )
    )[0]
    assert (row.ready_s, row.was) == (645.0, "failing")
    assert causes(row) == {
        "backoff_s": 1.0,
        "sync_s": 9.0,
        "pull_s": 2.0 + 2.0 + 2.0,
        "init_s": 10.0,
        "probe_s": 5.0 + 10.0,
        # From the end of the init container to the next pull, and until the API shows what was started.
        "start_s": 1.0 + 1.0 + 1.0 + 1.0,
    }


def test_pods_whose_pull_hung_and_those_queued_behind_it_recover_too():
    node = {"node": "one"}
    other = {**node, "image": "quay.io/team/app:1"}
    pods = [pod(f"web-{letter}", node="one") for letter in "abcde"]
    found = recovery(
        records(
            pods=pods,
            pulls=[
                pull("web-a", 300.0, 300.0, 630.0, **node),  # taken by a registry that was silent
                pull("web-b", 310.0, 630.0, 640.0, **node),
                pull("web-c", 320.0, 640.0, 650.0, **other),  # of another registry, and behind
                pull("web-d", 605.0, 650.0, 660.0, **node),  # it came later
                pull("web-e", 200.0, 200.0, 250.0, **node),
            ],
            states=[
                *(state(f"web-{letter}", 200.0, end, "Waiting", "ContainerCreating", **node)
                  for letter, end in zip("abcd", (631.0, 641.0, 651.0, 661.0), strict=True)),
                *(state(f"web-{letter}", end, None, "Running", **node)
                  for letter, end in zip("abcde", (631.0, 641.0, 651.0, 661.0, 251.0), strict=True)),
            ],
        )
    )  # fmt: skip
    assert [(row.pod, row.was, causes(row)) for row in found] == [
        ("web-a", "pulling", {"pull_s": 30.0, "start_s": 1.0}),
        ("web-b", "queued", {"queue_s": 30.0, "pull_s": 10.0, "start_s": 1.0}),
        ("web-c", "queued", {"queue_s": 40.0, "pull_s": 10.0, "start_s": 1.0}),
    ]


def test_behind_a_pull_of_another_registry_nobody_waits_for_the_disturbed_one():
    found = recovery(
        records(
            pulls=[pull("web-a", 300.0, 640.0, 650.0, image="quay.io/team/app:1")],
            states=[
                state("web-a", 200.0, 651.0, "Waiting", "ContainerCreating"),
                state("web-a", 651.0, None, "Running"),
            ],
        )
    )
    assert found == []


def test_a_pull_that_hangs_to_the_end_of_the_run_is_a_pod_that_never_came_back():
    hung = UnfinishedPullRecord(
        "node-a", "shop", "web-a", "app", "nginx:1.27", "Always", 1, 300.0, 300.0, 0, 0, 0, 0, 1
    )
    found = recovery(
        records(
            pulls=(), unfinished_pulls=(hung,), states=[state("web-a", 200.0, None, "Waiting", "ContainerCreating")]
        )
    )  # fmt: skip
    assert [(row.pod, row.was, row.ready_s) for row in found] == [("web-a", "pulling", None)]


def test_a_pod_that_is_ready_does_not_wait_for_a_pull():
    found = recovery(records(pulls=[pull("web-a", 300.0, 300.0, 630.0)], states=[state("web-a", 5.0, None, "Running")]))
    assert found == []


def test_a_silent_registry_leaves_pulls_that_hang_and_a_queue_behind_them():
    found = recovery(
        ran(
            image("a", "10Mi"),
            image("b", "10Mi"),
            registry({"v1": "a"}),
            registry({"v1": "b"}, host="other.example"),
            pool(1),
            workload("web", 2),
            workload("late", 0, container={"image": "other.example/web:v1"}),
            timeline(
                ("0s", "outage", {"registry": HOST, "for": "20s", "how": "silent"}),
                ("5s", "scale", {"workload": "Deployment/late", "replicas": 1}),
            ),
        )
    )
    by_pod = {row.pod.rpartition("-")[0].rpartition("-")[0]: row for row in found}
    assert sorted(row.was for row in found) == ["pulling", "queued", "queued"]
    assert by_pod["late"].was == "queued"
    assert {row.ended_s for row in found} == {20.0}
    assert all(row.delay_s == sum(getattr(row, cause) for cause in CAUSES) for row in found)
    assert all(row.queue_s > 0 for row in found if row.was == "queued")
