"""A few seeds of what `python -m tests.starting` compares over many."""

import pytest

from tests.starting.comparing import After, both, critical, kolmogorov_smirnov
from tests.starting.worlds import WORLDS

SEEDS = range(1, 13)


@pytest.mark.parametrize("name", ["outage", "roll-out", "StatefulSet", "Job"])
def test_what_happens_after_a_dump_agrees_with_the_run_that_it_was_taken_from(name: str) -> None:
    pairs = [both(WORLDS[name](), seed) for seed in SEEDS]
    for place, field in enumerate(After._fields):
        whole, rest = [pair[0][place] for pair in pairs], [pair[1][place] for pair in pairs]
        assert kolmogorov_smirnov(whole, rest) <= critical(len(SEEDS)), field


def test_the_comparison_sees_a_shift_of_two_seconds() -> None:
    one = [float(number) for number in range(0, 200, 10)]
    assert kolmogorov_smirnov(one, [each + 2 for each in one]) > 0
    assert kolmogorov_smirnov([3.0] * 12, [5.0] * 12) == 1.0 > critical(12)
