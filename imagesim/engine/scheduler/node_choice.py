"""Which of the nodes that a pod fits have the highest score: the sum of what the plugins say, times their weights."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from imagesim.engine.scheduler.node_classes import NodeClass
from imagesim.rules.api.node import Allocatable
from imagesim.rules.scheduling.resources import Demand, balanced_allocation, least_allocated
from imagesim.rules.scheduling.scores import (
    NODE_RESOURCES_BALANCED_ALLOCATION,
    NODE_RESOURCES_FIT,
    POD_TOPOLOGY_SPREAD,
    fewest_pods,
)
from imagesim.rules.scheduling.spreading import normalized, raw_score, raw_zone_score, rounded


class Load(NamedTuple):
    """How full a node is that says how much CPU or memory it has."""

    pods: int
    load: Demand
    size: Allocatable


class Lot(NamedTuple):
    """Nodes that are alike to a pod: so many mates, as full (a number of pods where that is all), of one class."""

    mates: int
    load: int | Load
    of: NodeClass


class Zones(NamedTuple):
    """How many mates are in each zone, and how many zones there are among the nodes that a pod fits."""

    mates: Mapping[str, int]
    values: int


def best_lots(
    lots: Collection[Lot],
    nodes: int,
    demand: Demand,
    classes: Mapping[NodeClass, int],
    zones: Zones | None,
    *,
    spread: bool,
) -> list[Lot]:
    """Those with the highest score, of *nodes* nodes; pods that are not *spread* have no say of PodTopologySpread."""
    spreading = _spreading(lots, nodes, zones) if spread else dict.fromkeys(lots, 0)
    totals = {lot: spreading[lot] + classes[lot.of] + _resources(lot.load, demand) for lot in lots}
    most = max(totals.values())
    return [lot for lot in lots if totals[lot] == most]


def _spreading(lots: Collection[Lot], nodes: int, zones: Zones | None) -> dict[Lot, int]:
    raw = {lot: rounded(raw_score(lot.mates, nodes) + _of_zone(lot.of.zone, zones)) for lot in lots}
    least, most = min(raw.values()), max(raw.values())
    return {lot: POD_TOPOLOGY_SPREAD * normalized(score, least, most) for lot, score in raw.items()}


def _of_zone(zone: str | None, zones: Zones | None) -> float:
    if zones is None or zone is None:
        return 0.0
    return raw_zone_score(zones.mates.get(zone, 0), zones.values)


def _resources(load: int | Load, demand: Demand) -> int:
    if isinstance(load, int):
        return NODE_RESOURCES_FIT * fewest_pods(load) + NODE_RESOURCES_BALANCED_ALLOCATION * _balanced(None, demand)
    fit = least_allocated(demand, load.load, load.size)
    return NODE_RESOURCES_FIT * fit + NODE_RESOURCES_BALANCED_ALLOCATION * _balanced(load, demand)


def _balanced(load: Load | None, demand: Demand) -> int:
    if demand.best_effort:
        return 0
    return balanced_allocation(demand, *(load[1:] if load else (demand, Allocatable())))
