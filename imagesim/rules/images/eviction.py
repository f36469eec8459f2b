"""When a kubelet calls its disk too full: the hard eviction thresholds, when it looks, and what it says.

Models pkg/kubelet/eviction (eviction_manager.go, helpers.go) and v1beta1/defaults.go, 1.32 to 1.36 (read), as far as
images are concerned. Every 10 s the kubelet looks; below a threshold the node has DiskPressure, dead containers and all
unused images go, and only if that was not enough a pod is evicted. The condition stays for at least five minutes after
the threshold was last crossed.

A percentage is a 32-bit float, and 15 % is a little more than 15 % there: at exactly 15 % available it is crossed.
"""

import struct
from dataclasses import dataclass
from math import ceil, floor

from imagesim.rules.units import Bytes, Seconds

MONITORING_PERIOD_S: Seconds = 10.0
"""evictionMonitoringPeriod, kubelet.go."""
EVICTED = "Evicted"
"""The reason of an evicted pod's status, and of its event."""
THRESHOLD_MET = ("Warning", "EvictionThresholdMet", "Attempting to reclaim ephemeral-storage")

_SAME_INSTANT_S = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A part of the capacity (`percent`) or an amount (`amount`) that has to stay available; neither is none."""

    percent: float = 0.0
    amount: Bytes | None = None

    def value(self, capacity: Bytes) -> Bytes:
        """The threshold in bytes, as helpers.go GetThresholdQuantity has it."""
        return self.amount if self.amount is not None else floor(capacity * _float32(_float32(self.percent) / 100))


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
        return self.quantity(capacity, available) is not None

    def quantity(self, capacity: Bytes, available: Bytes) -> Bytes | None:
        """The threshold that is crossed; None if none is.

        Of two the kubelet names the one that comes first in a Go map, so either; here it is that of the images.
        """
        for threshold in (self.imagefs_available, self.nodefs_available):
            if available < threshold.value(capacity):
                return threshold.value(capacity)
        return None


def next_look(began: Seconds, after: Seconds) -> Seconds:
    """The first look of a kubelet that looks every ten seconds from *began* on, strictly after *after*."""
    return began + MONITORING_PERIOD_S * (floor((after - began + _SAME_INSTANT_S) / MONITORING_PERIOD_S) + 1)


def pressure_ends(began: Seconds, last_crossed: Seconds, transition_s: Seconds) -> Seconds:
    """The look at which the condition ends, if no look after *last_crossed* finds a threshold crossed."""
    over = last_crossed + transition_s - began - _SAME_INSTANT_S
    return began + MONITORING_PERIOD_S * ceil(over / MONITORING_PERIOD_S)


def evicted(quantity: Bytes, available: Bytes) -> tuple[str, str, str]:
    """The event on an evicted pod; the blank at its end is the kubelet's.

    On a cluster the text goes on with each container that wrote more to the disk than it asked for. What containers
    write is not modelled.
    """
    return (
        "Warning",
        EVICTED,
        "The node was low on resource: ephemeral-storage. "
        f"Threshold quantity: {binary_quantity(quantity)}, available: {binary_quantity(available)}. ",
    )


def disk_pressure(node: str, *, begins: bool) -> tuple[str, str, str]:
    """The event on the node when its condition DiskPressure becomes True, or False (kubelet_node_status.go)."""
    reason = "NodeHasDiskPressure" if begins else "NodeHasNoDiskPressure"
    return "Normal", reason, f"Node {node} status is now: {reason}"


def binary_quantity(size: Bytes) -> str:
    """A resource.Quantity in format BinarySI: in the largest unit that needs no fraction."""
    units = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
    unit = 0
    while size and size % 1024 == 0 and unit < len(units) - 1:
        size, unit = size // 1024, unit + 1
    return f"{size}{units[unit]}"


def _float32(value: float) -> float:
    """*value* as Go's float32 holds it."""
    (rounded,) = struct.unpack("f", struct.pack("f", value))
    return float(rounded)
