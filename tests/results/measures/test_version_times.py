"""When versions served, and for how long they were mixed."""

import pytest

from imagesim.engine.records import Records
from imagesim.results.measures.version_times import MixedTime, VersionTime, mixed_times, version_times
from tests.results.example_records import IMAGE, NEW, OLD, moved_tag_and_outage, running
from tests.results.measures.closed_forms.versions import two_spells

WEB = ("shop", "Deployment/web", "app", IMAGE)


def test_first_last_and_pod_minutes_of_each_version():
    old, new = version_times(moved_tag_and_outage())
    # Three pods from 5.5 s to the end at 700 s, but for the second in which one of them restarts.
    assert old == VersionTime(*WEB, OLD, 5.5, None, 3, pytest.approx((3 * 694.5 - 1) / 60))
    assert new == VersionTime(*WEB, NEW, 620.0, None, 1, pytest.approx(80 / 60))


def test_a_version_that_has_gone_has_a_last_moment():
    (found,) = version_times(Records(end_s=99.0, running=[running("a", 1.0, 5.0), running("b", 2.0, 31.0)]))
    assert found[5:] == (1.0, 31.0, 2, 33 / 60)


def test_the_sum_and_the_longest_of_two_mixed_times():
    records = two_spells()
    assert mixed_times(records) == [MixedTime(*WEB, 35.0, 30.0, 2, 2)]
    assert mixed_times(Records(end_s=99.0, running=records.running[:1])) == []
