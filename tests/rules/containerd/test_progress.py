"""The clock of the progress timeout: looks every ten seconds."""

import pytest

from imagesim.rules.containerd.progress import PullProgress


def cancelled_at(timeout_s, received, began=0.0, active=lambda _: 1):
    """The look that cancels a pull of which *received*(time) bytes have come; None if none does in 1000 s."""
    progress, now = PullProgress(began, timeout_s), began
    for _ in range(100):
        now = progress.next_look(now)
        if progress.look(now, received(now), active(now)):
            return now
    return None


@pytest.mark.parametrize(("timeout_s", "ended"), [(12, 20), (20, 30), (300, 310), (5, 10), (9.9, 10)])
def test_without_a_byte_the_first_look_after_the_timeout_cancels(timeout_s, ended):
    assert cancelled_at(timeout_s, lambda now: 0) == ended


def test_bytes_before_the_first_look_cost_another_look():
    """Measured with 12 s: a layer that stalls after five megabytes is cancelled at 30 s, not at 20."""
    assert cancelled_at(12, lambda now: 5_000_000) == 30


def test_the_last_byte_at_35_s_is_seen_at_40_and_missed_at_60():
    assert cancelled_at(12, lambda now: min(now, 35)) == 60


def test_looks_are_counted_from_the_start_of_the_pull():
    assert cancelled_at(12, lambda now: 0, began=3.5) == 23.5
    assert PullProgress(3.5, 12).next_look(3.5) == 13.5
    assert PullProgress(3.5, 12).next_look(13.5) == 23.5


def test_the_rounding_of_the_clock_cancels_no_pull_a_look_early():
    for step in range(2000):
        began = step * 1.2345678
        assert cancelled_at(300, lambda now: 1, began) == pytest.approx(began + 320)


def test_a_pull_without_open_requests_is_never_cancelled():
    assert cancelled_at(12, lambda now: 0, active=lambda now: 0) is None
    assert cancelled_at(12, lambda now: 0, active=lambda now: int(now > 50)) == 70


@pytest.mark.parametrize("stalled_s", [0.0, 2.4, 9.9, 10.0, 14.2, 35.0])
def test_looking_from_a_stall_on_gives_what_looking_all_the_time_gives(stalled_s):
    def received(now):
        return int(min(now, stalled_s) * 1000)

    late, now = PullProgress(0.0, 12), stalled_s
    late.caught_up(stalled_s, received(stalled_s), stalled_s)
    while True:
        now = late.next_look(now)
        if late.look(now, received(now), 1):
            break
    assert now == cancelled_at(12, received)
