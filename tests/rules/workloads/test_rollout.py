import pytest

from imagesim.rules.workloads import rollout
from imagesim.rules.workloads.rollout import OldReplicaSet, Scaling


@pytest.mark.parametrize(
    ("value", "total", "up", "down"),
    [("25%", 10, 3, 2), ("25%", 4, 1, 1), ("25%", 1, 1, 0), ("0%", 7, 0, 0), ("100%", 7, 7, 7), ("3", 2, 3, 3)],
)
def test_a_percentage_is_rounded_and_a_count_is_taken_as_it_is(value, total, up, down):
    assert rollout.scaled_value(value, total, round_up=True) == up
    assert rollout.scaled_value(value, total, round_up=False) == down


@pytest.mark.parametrize("text", ["", "%", "-1", "1.5", "a%", "25%%", "٣"])
def test_any_other_text_is_a_mistake(text):
    with pytest.raises(ValueError, match="neither a count nor a percentage"):
        rollout.scaled_value(text, 10, round_up=True)


def test_if_nothing_may_surge_or_be_missing_one_pod_may_be_missing():
    assert rollout.resolve_fenceposts("0", "0", 10) == (0, 1)
    assert rollout.resolve_fenceposts("0%", "1%", 10) == (0, 1)


def test_no_more_pods_may_be_missing_than_there_are():
    assert rollout.rolling_limits("RollingUpdate", "1", "5", 3) == (1, 3)
    assert rollout.rolling_limits("Recreate", "1", "5", 3) == (0, 0)


@pytest.mark.parametrize(
    ("replicas", "surge", "unavailable", "old", "new"),
    [
        (1, "25%", "25%", 1, 1),
        (2, "25%", "25%", 2, 1),
        (3, "25%", "25%", 3, 1),
        (4, "25%", "25%", 3, 2),
        (5, "25%", "25%", 4, 3),
        (10, "25%", "25%", 8, 5),
        (20, "25%", "25%", 15, 10),
        (1, "0", "1", 0, 1),
        (3, "2", "3", 0, 3),
        (7, "100%", "0", 7, 7),
    ],
)
def test_a_roll_out_whose_new_pods_never_start_sticks_here(replicas, surge, unavailable, old, new):
    limits = rollout.rolling_limits("RollingUpdate", surge, unavailable, replicas)
    sizes, before = [replicas, 0], None
    while sizes != before:
        before = list(sizes)
        grown = rollout.new_rs_new_replicas("RollingUpdate", replicas, limits.surge, sum(sizes), sizes[1])
        if grown == sizes[1]:
            sizes[:1] = rollout.scale_down_old_replica_sets(sizes[:1], sizes[0], replicas - limits.unavailable)
        sizes[1] = grown
    assert sizes == [old, new]


def test_old_pods_that_serve_nobody_go_first_and_from_the_oldest_replica_set_on():
    old = [OldReplicaSet(3, 1), OldReplicaSet(0, 0), OldReplicaSet(4, 4), OldReplicaSet(5, 0)]
    assert rollout.cleanup_unhealthy_replicas(old, 4) == ([1, 0, 4, 3], True)


def test_a_status_that_lags_behind_stops_the_clean_up_as_upstream():
    old = [OldReplicaSet(3, 1), OldReplicaSet(2, 5), OldReplicaSet(4, 0)]
    assert rollout.cleanup_unhealthy_replicas(old, 9) == ([1, 2, 4], False)


def test_available_pods_beyond_the_minimum_go_from_the_oldest_replica_set_on():
    assert rollout.scale_down_old_replica_sets([2, 5], all_available=10, min_available=6) == [0, 3]
    assert rollout.scale_down_old_replica_sets([2, 5], all_available=6, min_available=6) == [2, 5]


def test_scaling_in_the_middle_of_a_roll_out_is_shared_by_size():
    assert rollout.proportional_sizes([(8, 13), (5, 13)], Scaling(20, 25, 13)) == [15, 10]
    assert rollout.proportional_sizes([(8, 13), (5, 13)], Scaling(5, 7, 13)) == [4, 3]
    assert rollout.proportional_sizes([(8, 13), (5, 13)], Scaling(0, 5, 13)) == [0, 0]
