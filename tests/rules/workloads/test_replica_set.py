import pytest

from imagesim.rules.workloads.replica_set import (
    PodToDelete,
    compare,
    deletion_cost,
    deletion_order,
    logarithm,
    slow_start,
)

NOW = 100_000.0


def pod(uid, **fields):
    base = {"node": "n", "phase": "Running", "ready_since_s": NOW - 3000, "created_s": NOW - 3100, "rank": 1}
    return PodToDelete(uid=uid, **(base | fields))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"node": ""}, {"phase": "Pending"}, id="without a node"),
        pytest.param({"phase": "Pending", "ready_since_s": None}, {"deletion_cost": -9}, id="stuck pulling"),
        pytest.param({"ready_since_s": None}, {"deletion_cost": -9}, id="not Ready"),
        pytest.param({"deletion_cost": -1}, {"rank": 9}, id="lower deletion cost"),
        pytest.param({"rank": 2}, {"ready_since_s": NOW - 1}, id="more pods on its node"),
        pytest.param({"ready_since_s": NOW - 10}, {"restarts": 9}, id="Ready for less time"),
        pytest.param({"restarts": 1}, {"sidecar_restarts": 9}, id="more restarts"),
        pytest.param({"sidecar_restarts": 1}, {"created_s": NOW - 3050}, id="more restarts of a sidecar"),
        pytest.param({"created_s": NOW - 3000.0 / 2}, {}, id="younger"),
    ],
)
def test_it_is_deleted_before_a_pod_that_only_later_rules_would_choose(first, second):
    # The UIDs speak for the other one, so that only the rule can decide.
    pods = [pod("a", **second), pod("b", **first)]
    assert [one.uid for one in deletion_order(pods, NOW)] == ["b", "a"]
    assert [one.uid for one in deletion_order(pods[::-1], NOW)] == ["b", "a"]


def test_of_about_the_same_age_the_uid_decides():
    pods = [pod("b", ready_since_s=NOW - 3000), pod("a", ready_since_s=NOW - 3500)]
    assert [one.uid for one in deletion_order(pods, NOW)] == ["a", "b"]


def test_a_pod_is_not_before_itself():
    assert compare(pod("a"), pod("a"), NOW) == 0


@pytest.mark.parametrize(("age", "value"), [(-1, -1), (0, -1), (1e-9, 0), (3e-9, 1), (4e-9, 2), (1, 29), (1.08, 30)])
def test_ages_are_compared_by_the_logarithm_of_nanoseconds(age, value):
    assert logarithm(age) == value


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("", 0),
        ("5", 5),
        ("-5", -5),
        ("0", 0),
        ("+2", 0),
        ("01", 0),
        ("x", 0),
        ("2147483648", 0),
        ("-2147483648", -(2**31)),
    ],
)
def test_an_invalid_deletion_cost_counts_as_none(text, cost):
    assert deletion_cost(text) == cost


def test_batches_double_and_a_failing_one_is_the_last():
    assert slow_start(10, lambda call: True) == ([1, 2, 4, 3], 10)
    assert slow_start(100, lambda call: call != 5) == ([1, 2, 4], 6)
    assert slow_start(0, lambda call: True) == ([], 0)
