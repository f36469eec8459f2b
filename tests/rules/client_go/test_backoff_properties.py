from hypothesis import given, settings
from hypothesis import strategies as st

from imagesim.rules.client_go.backoff import Backoff

INITIAL, MAXIMUM = 10.0, 300.0
GAPS = st.lists(st.floats(min_value=0, max_value=2000, allow_nan=False), min_size=1, max_size=30)


def moments(gaps):
    now = 0.0
    for gap in gaps:
        now += gap
        yield now


@settings(deadline=None)
@given(GAPS)
def test_never_exceeds_its_cap_and_never_falls_below_the_start(gaps):
    backoff = Backoff(INITIAL, MAXIMUM)
    for now in moments(gaps):
        backoff.next("key", now)
        assert INITIAL <= backoff.get("key") <= MAXIMUM


@settings(deadline=None)
@given(GAPS)
def test_each_failure_doubles_or_starts_again(gaps):
    backoff = Backoff(INITIAL, MAXIMUM)
    before = 0.0
    for now in moments(gaps):
        backoff.next("key", now)
        assert backoff.get("key") in (INITIAL, min(2 * before, MAXIMUM))
        before = backoff.get("key")


@settings(deadline=None)
@given(GAPS)
def test_the_end_that_it_names_is_the_first_moment_outside(gaps):
    backoff = Backoff(INITIAL, MAXIMUM)
    for now in moments(gaps):
        backoff.next("key", now)
        end = backoff.until("key", now)
        assert end is not None
        assert not backoff.is_in_backoff_since_update("key", end, end)
        earlier = end - 1e-6
        assert backoff.is_in_backoff_since_update("key", earlier, earlier)


@settings(deadline=None)
@given(GAPS)
def test_a_sweep_changes_nothing_that_anybody_could_still_see(gaps):
    swept, kept = Backoff(INITIAL, MAXIMUM), Backoff(INITIAL, MAXIMUM)
    for now in moments(gaps):
        swept.gc(now)
        swept.next("key", now)
        kept.next("key", now)
        assert swept.until("key", now) == kept.until("key", now)
