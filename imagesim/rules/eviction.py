"""When a kubelet calls its disk too full: the hard eviction thresholds, and what it does first.

Models pkg/kubelet/eviction (eviction_manager.go, helpers.go) and v1beta1/defaults.go, 1.32 to 1.36, as far as images
are concerned: every 10 s the kubelet looks; below a threshold the node has DiskPressure, dead containers and all unused
images go, and only if that was not enough a pod is evicted. The condition stays for at least five minutes.
"""

from dataclasses import dataclass
from math import floor

from imagesim.rules.units import Bytes, Seconds

MONITORING_PERIOD_S: Seconds = 10.0
"""evictionMonitoringPeriod, kubelet.go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A part of the capacity (`percent`) or an amount (`amount`) that has to stay available."""

    percent: float = 0.0
    amount: Bytes | None = None

    def value(self, capacity: Bytes) -> Bytes:
        """The threshold in bytes, as helpers.go GetThresholdQuantity has it."""
        return self.amount if self.amount is not None else floor(capacity * self.percent / 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvictionThresholds:
    """evictionHard for images: imagefs.available (15 %) and nodefs.available (10 %), both of the one disk here.

    `transition_s` is evictionPressureTransitionPeriod.
    """

    imagefs_available: Threshold = Threshold(percent=15.0)
    nodefs_available: Threshold = Threshold(percent=10.0)
    transition_s: Seconds = 300.0

    def crossed(self, capacity: Bytes, available: Bytes) -> bool:
        """Whether less is available than one of the thresholds asks for."""
        return any(
            available < threshold.value(capacity) for threshold in (self.imagefs_available, self.nodefs_available)
        )
