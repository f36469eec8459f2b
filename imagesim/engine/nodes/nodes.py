"""The nodes of a cluster by pool: those that are there at the start, those that join later, those that are drained.

A node is a Node object in the store and a kubelet that runs the pods bound to it. Who schedules watches the objects.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.kubelet.kubelet import Kubelet
from imagesim.engine.kubelet.left import Left
from imagesim.engine.nodes.draining import Drain
from imagesim.rules.api.kinds import POD_DISRUPTION_BUDGET
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.node import (
    ContainerImage,
    NodeSpec,
    NodeStatus,
    Taint,
    disk_pressure_condition,
    taints_by_condition,
    without_condition_taints,
)
from imagesim.rules.images.eviction import disk_pressure
from imagesim.rules.pods.kubelet_texts import STARTING_KUBELET
from imagesim.rules.scheduling.node_labels import node_labels
from imagesim.scenarios.values.node_pool import NodePool

MakeKubelet = Callable[[str, NodePool, Left | None], Kubelet]


class Nodes:
    """The kubelets of all nodes that ever were, by name, and what makes and drains a node.

    A node comes with its pool's pre-pulled images, as its registries hold them at that moment.
    """

    def __init__(self, api: ApiServer, pools: Iterable[NodePool], make: MakeKubelet) -> None:
        self.kubelets: dict[str, Kubelet] = {}
        self._api = api
        self._store = api.store
        self._make = make
        self._pools = {pool.name: pool for pool in pools}
        self._beginning = True
        self._joined = dict.fromkeys(self._pools, 0)
        for pool in self._pools.values():
            self.join(pool.name, pool.count)

    def join(self, pool_name: str, count: int) -> None:
        """Add *count* nodes to a pool."""
        pool, first = self._pools[pool_name], self._joined[pool_name]
        for index in range(first, first + count):
            self._join(f"{pool_name}-{index}", pool)
        self._joined[pool_name] += count

    def _join(self, name: str, pool: NodePool) -> None:
        """A kubelet starts, and registers its node."""
        kubelet = self._begin(name, pool, None)
        described = dict(pool.loaded_images)
        for image in pool.prepulled:
            kubelet.runtime.preload(image, loaded=image in pool.loaded, of=described.get(image))
        status = NodeStatus(
            platform=pool.platform,
            kubelet_version=pool.kubernetes_version,
            container_runtime_version=pool.containerd_version,
            conditions=(disk_pressure_condition(self._store.env.now, pressure=False),),
            allocatable=pool.allocatable,
        )
        labels = node_labels(name, pool.platform, pool.labels)
        spec = NodeSpec(pool=pool.name, taints=pool.taints)
        node = self._store.create(ApiObject(_name(name), spec, status=status, labels=labels))
        kubelet.node_status.start(partial(self._report_images, node))
        if not self._beginning:
            kubelet.static_pods.start()

    def _begin(self, name: str, pool: NodePool, left: Left | None) -> Kubelet:
        kubelet = self.kubelets[name] = self._make(name, pool, left)
        kubelet.eviction.pressure_changed = partial(self._pressure_changed, name)
        return kubelet

    def is_down(self, name: str) -> bool:
        """Whether no kubelet runs on the node now."""
        return self.kubelets[name].services.stopped

    def stop_kubelet(self, name: str) -> None:
        """The kubelet's process ends. Nobody hears of the node until another one starts."""
        self.kubelets[name].stop()

    def start_kubelet(self, name: str) -> None:
        """A kubelet starts where one has stopped. If the node has been taken out meanwhile, it ends what runs there."""
        stopped = self.kubelets[name]
        kubelet = self._begin(name, stopped.pool, stopped.leaves())
        node: ApiObject | None = self._store.find(_name(name))
        if node is None:
            return
        kubelet.services.events.about_node(STARTING_KUBELET)
        kubelet.node_status.start(partial(self._report_images, node), node.status.images)
        if stopped.eviction.under_pressure:  # which the new one does not know
            kubelet.services.events.about_node(disk_pressure(name, begins=False))
            self._pressure_changed(name, pressure=False)

    @property
    def pools(self) -> Iterable[NodePool]:
        """All pools."""
        return self._pools.values()

    def start_static_pods(self) -> None:
        """Everybody is there who has to hear of them: the kubelets of the beginning read their manifests."""
        self._beginning = False
        for kubelet in self.kubelets.values():
            kubelet.static_pods.start()

    def _report_images(self, node: ApiObject, images: tuple[ContainerImage, ...]) -> None:
        if node.removed_s is None:
            self._store.report(node, replace(node.status, images=images))

    def drain(self, name: str) -> None:
        """Take the node out: no new pods, and those that are there are deleted as anybody would delete them.

        Where there are budgets of disruptions, pods are evicted first, and the node goes when they are gone.
        """
        if self._store.objects(POD_DISRUPTION_BUDGET.name):
            self.set_unschedulable(name, unschedulable=True)
            Drain(self._store.env, self._store, name, partial(self._remove, name))
        else:
            self._remove(name)

    def _remove(self, name: str) -> None:
        self.kubelets[name].leave()
        node: ApiObject | None = self._store.find(_name(name))
        if node is not None:
            self._store.delete(node)
        for pod in self._store.list("Pod", node=name):
            self._api.pods.delete(pod)

    def named(self, node: str, pool: str) -> list[Kubelet]:
        """The kubelets of the *node* or, where that is "", of all nodes of the *pool*, as far as they are there."""
        names = [node] if node else [f"{pool}-{index}" for index in range(self._joined[pool])]
        return [self.kubelets[name] for name in names if self._store.find(_name(name)) is not None]

    def wake_pods(self) -> None:
        """A registry is about to change for everybody: pods in back-off do not sleep over that."""
        for kubelet in self.kubelets.values():
            kubelet.wake_pods()

    def set_unschedulable(self, name: str, *, unschedulable: bool) -> None:
        """`kubectl cordon` and `uncordon`: whether new pods stay away. Those that are there stay."""
        node: ApiObject | None = self._store.find(_name(name))
        if node is not None and node.spec.unschedulable != unschedulable:
            self._store.patch(node, unschedulable=unschedulable)
            self._taint_by_condition(node)

    def set_taint(self, name: str, taint: Taint, *, remove: bool) -> bool:
        """`kubectl taint`: a taint in place of one of its key and effect, or none; without an effect of any effect.

        False if there is none to take away.
        """
        node: ApiObject | None = self._store.find(_name(name))
        if node is None:
            return False
        kept = tuple(
            each for each in node.spec.taints if each.key != taint.key or (taint.effect and each.effect != taint.effect)
        )
        if remove and len(kept) == len(node.spec.taints):
            return False
        self._store.patch(node, taints=kept if remove else (*kept, taint))
        return True

    def _pressure_changed(self, name: str, pressure: bool) -> None:
        """The condition DiskPressure, and its taint with it: no new pods, until it is gone."""
        node: ApiObject | None = self._store.find(_name(name))
        if node is not None:
            condition = disk_pressure_condition(self._store.env.now, pressure=pressure)
            self._store.update_status(node, replace(node.status, conditions=(condition,)))
            self._taint_by_condition(node)

    def _taint_by_condition(self, node: ApiObject) -> None:
        pressure = any(condition.status == "True" for condition in node.status.conditions)
        own = without_condition_taints(node.spec.taints)
        found = taints_by_condition(disk_pressure=pressure, unschedulable=node.spec.unschedulable)
        self._store.patch(node, taints=(*own, *found))


def _name(node: str) -> ObjectName:
    return ObjectName("Node", "", node)
