"""Where a back-off stands of which the past is known in part."""

import random

import pytest

from imagesim.rules.images.back_off_now import KnownFailure, standing, window_s


@pytest.mark.parametrize(("failures", "seconds"), [(1, 10), (2, 20), (5, 160), (6, 300), (40, 300)])
def test_a_window_doubles_up_to_five_minutes(failures: int, seconds: float) -> None:
    assert window_s(failures) == seconds


def test_what_is_sure_stays_and_the_next_sync_is_to_come() -> None:
    draw = random.Random(1).random
    for _ in range(200):
        now = standing(KnownFailure(3, -59.0, -10.0, -59.0, sure=True), 0.0, draw(), draw)
        assert (now.failures, now.pulled) == (3, False)
        assert -59.0 <= now.failed_s < -58.0
        assert -10.0 <= now.synced_s < -9.0
        assert 0.0 < now.next_s <= 7.0


def test_a_failure_long_ago_has_been_followed_by_others() -> None:
    draw = random.Random(2).random
    found = [standing(KnownFailure(1, -420.0), 0.0, draw(), draw) for _ in range(200)]
    assert {each.failures for each in found} == {6}  # 0, 14, 40, 89, 177, 344 s
    assert all(-110.0 < each.failed_s < -50.0 for each in found)


def test_a_way_is_drawn_that_fits_the_last_failure_that_was_heard_of() -> None:
    draw = random.Random(3).random
    found = [standing(KnownFailure(1, -420.0, None, -242.0), 0.0, draw(), draw) for _ in range(50)]
    before = [each.failed_s + 242.0 for each in found]  # a window of 160 s, and the rest of a sync's wait
    assert all(158.9 <= each <= 177.5 for each in before)


def test_the_state_that_is_shown_is_that_of_the_sync_before_the_last() -> None:
    draw = random.Random(4).random
    pulls = [standing(KnownFailure(1, -365.0, shows_pull=True), 0.0, draw(), draw) for _ in range(50)]
    # The last sync came 11 to 16 s after the pull whose failure is shown, and was none.
    assert all(not each.pulled and 10.0 < each.synced_s - each.failed_s < 16.1 for each in pulls)


def test_days_of_back_off_are_no_trouble() -> None:
    draw = random.Random(5).random
    now = standing(KnownFailure(1, -5 * 86_400.0), 0.0, draw(), draw)
    assert now.failures > 6
    assert -317.0 < now.failed_s <= 0.0 < now.next_s
