"""What a sync of a pod did and what went wrong, as the kubelet adds it up; and how soon the pod is synced again.

Models pkg/kubelet/container/sync_result.go and the end of Kubelet.SyncPod, 1.32 to 1.36 (recorded). 1.32 means to
return no error when nothing but back-offs failed, yet every sync has a result without an error that defeats its test:
in all versions ImagePullBackOff and CrashLoopBackOff are errors.
"""

from collections.abc import Sequence
from typing import NamedTuple

from imagesim.rules.golang.errors import aggregate
from imagesim.rules.golang.text import quote
from imagesim.rules.units import Seconds

START_CONTAINER = "StartContainer"
KILL_CONTAINER = "KillContainer"
KILL_POD_SANDBOX = "KillPodSandbox"
CREATE_POD_SANDBOX = "CreatePodSandbox"
CONFIG_POD_SANDBOX = "ConfigPodSandbox"

BACK_OFF_PERIOD_S: Seconds = 10.0
RESYNC_INTERVAL_S: Seconds = 60.0


class SyncResult(NamedTuple):
    """One action on one target. `error` is the waiting reason, "" if it worked.

    `backoff_until_s` is when the back-off ends that the error is about; only CrashLoopBackOff says so.
    """

    action: str
    target: str
    error: str = ""
    message: str = ""
    backoff_until_s: Seconds | None = None


def sync_error(results: Sequence[SyncResult]) -> str:
    """The error of the whole sync, "" if nothing failed."""
    return aggregate(
        f"failed to {quote(result.action)} for {quote(result.target)} with {result.error}: {quote(result.message)}"
        for result in results
        if result.error
    )


def requeue_period(results: Sequence[SyncResult], now: Seconds, *, crash_expiry: bool) -> Seconds:
    """The time until the next sync, before jitter (see sync_timing).

    Where *crash_expiry* holds (1.35 and later), the earliest end of a crash back-off takes the place of the 10 s after
    an error, within 0 and 60 s, for the whole pod. The end of an image back-off never does.
    """
    failed = [result for result in results if result.error]
    if not failed:
        return RESYNC_INTERVAL_S
    ends = [result.backoff_until_s for result in failed if result.backoff_until_s is not None]
    if crash_expiry and ends:
        return min(max(min(ends) - now, 0.0), RESYNC_INTERVAL_S)
    return BACK_OFF_PERIOD_S
