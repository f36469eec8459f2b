"""The node lifecycle controller: what becomes of a node of which nothing is heard.

Its conditions become Unknown and its pods not Ready; a look later it gets the taint unreachable:NoExecute, for which
the taint eviction controller deletes pods after the 300 s that they tolerate it. Several nodes get it one after
another, and none where no node of the cluster is ready: then the fault is taken to be the control plane's own. When
a decision falls is imagesim.rules.nodes.health.

While all nodes are heard of nobody looks: the looks that matter are planned when a node falls silent or is back.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.environment import Environment, Planned
from imagesim.engine.nodes.taints import NodeTaints, node_name
from imagesim.engine.nodes.zone_tainter import ZoneTainter
from imagesim.rules.api.node import UNREACHABLE_TAINT, Taint, conditions_unknown
from imagesim.rules.nodes import health, texts
from imagesim.rules.nodes.health import ZoneState
from imagesim.rules.scheduling.node_labels import zone_key
from imagesim.rules.scheduling.taints import NO_EXECUTE
from imagesim.rules.units import Seconds

_EVICTS = Taint(UNREACHABLE_TAINT, "", NO_EXECUTE)

PodsOf = Callable[[str], Iterable[ApiPod]]


class _Look(NamedTuple):
    """What one look of the monitor finds: nodes that are Unknown now, those to be tainted, those that are back."""

    unknown: dict[str, int]
    to_taint: dict[str, int]
    back: dict[str, None]


class NodeLifecycleController:
    """That of one cluster, which waits for *grace_s*. *pods_of* lists the pods of a node."""

    def __init__(
        self, env: Environment, api: ApiServer, taints: NodeTaints, chance: Chance, grace_s: Seconds, pods_of: PodsOf
    ) -> None:
        self._env = env
        self._api = api
        self._store = api.store
        self._taints = taints
        self._chance = chance
        self._grace_s = grace_s
        self._pods_of = pods_of
        self._phase = chance.next_of("node-monitor") * health.MONITOR_PERIOD_S
        self._garbage_phase: Seconds | None = None
        self._leases: dict[str, Seconds] = {}
        self._heard: Counter[str] = Counter()  # how often each was heard of again: what was planned before is void
        self._unknown: dict[str, None] = {}
        self._looks: dict[int, _Look] = {}
        self._zones: dict[str, ZoneTainter] = {}

    # --- what is heard ---

    def silent(self, name: str) -> None:
        """From now on nothing is heard of the node."""
        if name not in self._leases:
            self._leases[name] = self._chance.next_of(f"node-leases/{name}") * health.LEASE_RENEWAL_S
        tick = health.unknown_tick(self._env.now, self._leases[name], self._phase, self._grace_s)
        self._look_at(tick).unknown[name] = self._heard[name]

    def found_silent(self, name: str) -> None:
        """Nothing has been heard of the node for so long that its conditions are Unknown."""
        self._unknown[name] = None
        self._look_at(health.next_tick(self._env.now, self._phase)).to_taint[name] = self._heard[name]

    def heard(self, name: str) -> None:
        """Its kubelet has posted the node's status again. Taints that evict go at the monitor's next look."""
        self._heard[name] += 1
        if name in self._unknown:
            del self._unknown[name]
            self._look_at(health.next_tick(self._env.now, self._phase)).back[name] = None

    def joined(self) -> None:
        """A node has joined, which may be the only one that is ready."""
        if self._unknown:
            self._look_at(health.next_tick(self._env.now, self._phase))

    def garbage_phase(self) -> Seconds:
        """When in its 20 s the pod garbage collector looks for pods whose nodes are gone."""
        if self._garbage_phase is None:
            self._garbage_phase = self._chance.next_of("pod-gc") * health.GC_PERIOD_S
        return self._garbage_phase

    def gone(self, name: str) -> None:
        """The node has left the cluster."""
        self.heard(name)

    def _look_at(self, tick: int) -> _Look:
        look = self._looks.get(tick)
        if look is None:
            look = self._looks[tick] = _Look({}, {}, {})
            time = self._phase + tick * health.MONITOR_PERIOD_S
            self._env.plan(max(0.0, time - self._env.now), self._monitor, tick)
        return look

    # --- monitorNodeHealth ---

    def _monitor(self, planned: Planned) -> None:
        tick: int = planned.value
        look = self._looks.pop(tick)
        for name in look.back:
            self._forget(name)
        for name, heard in look.to_taint.items():
            node: ApiObject | None = self._store.find(node_name(name))
            if node is not None and self._heard[name] == heard:
                self._zone_of(node).add(name)
        for name, heard in look.unknown.items():
            node = self._store.find(node_name(name))
            if node is not None and self._heard[name] == heard:
                self._becomes_unknown(node)
                self._look_at(tick + 1).to_taint[name] = heard
        self._handle_disruption()
        for zone in self._zones.values():
            zone.taint_those_due()

    def _becomes_unknown(self, node: ApiObject) -> None:
        """The conditions, the taint that keeps new pods away, and the pods."""
        self._unknown[node.name] = None
        self._taints.set_conditions(node, conditions_unknown(self._env.now))
        self._api.events.record(node.object_name, *texts.status_is(node.name, "NodeNotReady"))
        for pod in self._pods_of(node.name):
            if pod.removed_s is None and pod.ready:
                self._api.pods.not_ready(pod)
                self._api.events.record(pod.object_name, *texts.POD_NODE_NOT_READY)

    def _forget(self, name: str) -> None:
        """markNodeAsReachable."""
        for zone in self._zones.values():
            zone.discard(name)
        self._taints.set_taint(name, _EVICTS, remove=True)

    def _taint(self, name: str) -> None:
        self._taints.set_taint(name, _EVICTS, remove=False)

    # --- handleDisruption ---

    def _zone_of(self, node: ApiObject) -> ZoneTainter:
        key = zone_key(node.labels)
        zone = self._zones.get(key)
        if zone is None:
            zone = self._zones[key] = ZoneTainter(self._env, self._taint)
        return zone

    def _handle_disruption(self) -> None:
        for name in [each for each in self._unknown if self._store.find(node_name(each)) is None]:
            del self._unknown[name]
        sizes, unknown = Counter[str](), Counter[str]()
        for node in self._store.objects("Node").values():
            self._zone_of(node)
            key = zone_key(node.labels)
            sizes[key] += 1
            unknown[key] += node.name in self._unknown
        new = {key: health.zone_state(size - unknown[key], unknown[key]) for key, size in sizes.items()}
        all_are = all(state is ZoneState.FULL_DISRUPTION for state in new.values())
        all_were = all(self._zones[key].state is ZoneState.FULL_DISRUPTION for key in new)
        if all_are and not all_were:
            self._stop_evictions(new)
        elif not all_are:
            for key, state in new.items():
                zone = self._zones[key]
                if zone.state is not state:
                    zone.becomes(state, health.eviction_rate(state, sizes[key]))

    def _stop_evictions(self, new: Iterable[str]) -> None:
        """No node of the cluster is ready: taints that evict go, and none is given until one is."""
        for name in self._unknown:
            if self._taints.set_taint(name, _EVICTS, remove=True):
                self._zone_of(self._store.get(node_name(name))).add(name)
        for key in new:
            self._zones[key].becomes(ZoneState.FULL_DISRUPTION, 0.0)
