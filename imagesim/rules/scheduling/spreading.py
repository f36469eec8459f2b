"""Pods of one owner are spread: PodTopologySpread with the constraints that the system has by default.

Models pkg/scheduler/framework/plugins/podtopologyspread (common.go, plugin.go systemDefaultConstraints, scoring.go) and
plugins/helper/spread.go DefaultSelector, 1.31 to 1.36 (read): over nodes with maxSkew 3 and over zones with maxSkew 5,
both only where possible. Pods are mates if a ReplicaSet, ReplicationController or StatefulSet owns them all; those of
Jobs, and those that nobody owns, are not spread. Pods that have ended or are about to go do not count.

A Service that selects the pods would spread those that nobody owns, too: Services are not modelled.
"""

import math

from imagesim.rules.api.kinds import REPLICA_SET, REPLICATION_CONTROLLER, STATEFUL_SET
from imagesim.rules.scheduling.image_locality import MAX_NODE_SCORE

ZONE = "topology.kubernetes.io/zone"
SPREAD_KINDS = frozenset(kind.name for kind in (REPLICA_SET, REPLICATION_CONTROLLER, STATEFUL_SET))
"""Whose pods are spread."""

_HOST_SKEW, _ZONE_SKEW = 3, 5


def topology_weight(size: int) -> float:
    """topologyNormalizingWeight of a topology with *size* values."""
    return math.log(size + 2)


def raw_score(mates: int, nodes: int) -> float:
    """What a node with so many *mates* gets, one of *nodes* that a pod fits; the less, the better."""
    return _for_count(mates, _HOST_SKEW, topology_weight(nodes))


def raw_zone_score(mates: int, zones: int) -> float:
    """What comes to it of its zone, one of *zones*, where its label says in which it is."""
    return _for_count(mates, _ZONE_SKEW, topology_weight(zones))


def _for_count(count: int, max_skew: int, weight: float) -> float:
    return count * weight + float(max_skew - 1)


def rounded(score: float) -> int:
    """Go's math.Round of what is never negative."""
    return math.floor(score + 0.5)


def normalized(score: int, least: int, most: int) -> int:
    """NormalizeScore: 0 to 100, the more the better; *least* and *most* are of all nodes that the pod fits."""
    return MAX_NODE_SCORE if most == 0 else MAX_NODE_SCORE * (most + least - score) // most
