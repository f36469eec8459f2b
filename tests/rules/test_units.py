"""What is added up is the same in every version of Python."""

from imagesim.rules.units import added_up


def test_values_are_added_one_after_the_other():
    # 0.1 ten times: what Python's own sum gives from 3.12 on is 1.0.
    assert added_up([0.1] * 10) == 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 == 0.9999999999999999


def test_nothing_adds_up_to_nothing():
    assert added_up([]) == 0.0
