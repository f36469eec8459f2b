"""When a pod's next sync is due, and when the kubelet looks: jitter and the two one-second grids.

Models pkg/kubelet/pod_workers.go (completeWork), kubelet.go (syncTicker, plegRelistPeriod), 1.32 to 1.36. A due time is
picked up by a ticker of one second, and the PLEG looks at the containers each second; the two have their own phases.
"""

import math

from imagesim.rules.units import Seconds

BACK_OFF_PERIOD_S = 10.0
RESYNC_S = 60.0
JITTER = 0.5
LONGEST_CRASH_REQUEUE_S = 60.0
GRID_S = 1.0
_SAME_INSTANT = 1e-9  # seconds; two sums of floats that mean one instant differ by less


def jittered(period: Seconds, chance: float) -> Seconds:
    """wait.Jitter: *period* x [1, 1.5) for *chance* in [0, 1)."""
    return period * (1.0 + JITTER * chance)


def requeue_after_error(chance: float, crash_expiry: Seconds | None, now: Seconds) -> Seconds:
    """How long after a failed sync the pod is due again.

    From 1.35 the earliest end of a crash back-off, *crash_expiry*, takes the place of the 10 s; image back-offs never
    do. Pass None where the version does not do this or nothing crashed.
    """
    if crash_expiry is None:
        return jittered(BACK_OFF_PERIOD_S, chance)
    return jittered(min(max(crash_expiry - now, 0.0), LONGEST_CRASH_REQUEUE_S), chance)


def next_on_grid(phase: Seconds, after: Seconds) -> Seconds:
    """The first time phase + k seconds that is strictly later than *after*."""
    return phase + GRID_S * (math.floor((after - phase + _SAME_INSTANT) / GRID_S) + 1)
