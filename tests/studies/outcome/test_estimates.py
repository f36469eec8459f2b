"""What follows from rows of runs."""

import math

import pytest

from imagesim.studies.outcome.estimates import (
    DIFFERS,
    EQUAL,
    NOT_FOUND,
    OFTEN,
    UNPAIRED,
    estimates,
    same_everywhere,
)
from imagesim.studies.replications.setting import RunRow

NEVER, NOTHING = math.inf, math.nan


def found(*columns):
    numbered = [(setting, *each) for setting, column in enumerate(columns) for each in enumerate(column, 1)]
    rows = [RunRow(setting, run, run, (value,)) for setting, run, value in numbered]
    return estimates(rows, ["ready"], len(columns))


def test_differences_are_taken_run_by_run():
    """The runs differ by hundreds, the settings by one: only in pairs that shows."""
    first, second = found([100.0, 500.0, 900.0, 300.0], [101.1, 500.9, 901.1, 300.9])
    assert first.difference is None
    assert second.difference.estimate == pytest.approx(1.0)
    assert second.difference.half < 0.3 < 100 < second.mean.half
    assert second.verdict == DIFFERS


def test_a_run_that_never_came_to_it_is_in_no_mean_and_in_no_pair():
    first, second = found([1.0, 2.0, NEVER, 4.0], [2.0, NEVER, 4.0, 5.0])
    assert (first.never, first.mean.n, first.mean.estimate) == (1, 3, pytest.approx(7 / 3))
    assert (second.difference.n, second.difference.estimate) == (2, 1.0)
    assert second.never_share.estimate == 0.25
    assert second.median.estimate == 4.5


def test_what_there_was_not_is_no_zero():
    first, second = found([NOTHING, 2.0, 4.0], [NOTHING, NOTHING, NOTHING])
    assert (first.nothing, first.mean.n, first.mean.estimate) == (1, 2, 3.0)
    assert (second.nothing, second.mean.n, second.verdict) == (3, 0, UNPAIRED)
    assert second.never_share.n == 0


@pytest.mark.parametrize(
    ("columns", "verdict"),
    [
        (([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]), EQUAL),
        (([1.0, 2.0, 3.0], [1.0 + 1e-9, 2.0, 3.0 - 1e-9]), EQUAL),
        (([1.0, 2.0, 3.0], [2.0, 1.0, 3.0]), NOT_FOUND),
        (([1.0, 2.0, 3.0], [3.0, 4.0, 5.0]), DIFFERS),
        (([1.0] * 10, [NEVER] * 10), OFTEN),
        (([1.0] * 10, [NEVER] * 2 + [1.0] * 8), EQUAL),
        (([1.0, NEVER], [NEVER, 1.0]), UNPAIRED),
    ],
)
def test_the_verdict_follows_from_the_intervals(columns, verdict):
    assert found(*columns)[1].verdict == verdict


def test_a_measure_that_says_nothing_is_known():
    assert same_everywhere(found([2.0, 2.0], [2.0, 2.0]))
    assert not same_everywhere(found([2.0, 2.0], [3.0, 3.0]))
    assert not same_everywhere(found([2.0, 2.0], [2.0, NEVER]))
    assert not same_everywhere(found([2.0, 2.0], [2.0, NOTHING]))
