"""When a pod's next sync is due, and when the kubelet looks: jitter and the two one-second grids.

Models pkg/kubelet/pod_workers.go (completeWork), kubelet.go (syncTicker, plegRelistPeriod), 1.32 to 1.36. A due time is
picked up by a ticker of one second, and the PLEG looks at the containers each second; the two have their own phases.
"""

import math

from imagesim.rules.pods.sync_result import BACK_OFF_PERIOD_S
from imagesim.rules.units import Seconds

JITTER = 0.5
GRID_S: Seconds = 1.0
SAME_INSTANT_S: Seconds = 1e-9
"""Two sums of floats that mean one instant differ by less."""
LONGEST_AFTER_FAILURE_S: Seconds = BACK_OFF_PERIOD_S * (1.0 + JITTER) + GRID_S
"""No sync that follows a failed one comes later than this after it."""


def next_sync(now: Seconds, period: Seconds, ticker_phase: Seconds, chance: float) -> Seconds:
    """When the sync comes that follows one at *now*: `jittered` and `next_on_grid`, in one go."""
    due = now + period * (1.0 + JITTER * chance)
    found = ticker_phase + GRID_S * (math.floor((due - ticker_phase + SAME_INSTANT_S) / GRID_S) + 1)
    return now + (found - now)  # as a delay is added to the time: the last bit may differ


def jittered(period: Seconds, chance: float) -> Seconds:
    """wait.Jitter: *period* x [1, 1.5) for *chance* in [0, 1)."""
    return period * (1.0 + JITTER * chance)


def next_on_grid(phase: Seconds, after: Seconds) -> Seconds:
    """The first time phase + k seconds that is strictly later than *after*."""
    return phase + GRID_S * (math.floor((after - phase + SAME_INSTANT_S) / GRID_S) + 1)
