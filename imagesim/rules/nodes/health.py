"""When the control plane gives a silent node up, and how quickly it gives up many.

Models pkg/controller/nodelifecycle/node_lifecycle_controller.go (monitorNodeHealth, tryUpdateNodeHealth,
ComputeZoneState, setLimiterInZone, ReducedQPSFunc), 1.31 to 1.36 (read); the numbers are the flags' defaults. A kubelet
renews its node's lease every 10 s; the controller looks every 5 s, and counts the silence from the look that saw the
last renewal. After --node-monitor-grace-period, 40 s up to 1.31 and 50 s from 1.32 on (kubernetes#126287), the node's
conditions are Unknown. So that comes 40 to 55 s after a crash, or ten seconds earlier.
"""

import math
from enum import Enum

from imagesim.rules.units import Seconds

LEASE_RENEWAL_S: Seconds = 10.0
"""A quarter of the lease's 40 s (pkg/kubelet/apis/config/v1beta1/defaults.go, nodeLeaseDurationSeconds)."""
MONITOR_PERIOD_S: Seconds = 5.0
TAINTING_PERIOD_S: Seconds = 0.1
"""NodeEvictionPeriod: how often the queue of nodes to be tainted is looked at."""

EVICTION_RATE, SECONDARY_EVICTION_RATE = 0.1, 0.01
"""Nodes a second and zone that get a NoExecute taint: --node-eviction-rate and --secondary-node-eviction-rate."""
UNHEALTHY_ZONE_THRESHOLD = 0.55
LARGE_CLUSTER_SIZE = 50

GC_PERIOD_S: Seconds = 20.0
QUARANTINE_S: Seconds = 40.0
"""Of pods whose node is gone: gcCheckPeriod and quarantineTime of pkg/controller/podgc/gc_controller.go."""


class ZoneState(Enum):
    """How many nodes of a zone are not ready."""

    INITIAL = "Initial"
    NORMAL = "Normal"
    PARTIAL_DISRUPTION = "PartialDisruption"
    FULL_DISRUPTION = "FullDisruption"


def unknown_tick(silent_s: Seconds, lease_phase: Seconds, monitor_phase: Seconds, grace_s: Seconds) -> int:
    """At which look of the monitor, counted from *monitor_phase*, a node that is silent since then becomes Unknown.

    Its kubelet renewed the lease at *lease_phase* and every ten seconds from there on.
    """
    renewed = lease_phase + LEASE_RENEWAL_S * math.floor((silent_s - lease_phase) / LEASE_RENEWAL_S)
    seen = next_tick(renewed, monitor_phase)
    # A look takes time, so the tenth after it is a little later than ten periods.
    return seen + math.ceil(grace_s / MONITOR_PERIOD_S)


def next_tick(time_s: Seconds, phase: Seconds, period_s: Seconds = MONITOR_PERIOD_S) -> int:
    """The number of the first look at that time or later."""
    return math.ceil((time_s - phase) / period_s)


def zone_state(ready: int, not_ready: int) -> ZoneState:
    """ComputeZoneState."""
    if not ready and not_ready:
        return ZoneState.FULL_DISRUPTION
    if not_ready > 2 and not_ready / (not_ready + ready) >= UNHEALTHY_ZONE_THRESHOLD:
        return ZoneState.PARTIAL_DISRUPTION
    return ZoneState.NORMAL


def eviction_rate(state: ZoneState, size: int) -> float:
    """How many nodes a second of a zone with *size* nodes are given up; 0 for none, as where all zones are down."""
    if state is ZoneState.PARTIAL_DISRUPTION:
        return SECONDARY_EVICTION_RATE if size > LARGE_CLUSTER_SIZE else 0.0
    return EVICTION_RATE
