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
from imagesim.engine.nodes.draining import Draining
from imagesim.engine.nodes.life import NodeLife
from imagesim.engine.nodes.lifecycle import NodeLifecycleController, PodsOf
from imagesim.engine.nodes.taints import NodeTaints, node_name
from imagesim.rules.api.kinds import POD_DISRUPTION_BUDGET
from imagesim.rules.api.node import (
    ContainerImage,
    NodeSpec,
    NodeStatus,
    conditions_unknown,
    disk_pressure_condition,
)
from imagesim.rules.scheduling.node_labels import node_labels
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.starting_state import FoundNode

MakeKubelet = Callable[[str, NodePool, Left | None], Kubelet]
MakeNodeLifecycle = Callable[[NodeTaints, PodsOf], NodeLifecycleController]


class Nodes:
    """The kubelets of all nodes that ever were, by name, and what makes and drains a node.

    A node comes with its pool's pre-pulled images, as its registries hold them at that moment. Those that are *found*
    were there before the run, with images and taints of their own.
    """

    def __init__(
        self,
        api: ApiServer,
        pools: Iterable[NodePool],
        make: MakeKubelet,
        make_lifecycle: MakeNodeLifecycle,
        found: Iterable[FoundNode] = (),
    ) -> None:
        self.kubelets: dict[str, Kubelet] = {}
        self._api = api
        self._store = api.store
        self._make = make
        self.taints = NodeTaints(api.store)
        self.life = NodeLife(api.store, self.taints, self.kubelets, self._succeed, partial(make_lifecycle, self.taints))
        self._pools = {pool.name: pool for pool in pools}
        self._beginning = True
        self._found = {each.name: each for each in found}
        self._joined = dict.fromkeys(self._pools, 0)
        for pool in self._pools.values():
            self.join(pool.name, pool.count)

    def join(self, pool_name: str, count: int) -> None:
        """Add *count* nodes to a pool."""
        pool, first = self._pools[pool_name], self._joined[pool_name]
        for index in range(first, first + count):
            self._join(pool.node_name(index), pool)
        self._joined[pool_name] += count

    def _join(self, name: str, pool: NodePool) -> None:
        """A kubelet starts, and registers its node."""
        kubelet = self._begin(name, pool, None)
        described = dict(pool.loaded_images)
        for image in pool.prepulled:
            kubelet.runtime.preload(image, loaded=image in pool.loaded, of=described.get(image))
        found = self._found.get(name)
        for each in found.images if found is not None else ():
            for image in each.names:
                kubelet.runtime.preload(image, of=each.image)
        status = NodeStatus(
            platform=pool.platform,
            kubelet_version=pool.kubernetes_version,
            container_runtime_version=pool.containerd_version,
            conditions=(disk_pressure_condition(self._store.env.now, pressure=False),),
            allocatable=pool.allocatable,
        )
        labels = node_labels(name, pool.platform, pool.labels)
        spec = NodeSpec(pool=pool.name, taints=pool.taints)
        if found is None:
            node = self._store.create(ApiObject(node_name(name), spec, status=status, labels=labels))
        else:
            spec = replace(spec, taints=found.taints, unschedulable=found.unschedulable)
            new = ApiObject(node_name(name), spec, status=found_status(status, found), labels=labels)
            node = self._store.create(new, admitted=True, created_s=found.created_s)
        kubelet.node_status.start(partial(self._report_images, node))
        if not self._beginning:
            kubelet.static_pods.start()
            self.life.joined()

    def _begin(self, name: str, pool: NodePool, left: Left | None) -> Kubelet:
        kubelet = self.kubelets[name] = self._make(name, pool, left)
        kubelet.eviction.pressure_changed = partial(self.taints.pressure_changed, name)
        return kubelet

    def pool(self, name: str) -> NodePool:
        """The pool of that name, as its next nodes will be."""
        return self._pools[name]

    def change_pool(self, pool: NodePool) -> None:
        """Nodes that join it from now on are like that."""
        self._pools[pool.name] = pool

    def remove(self, name: str) -> None:
        """The node goes, drained or not; one that is off leaves orphans behind."""
        if self.life.is_dead(name):
            self.kubelets[name].leave()
            self.life.remove_dead(name)
        else:
            self._remove(name)

    def _succeed(self, name: str, pool: NodePool | None) -> Kubelet:
        """Another kubelet starts where one has stopped, as one of *pool* if that is another now."""
        stopped = self.kubelets[name]
        pool = pool or stopped.pool
        kubelet = self._begin(name, pool, stopped.leaves())
        node: ApiObject | None = self._store.find(node_name(name))
        if node is not None:
            versions = {
                "kubelet_version": pool.kubernetes_version,
                "container_runtime_version": pool.containerd_version,
            }
            self._store.update_status(node, replace(node.status, **versions))
            kubelet.node_status.start(partial(self._report_images, node), node.status.images)
        return kubelet

    @property
    def pools(self) -> Iterable[NodePool]:
        """All pools."""
        return self._pools.values()

    def lose_found(self) -> None:
        """The found nodes of which nothing is heard: no kubelet runs there, whatever their machines do."""
        for name, each in self._found.items():
            if each.unready_since_s is not None and name in self.kubelets:
                self.life.found_silent(name)

    def start_static_pods(self) -> None:
        """Everybody is there who has to hear of them: the kubelets of the beginning read their manifests."""
        self._beginning = False
        for kubelet in self.kubelets.values():
            kubelet.static_pods.start()

    def _report_images(self, node: ApiObject, images: tuple[ContainerImage, ...]) -> None:
        if node.removed_s is None:
            self._store.report(node, replace(node.status, images=images))

    def empty(self, name: str, done: Callable[[], None] = lambda: None) -> None:
        """`kubectl drain`: no new pods, and those that are there are evicted; *done* is called when they are gone."""
        self.taints.set_unschedulable(name, unschedulable=True)
        Draining(self._store.env, self._store, name, done)

    def drain(self, name: str) -> None:
        """Take the node out: no new pods, and those that are there are deleted as anybody would delete them.

        Where there are budgets of disruptions, pods are evicted first, and the node goes when they are gone. Nobody can
        drain a node that is off: its object is deleted, and its pods are orphans.
        """
        if self.life.is_dead(name):
            self.remove(name)
        elif self._store.objects(POD_DISRUPTION_BUDGET.name):
            self.empty(name, partial(self._remove, name))
        else:
            self._remove(name)

    def _remove(self, name: str) -> None:
        self.kubelets[name].leave()
        node: ApiObject | None = self._store.find(node_name(name))
        if node is not None:
            self._store.delete(node)
        for pod in self._store.list("Pod", node=name):
            self._api.pods.delete(pod)

    def named(self, node: str, pool: str) -> list[Kubelet]:
        """The kubelets of the *node* or, where that is "", of all nodes of the *pool*, as far as they are there."""
        names = [node] if node else [self._pools[pool].node_name(index) for index in range(self._joined[pool])]
        return [self.kubelets[name] for name in names if self._store.find(node_name(name)) is not None]

    def wake_pods(self) -> None:
        """A registry is about to change for everybody: pods in back-off do not sleep over that."""
        for kubelet in self.kubelets.values():
            kubelet.wake_pods()


def found_status(status: NodeStatus, found: FoundNode) -> NodeStatus:
    """What a node that was found says of itself: nothing is heard of one that is not ready."""
    if found.unready_since_s is None:
        return status
    return replace(status, conditions=conditions_unknown(found.unready_since_s))
