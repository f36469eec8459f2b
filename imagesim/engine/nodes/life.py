"""What befalls nodes: their kubelets restart, they reboot, they crash and come back or do not."""

from collections.abc import Callable, Iterable

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.store import Store
from imagesim.engine.kubelet.kubelet import Kubelet
from imagesim.engine.nodes.lifecycle import NodeLifecycleController, PodsOf
from imagesim.engine.nodes.taints import NodeTaints, node_name
from imagesim.rules.api.node import conditions_in_order, is_unknown
from imagesim.rules.digests import digest_of
from imagesim.rules.images.eviction import disk_pressure
from imagesim.rules.nodes import health, texts
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.node_pool import NodePool

MakeLifecycle = Callable[[PodsOf], NodeLifecycleController]


class NodeLife:
    """*kubelets* are those of all nodes by name, *succeed* puts another one in the place of one that has stopped.

    The controller that looks after silent nodes is made with *make_lifecycle* when the first one falls silent.
    """

    def __init__(
        self,
        store: Store,
        taints: NodeTaints,
        kubelets: dict[str, Kubelet],
        succeed: Callable[[str, NodePool | None], Kubelet],
        make_lifecycle: MakeLifecycle,
    ) -> None:
        self._store = store
        self._taints = taints
        self._kubelets = kubelets
        self._succeed = succeed
        self._make_lifecycle = make_lifecycle
        self._lifecycle: NodeLifecycleController | None = None
        self._dead: dict[str, None] = {}
        self._boots: dict[str, int] = {}

    def is_down(self, name: str) -> bool:
        """Whether no kubelet runs on the node now."""
        return self._kubelets[name].services.stopped

    def is_dead(self, name: str) -> bool:
        """Whether nothing at all runs on the node now."""
        return name in self._dead

    def stop_kubelet(self, name: str) -> None:
        """The kubelet's process ends. Nobody hears of the node until another one starts."""
        self._kubelets[name].stop()
        if self._lifecycle is None:
            self._lifecycle = self._make_lifecycle(self._pods_of)
        self._lifecycle.silent(name)

    def found_silent(self, name: str) -> None:
        """The run begins, and nothing has been heard of the node for long."""
        self._kubelets[name].stop()
        if self._lifecycle is None:
            self._lifecycle = self._make_lifecycle(self._pods_of)
        self._lifecycle.found_silent(name)

    def power_off(self, name: str) -> None:
        """The machine is off: kubelet, containerd and containers are gone, and what is on the disk stays."""
        self.stop_kubelet(name)
        self._kubelets[name].lose_power()
        self._dead[name] = None

    def start(self, name: str, pool: NodePool | None = None) -> None:
        """A kubelet starts where one has stopped, on a machine that is switched on again if it was off.

        It is one of *pool*, where the node has been upgraded.

        If the node has been taken out meanwhile, it ends what runs there.
        """
        before = self._kubelets[name]
        boots = name in self._dead
        if boots:
            del self._dead[name]
        kubelet = self._succeed(name, pool)
        node: ApiObject | None = self._store.find(node_name(name))
        if node is None:
            return
        if boots:
            kubelet.runtime.come_back()
        tell = kubelet.services.events.about_node
        tell(texts.STARTING_KUBELET)
        if boots:
            tell(texts.rebooted(name, self._boot_id(name)))
        if is_unknown(node.status.conditions):
            tell(texts.status_is(name, "NodeReady"))
            self._taints.set_conditions(node, conditions_in_order(self._store.env.now))
        elif before.eviction.under_pressure:  # which the new one does not know
            tell(disk_pressure(name, begins=False))
            self._taints.pressure_changed(name, pressure=False)
        assert self._lifecycle is not None
        self._lifecycle.heard(name)

    def joined(self) -> None:
        """A node joins: where no other one is ready, that makes a difference."""
        if self._lifecycle is not None:
            self._lifecycle.joined()

    def remove_dead(self, name: str) -> None:
        """`kubectl delete node` of a node that is off: its pods are orphans, and the pod garbage collector's."""
        node: ApiObject | None = self._store.find(node_name(name))
        if node is not None:
            self._store.delete(node)
        lifecycle, now = self._lifecycle, self._store.env.now
        assert lifecycle is not None
        lifecycle.gone(name)
        phase = lifecycle.garbage_phase()
        found = phase + health.next_tick(now, phase, health.GC_PERIOD_S) * health.GC_PERIOD_S
        wait: Seconds = found + health.QUARANTINE_S - now
        self._store.env.timeout(wait).callbacks.append(lambda _: self._remove_orphans(name))

    def _remove_orphans(self, name: str) -> None:
        bound = list(self._pods_of(name))
        # And those that no kubelet looks after, since they were refused on the node or have ended there.
        others = self._store.list("Pod", node=name) if self._store.find(node_name(name)) is None else []
        for pod in dict.fromkeys([*bound, *(pod for pod in others if pod.deletion_s is None)]):
            if pod.removed_s is None and name in self._dead:
                self._kubelets[name].lose(pod)
            elif pod.removed_s is None:  # the machine is on again, and its kubelet does that in good order
                self._store.delete(pod)

    def _pods_of(self, name: str) -> Iterable[ApiPod]:
        return self._kubelets[name].bound_pods()

    def _boot_id(self, name: str) -> str:
        boot = self._boots[name] = self._boots.get(name, 0) + 1
        text = digest_of(f"boot {boot} of {name}").partition(":")[2]
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:32]))
