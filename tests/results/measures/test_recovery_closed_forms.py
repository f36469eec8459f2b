"""Recovery after an outage: the worlds of its closed forms in other versions, and their longest delays."""

from statistics import mean

import pytest

from imagesim.results.measures.recovery import RecoveryRow
from tests.results.measures.closed_forms.recovery import at_any_time, at_once, delays, off, plain
from tests.results.measures.plain_recovery import Recovered


def test_twenty_minutes_after_all_failed_at_once_they_wait_about_a_minute():
    found = delays(at_once(0.01))
    assert 45 < mean(found) < 65
    assert max(found) < 100


def test_where_a_failure_takes_a_second_nobody_waits_for_two_windows():
    assert max(delays(at_once(0.99))) < 110


def test_an_outage_that_ends_at_any_time_is_over_within_a_cycle():
    assert max(delays(at_any_time(1.01))) < 325


@pytest.mark.parametrize(("takes_s", "version"), [(0.01, "1.36"), (0.99, "1.36"), (1.01, "1.32")])
def test_a_plain_simulation_agrees_on_pods_that_failed_at_once(takes_s, version):
    expected = plain(takes_s, 1200.0, 1200.0, looks_at_once=version == "1.36")
    agree(at_once(takes_s, version), expected)


def agree(found: list[RecoveryRow], expected: list[Recovered]) -> None:
    """The delays, and what of them is back-off, are alike in distribution; the other causes on average."""
    assert off(found, expected, "delay_s") < 0.05
    assert off(found, expected, "backoff_s") < 0.05
    for cause in ("sync_s", "pull_s", "start_s"):
        assert mean(getattr(row, cause) for row in found) == pytest.approx(
            mean(getattr(row, cause) for row in expected), abs=0.3
        ), cause
