"""The summary of the example, by hand."""

from example_records import NEW, OLD, moved_tag_and_outage

from imagesim.engine.records import Disturbance, Records
from imagesim.results.measures.summary import summary


def test_it_says_what_is_up_what_was_pulled_and_what_was_mixed():
    found = summary(moved_tag_and_outage())
    assert found["pods"] == {
        "total": 5,
        "ready": 4,
        "by_status": {"Running": 4, "ImagePullBackOff": 1},
        "restarts": 1,
        "first_ready_s": 6.5,
        "last_ready_s": 621.5,
    }
    assert found["pulls"] == {
        "Pulled": 4,
        "AlreadyPresent": 1,
        "Failed": 4,
        "bytes_fetched": 200_000_000,
        "bytes_reused": 20_000_000,
    }
    (web,) = found["versions"]
    assert (web["most_versions_at_once"], web["mixed_s"], web["pods_by_digest"]) == (2, 80.0, {OLD: 3, NEW: 1})
    (outage,) = found["recovery"]
    assert (outage["failing_pods"], outage["recovered_pods"], outage["median_s"], outage["max_s"]) == (2, 1, 21.5, 21.5)
    assert found["events"] == {"Normal": {"Pulling": 3, "BackOff": 2, "Scheduled": 2}, "Warning": {"Failed": 1}}


def test_a_run_in_which_nothing_happened_has_the_same_keys():
    empty, full = summary(Records()), summary(moved_tag_and_outage())
    assert empty.keys() == full.keys()
    assert empty["pods"].keys() == full["pods"].keys()
    assert empty["pulls"].keys() == full["pulls"].keys()
    assert empty["pods"]["first_ready_s"] is None


def test_a_disturbance_that_hurt_nobody_is_told_with_zeroes():
    outage = Disturbance("outage of quay.io", "outage", "quay.io", 10.0, 20.0)
    (found,) = summary(Records(end_s=30.0, disturbances=[outage]))["recovery"]
    assert (found["failing_pods"], found["median_s"]) == (0, None)
