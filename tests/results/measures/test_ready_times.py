"""From creation to Ready, by nearest rank."""

import pytest

from imagesim.engine.records import Records
from imagesim.results.measures.ready_times import ReadyTimes, percentile, ready_times
from tests.results.example_records import pod


@pytest.mark.parametrize(
    ("part", "count", "rank"),
    [
        (0.5, 1, 1),
        (0.5, 2, 1),
        (0.5, 3, 2),
        (0.9, 10, 9),
        (0.9, 11, 10),
        (0.99, 100, 99),
        (0.99, 101, 100),
        (1.0, 5, 5),
    ],
)
def test_the_nearest_rank(part, count, rank):
    assert percentile(range(1, count + 1), part) == rank


def test_a_pod_that_never_was_ready_took_for_ever():
    pods = [pod(f"web-{place}", created_s=10.0, ready_s=10.0 + place) for place in range(1, 10)]
    found = ready_times(Records(pods=[*pods, pod("web-x", created_s=10.0)]))
    assert found == [ReadyTimes("shop", "Deployment/web", 10, 1, 5.0, 9.0, None, None)]


def test_who_was_deleted_before_or_has_ended_without_it_does_not_count():
    pods = [
        pod("web-a", deleted_s=9.0, deletion_s=8.0),
        pod("web-b", deletion_s=8.0),
        pod("web-c", ready_s=4.0, deleted_s=9.0, deletion_s=8.0),
        pod("job", phase="Succeeded", workload=None),
        pod("alone", ready_s=2.0, workload=None),
    ]
    assert ready_times(Records(pods=pods)) == [
        ReadyTimes("shop", "Deployment/web", 1, 0, 4.0, 4.0, 4.0, 4.0),
        ReadyTimes("shop", "Pod/alone", 1, 0, 2.0, 2.0, 2.0, 2.0),
    ]
