import pytest

from imagesim.engine.controllers.expectations import Expectations


@pytest.fixture
def expectations() -> Expectations:
    return Expectations()


def test_nothing_is_expected_of_a_new_object(expectations):
    assert expectations.satisfied("web", 0)


def test_a_controller_waits_until_it_has_seen_all_that_it_created(expectations):
    expectations.expect_creations("web", 2, now=0)
    expectations.creation_observed("web")
    assert not expectations.satisfied("web", 1)
    assert expectations.satisfied("other", 1)
    expectations.creation_observed("web")
    assert expectations.satisfied("web", 1)


def test_what_was_refused_counts_as_seen(expectations):
    expectations.expect_creations("web", 10, now=0)
    expectations.creation_observed("web", 10)
    assert expectations.satisfied("web", 0)


def test_a_deletion_is_seen_once_however_often_it_is_shown(expectations):
    expectations.expect_deletions("web", ["a", "b"], now=0)
    for _ in range(3):
        expectations.deletion_observed("web", "a")
    assert not expectations.satisfied("web", 1)
    expectations.deletion_observed("web", "b")
    assert expectations.satisfied("web", 1)


def test_after_five_minutes_it_waits_no_longer(expectations):
    expectations.expect_creations("web", 1, now=10)
    assert not expectations.satisfied("web", 310)
    assert expectations.satisfied("web", 310.1)


def test_of_an_object_that_is_gone_nothing_is_expected(expectations):
    expectations.expect_deletions("web", ["a"], now=0)
    expectations.delete("web")
    assert expectations.satisfied("web", 0)
