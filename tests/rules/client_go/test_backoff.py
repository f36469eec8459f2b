import pytest

from imagesim.rules.client_go.backoff import Backoff

KEY = "uid_nginx"


@pytest.fixture
def backoff():
    return Backoff(10, 300)


def test_doubles_until_the_cap(backoff):
    delays = []
    for _ in range(7):
        backoff.next(KEY, now=0)
        delays.append(backoff.get(KEY))
    assert delays == [10, 20, 40, 80, 160, 300, 300]


def test_the_window_is_over_at_exactly_the_delay(backoff):
    backoff.next(KEY, now=1234.567)
    assert backoff.is_in_backoff_since_update(KEY, 1244.566999999, 1244.566999999)
    assert not backoff.is_in_backoff_since_update(KEY, 1244.567, 1244.567)


def test_until_is_the_first_moment_outside_the_window(backoff):
    backoff.next(KEY, now=0.1 + 0.2)
    end = backoff.until(KEY, now=5)
    assert end == pytest.approx(10.3)
    assert not backoff.is_in_backoff_since_update(KEY, end, end)
    assert backoff.until(KEY, now=end) is None
    assert backoff.until("another key", now=5) is None


def test_a_failure_at_exactly_twice_the_maximum_still_doubles_and_one_later_starts_again(backoff):
    backoff.next(KEY, now=0)
    backoff.next(KEY, now=600)
    assert backoff.get(KEY) == 20
    backoff.next(KEY, now=1200.001)
    assert backoff.get(KEY) == 10


def test_a_pull_that_hangs_longer_than_twice_the_maximum_restarts_the_sequence_each_time(backoff):
    for attempt in range(3):
        backoff.next(KEY, now=attempt * 700.0)
    assert backoff.get(KEY) == 10


def test_a_crash_counts_from_the_end_of_the_container(backoff):
    backoff.next(KEY, now=50)
    assert backoff.is_in_backoff_since(KEY, event_time=55, now=64.9)
    assert not backoff.is_in_backoff_since(KEY, event_time=55, now=65)


def test_gc_sweeps_every_key_that_is_older_than_twice_the_maximum(backoff):
    backoff.next("old", now=0)
    backoff.next("young", now=1)
    backoff.gc(now=600)
    assert (backoff.get("old"), backoff.get("young")) == (10, 10)
    backoff.gc(now=600.5)
    assert (backoff.get("old"), backoff.get("young")) == (0, 10)


def test_keys_do_not_share_anything(backoff):
    backoff.next("uid_nginx", now=0)
    assert not backoff.is_in_backoff_since_update("uid_nginx:latest", 1, 1)


@pytest.mark.parametrize("forget", ["reset", "delete_entry"])
def test_a_forgotten_key_starts_again(backoff, forget):
    backoff.next(KEY, now=0)
    getattr(backoff, forget)(KEY)
    assert backoff.get(KEY) == 0
    backoff.next(KEY, now=1)
    assert backoff.get(KEY) == 10
