"""The taints and conditions of nodes: what people write with kubectl, and what follows from how a node is."""

from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.store import Store
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.node import (
    NodeCondition,
    Taint,
    disk_pressure_condition,
    has_disk_pressure,
    is_unknown,
    taints_by_condition,
    with_condition,
    without_condition_taints,
)


def node_name(node: str) -> ObjectName:
    """The node's object by its name."""
    return ObjectName("Node", "", node)


class NodeTaints:
    """Those of the nodes in *store*."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def set_unschedulable(self, name: str, *, unschedulable: bool) -> None:
        """`kubectl cordon` and `uncordon`: whether new pods stay away. Those that are there stay."""
        node: ApiObject | None = self._store.find(node_name(name))
        if node is not None and node.spec.unschedulable != unschedulable:
            self._store.patch(node, unschedulable=unschedulable)
            self._taint_by_condition(node)

    def is_unschedulable(self, name: str) -> bool:
        """Whether the node is cordoned."""
        node: ApiObject | None = self._store.find(node_name(name))
        return node is not None and node.spec.unschedulable

    def set_taint(self, name: str, taint: Taint, *, remove: bool) -> bool:
        """`kubectl taint`: a taint in place of one of its key and effect, or none; without an effect of any effect.

        False if there is none to take away.
        """
        node: ApiObject | None = self._store.find(node_name(name))
        if node is None:
            return False
        kept = tuple(
            each for each in node.spec.taints if each.key != taint.key or (taint.effect and each.effect != taint.effect)
        )
        if remove and len(kept) == len(node.spec.taints):
            return False
        self._store.patch(node, taints=kept if remove else (*kept, taint))
        return True

    def pressure_changed(self, name: str, pressure: bool) -> None:
        """The condition DiskPressure, and its taint with it: no new pods, until it is gone."""
        node: ApiObject | None = self._store.find(node_name(name))
        if node is not None:
            condition = disk_pressure_condition(self._store.env.now, pressure=pressure)
            self.set_conditions(node, with_condition(node.status.conditions, condition))

    def set_conditions(self, node: ApiObject, conditions: tuple[NodeCondition, ...]) -> None:
        """The conditions of a node, and the taints that it has for them."""
        self._store.update_status(node, replace(node.status, conditions=conditions))
        self._taint_by_condition(node)

    def _taint_by_condition(self, node: ApiObject) -> None:
        conditions = node.status.conditions
        found = taints_by_condition(
            disk_pressure=has_disk_pressure(conditions),
            unschedulable=node.spec.unschedulable,
            unreachable=is_unknown(conditions),
        )
        self._store.patch(node, taints=(*without_condition_taints(node.spec.taints), *found))
