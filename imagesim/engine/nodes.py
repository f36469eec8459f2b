"""The nodes of a cluster by pool: those that are there at the start, those that join later, those that are drained."""

from collections.abc import Callable, Iterable
from functools import partial

from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.kubelet.kubelet import Kubelet
from imagesim.scenarios.values.node_pool import NodePool

MakeKubelet = Callable[[str, NodePool], Kubelet]


class Nodes:
    """All nodes that ever were, by name. `schedulable` are those that take new pods, `pressed` those with DiskPressure.

    A node comes with its pool's pre-pulled images, as its registries hold them at that moment.
    """

    def __init__(self, api: ApiServer, pools: Iterable[NodePool], make: MakeKubelet) -> None:
        self.kubelets: dict[str, Kubelet] = {}
        self.schedulable: dict[str, Kubelet] = {}
        self.pressed: dict[str, Kubelet] = {}
        self.on_joined: list[Callable[[], None]] = []
        self.on_drained: list[Callable[[], None]] = []
        self._api = api
        self._make = make
        self._pools = {pool.name: pool for pool in pools}
        self._joined = dict.fromkeys(self._pools, 0)
        for pool in self._pools.values():
            self.join(pool.name, pool.count)

    def join(self, pool_name: str, count: int) -> None:
        """Add *count* nodes to a pool."""
        pool, first = self._pools[pool_name], self._joined[pool_name]
        for index in range(first, first + count):
            name = f"{pool_name}-{index}"
            kubelet = self.kubelets[name] = self.schedulable[name] = self._make(name, pool)
            kubelet.eviction.pressure_changed = partial(self._pressure_changed, name)
            for image in pool.prepulled:
                kubelet.runtime.preload(image)
        self._joined[pool_name] += count
        for listener in self.on_joined:
            listener()

    def drain(self, name: str) -> None:
        """Take the node out: no new pods, and those that are there are deleted as anybody would delete them."""
        self.schedulable.pop(name, None)
        self.kubelets[name].runtime.leave()
        for listener in self.on_drained:
            listener()
        for pod in self._api.store.list("Pod", node=name):
            self._api.pods.delete(pod)
        self.pressed.pop(name, None)

    def _pressure_changed(self, name: str, pressure: bool) -> None:
        """The taint of a node with DiskPressure: no new pods, until it is gone."""
        if pressure and name in self.schedulable:
            self.pressed[name] = self.schedulable.pop(name)
            listeners = self.on_drained
        elif not pressure and name in self.pressed:
            self.schedulable[name] = self.pressed.pop(name)
            listeners = self.on_joined
        else:
            return
        for listener in listeners:
            listener()
