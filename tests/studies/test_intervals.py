"""Intervals: against published values, and by what they promise."""

import math
import random

import pytest

from imagesim.studies.intervals import NOTHING, mean, median, share


def test_a_mean_has_students_interval():
    # Student's own data (1908): the differences of hours of sleep with two drugs; t(9; 0.975) = 2.262157.
    found = mean([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    assert found.n == 10
    assert found.estimate == pytest.approx(1.58)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert found.half == pytest.approx(0.8798858, abs=1e-6)


def test_equal_values_have_an_interval_of_no_width():
    found = mean([0.1] * 7)
    assert found == (0.1, 0.1, 0.1, 7)


def test_one_value_has_no_interval_and_none_is_nothing():
    assert not mean([3.0]).is_known
    assert mean([3.0]).estimate == 3.0
    assert mean([]) is NOTHING
    assert share(0, 0) is NOTHING
    assert median([]) is NOTHING


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_has_wilsons_interval(count, n, low, high):
    found = share(count, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_nothing_and_everything_end_exactly_at_0_and_1():
    assert share(0, 9).low == 0.0
    assert share(9, 9).high == 1.0


@pytest.mark.parametrize(("n", "rank"), [(6, 1), (10, 2), (20, 6), (100, 40)])
def test_a_median_lies_between_two_order_statistics(n, rank):
    # The ranks of Conover, Practical Nonparametric Statistics, for 95 % or more.
    found = median([float(value) for value in range(1, n + 1)])
    assert (found.low, found.high) == (rank, n + 1 - rank)
    assert found.estimate == (n + 1) / 2


def test_five_values_are_too_few_for_a_median():
    assert not median([1.0, 2.0, 3.0, 4.0, 5.0]).is_known


def test_a_median_bears_what_never_happened():
    found = median([1.0] * 15 + [math.inf] * 5)
    assert (found.estimate, found.low) == (1.0, 1.0)
    assert median([1.0] * 5 + [math.inf] * 15).estimate == math.inf


def test_a_mean_holds_the_truth_as_often_as_it_says():
    chance = random.Random("intervals")
    held = sum(
        found.low <= 10 <= found.high for found in (mean([chance.gauss(10, 3) for _ in range(8)]) for _ in range(2_000))
    )
    assert 0.935 <= held / 2_000 <= 0.965
