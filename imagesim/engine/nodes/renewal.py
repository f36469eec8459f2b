"""A node is replaced by a new one, or its kubelet and runtime by others."""

from collections.abc import Callable
from dataclasses import replace

import simpy

from imagesim.engine.nodes.nodes import Nodes
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.node_pool import NodePool

Done = Callable[[], None]

RESTART_S: Seconds = 2.0
"""How long no kubelet runs while another version of it takes over: an assumption, that of restartKubelet."""


class Renewal:
    """The versions that the nodes get, "" for those that they have.

    *stops* is told of each kubelet that stops to be upgraded, and when another one will start.
    """

    def __init__(
        self,
        env: simpy.Environment,
        nodes: Nodes,
        stops: Callable[[str, Seconds], None],
        kubernetes_version: str = "",
        containerd_version: str = "",
    ) -> None:
        self._env = env
        self._nodes = nodes
        self._stops = stops
        self._kubernetes = kubernetes_version
        self._containerd = containerd_version

    def renewed(self, pool: NodePool) -> NodePool:
        """The pool as its nodes are to be."""
        return replace(
            pool,
            kubernetes_version=self._kubernetes or pool.kubernetes_version,
            containerd_version=self._containerd or pool.containerd_version,
        )

    def replaced(self, name: str, done: Done) -> None:
        """Drain the node and remove it; then a new one of its pool joins, whose store is empty."""
        if not self._nodes.named(name, ""):
            done()
            return
        pool = self._nodes.kubelets[name].pool.name

        def is_empty() -> None:
            self._nodes.remove(name)
            self._nodes.join(pool, 1)
            done()

        if self._nodes.life.is_dead(name):
            is_empty()
        else:
            self._nodes.empty(name, is_empty)

    def upgraded(self, name: str, done: Done, *, drain: bool) -> None:
        """Another kubelet takes over in place, and another containerd if it gets one; what is on the disk stays."""
        if not self._nodes.named(name, "") or self._nodes.life.is_down(name):
            done()
            return
        cordoned = self._nodes.taints.is_unschedulable(name)

        def is_empty() -> None:
            if self._nodes.life.is_down(name):  # it went away while it was drained
                done()
                return
            self._stops(name, self._env.now + RESTART_S)
            self._nodes.life.stop_kubelet(name)
            self._env.timeout(RESTART_S).callbacks.append(lambda _: takes_over())

        def takes_over() -> None:
            self._nodes.life.start(name, self.renewed(self._nodes.kubelets[name].pool))
            if drain and not cordoned:
                self._nodes.taints.set_unschedulable(name, unschedulable=False)
            done()

        if drain:
            self._nodes.empty(name, is_empty)
        else:
            is_empty()
