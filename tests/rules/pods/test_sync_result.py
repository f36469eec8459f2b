import pytest

from imagesim.rules.pods.sync_result import SyncResult, requeue_period, sync_error

WORKED = SyncResult("StartContainer", "a")
FAILED = SyncResult("StartContainer", "b", "ErrImagePull", 'no "x"')


def crashed(until: float) -> SyncResult:
    return SyncResult("StartContainer", "c", "CrashLoopBackOff", "back-off", until)


def test_the_error_of_a_sync_names_every_failure_once():
    text = r'failed to "StartContainer" for "b" with ErrImagePull: "no \"x\""'
    assert sync_error([WORKED]) == ""
    assert sync_error([WORKED, FAILED, FAILED]) == text
    other = 'failed to "StartContainer" for "c" with CrashLoopBackOff: "back-off"'
    assert sync_error([FAILED, crashed(9)]) == f"[{text}, {other}]"


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], 60),
        ([WORKED], 60),
        ([WORKED, FAILED], 10),
        ([FAILED, crashed(130), crashed(120)], 20),
        ([crashed(100)], 0),
        ([crashed(90)], 0),
        ([crashed(160)], 60),
        ([crashed(400)], 60),
    ],
)
def test_the_earliest_end_of_a_crash_back_off_decides_when_the_pod_is_synced_again(results, expected):
    assert requeue_period(results, 100, crash_expiry=True) == expected


def test_before_1_35_it_does_not():
    assert requeue_period([crashed(130)], 100, crash_expiry=False) == 10
