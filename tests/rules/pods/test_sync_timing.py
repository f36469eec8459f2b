from random import Random

import pytest

from imagesim.rules.pods.sync_result import BACK_OFF_PERIOD_S
from imagesim.rules.pods.sync_timing import LONGEST_AFTER_FAILURE_S, jittered, next_on_grid, next_sync


@pytest.mark.parametrize(("chance", "expected"), [(0.0, 10), (0.5, 12.5), (0.999, 14.995)])
def test_jitter_adds_up_to_half(chance, expected):
    assert jittered(10, chance) == pytest.approx(expected)


@pytest.mark.parametrize(("phase", "after", "expected"), [(0.25, 3.0, 3.25), (0.25, 3.3, 4.25), (0.25, 0, 0.25)])
def test_a_look_comes_once_a_second_at_its_phase(phase, after, expected):
    assert next_on_grid(phase, after) == pytest.approx(expected)


def test_a_look_at_the_very_instant_is_too_early():
    assert next_on_grid(0.25, 3.25) == pytest.approx(4.25)
    assert next_on_grid(0.1, 0.1 + 0.2 + 0.7 - 1e-12) == pytest.approx(1.1)
    assert next_on_grid(0.1, 1.1 - 1e-12) == pytest.approx(2.1)


def test_the_next_sync_in_one_go_is_the_same_to_the_last_bit():
    chance = Random(1)
    for _ in range(1000):
        now, phase, draw = chance.random() * 2000, chance.random(), chance.random()
        delay = max(0.0, next_on_grid(phase, now + jittered(BACK_OFF_PERIOD_S, draw)) - now)
        assert next_sync(now, BACK_OFF_PERIOD_S, phase, draw) == now + delay
        assert 10 <= delay <= LONGEST_AFTER_FAILURE_S
