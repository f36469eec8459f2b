"""A Node as frozen values, as far as it matters where pods go and how their kubelet behaves.

Models NodeSpec and NodeStatus of k8s.io/api core/v1 types.go. `pool` is this project's own: real clusters say it by a
label of their provider's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from imagesim.rules.units import Bytes, Seconds

DISK_PRESSURE = "DiskPressure"
DISK_PRESSURE_TAINT = "node.kubernetes.io/disk-pressure"
UNSCHEDULABLE_TAINT = "node.kubernetes.io/unschedulable"
NOT_READY_TAINT, UNREACHABLE_TAINT = "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"
READY = "Ready"


class Taint(NamedTuple):
    """What keeps pods away that do not tolerate it."""

    key: str
    value: str = ""
    effect: str = "NoSchedule"


class NodeCondition(NamedTuple):
    """One condition of a node, since when it has its status."""

    type: str
    status: str
    reason: str
    message: str
    last_transition_s: Seconds


class ContainerImage(NamedTuple):
    """An image that a node has: its names, digests before tags, and its size."""

    names: tuple[str, ...]
    size: Bytes


class Allocatable(NamedTuple):
    """What a node has for pods: how many, CPU in thousandths of a core, memory; None for what it does not say."""

    pods: int = 110
    cpu: int | None = None
    memory: Bytes | None = None


PODS_ALONE = Allocatable()
"""Of a node that says nothing of its size: 110 pods, maxPods of a kubelet whose configuration says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSpec:
    """What a node is told to be. A node with a taint whose effect is NoSchedule takes no new pods.

    One that is `unschedulable` (`kubectl cordon`) does not either, and has a taint that says so besides.
    """

    pool: str
    unschedulable: bool = False
    taints: tuple[Taint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStatus:
    """What a node says of itself; `platform` and the versions are its nodeInfo."""

    platform: str
    kubelet_version: str
    container_runtime_version: str
    conditions: tuple[NodeCondition, ...] = ()
    allocatable: Allocatable = PODS_ALONE
    images: tuple[ContainerImage, ...] = ()


def taints_by_condition(*, disk_pressure: bool, unschedulable: bool, unreachable: bool = False) -> tuple[Taint, ...]:
    """The taints that the node lifecycle controller gives a node for its conditions, and for being unschedulable.

    Models doNoScheduleTaintingPass of pkg/controller/nodelifecycle/node_lifecycle_controller.go. A node is
    *unreachable* whose condition Ready is Unknown.
    """
    keys = {
        DISK_PRESSURE_TAINT: disk_pressure,
        UNREACHABLE_TAINT: unreachable,
        UNSCHEDULABLE_TAINT: unschedulable,
    }
    return tuple(Taint(key) for key, holds in keys.items() if holds)


def without_condition_taints(taints: Iterable[Taint]) -> tuple[Taint, ...]:
    """The others: those that somebody gave the node, and what evicts pods."""
    return tuple(
        taint
        for taint in taints
        if taint.key not in (DISK_PRESSURE_TAINT, UNSCHEDULABLE_TAINT)
        and (taint.key, taint.effect) != (UNREACHABLE_TAINT, "NoSchedule")
    )


def disk_pressure_condition(now: Seconds, *, pressure: bool) -> NodeCondition:
    """The condition DiskPressure (pkg/kubelet/nodestatus/setters.go DiskPressureCondition)."""
    if pressure:
        return NodeCondition(DISK_PRESSURE, "True", "KubeletHasDiskPressure", "kubelet has disk pressure", now)
    return NodeCondition(DISK_PRESSURE, "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now)


def with_condition(conditions: Iterable[NodeCondition], condition: NodeCondition) -> tuple[NodeCondition, ...]:
    """*condition* in the place of the one of its type."""
    return (*(each for each in conditions if each.type != condition.type), condition)


def conditions_in_order(now: Seconds, *, disk_pressure: bool = False) -> tuple[NodeCondition, ...]:
    """All conditions of a node that is in order, but perhaps for its disk (pkg/kubelet/nodestatus/setters.go)."""
    return (
        NodeCondition(
            "MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now
        ),
        disk_pressure_condition(now, pressure=disk_pressure),
        NodeCondition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
        NodeCondition(READY, "True", "KubeletReady", "kubelet is posting ready status", now),
    )


def conditions_unknown(now: Seconds) -> tuple[NodeCondition, ...]:
    """All conditions of a node of which nothing was heard for too long (tryUpdateNodeHealth)."""
    why = "NodeStatusUnknown", "Kubelet stopped posting node status."
    return tuple(NodeCondition(each.type, "Unknown", *why, now) for each in conditions_in_order(now))


def is_unknown(conditions: Iterable[NodeCondition]) -> bool:
    """Whether nobody knows how the node is."""
    return any(each.type == READY and each.status == "Unknown" for each in conditions)


def has_disk_pressure(conditions: Iterable[NodeCondition]) -> bool:
    """Whether the node says that its disk fills."""
    return any(each.type == DISK_PRESSURE and each.status == "True" for each in conditions)
