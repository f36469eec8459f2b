import pytest

from imagesim.rules.workloads.replica_set import (
    deletion_cost,
    logarithm,
    slow_start,
)


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
