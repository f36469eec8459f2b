"""kube-scheduler: which node a pod that has none goes to.

Models the default profile of pkg/scheduler, 1.31 to 1.37: a pod goes to the node with the highest sum of scores among
those that pass the filters, a random one of several. What each plugin says is in imagesim.rules.scheduling: NodeName,
NodeUnschedulable, TaintToleration, NodeAffinity, NodeResourcesFit, NodeResourcesBalancedAllocation, PodTopologySpread
with the system's defaults, ImageLocality.

What is simpler: all nodes are scored, where a scheduler of more than 100 nodes looks at a part of them
(percentageOfNodesToScore); nobody is displaced by a pod of higher priority; host ports, volumes, the affinity of pods
to each other and their own topologySpreadConstraints do not count. Binding takes no time.
"""

from collections.abc import Iterable
from functools import partial

import simpy

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.environment import at_once
from imagesim.engine.scheduler.node_classes import NodeClasses
from imagesim.engine.scheduler.node_counts import Group, NodeCounts
from imagesim.engine.scheduler.node_ranking import NodeRanking
from imagesim.engine.scheduler.nodes_for_pods import NodesForPods
from imagesim.engine.scheduler.waiting_pods import FLUSH_S, WaitingPods
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.scheduling.image_locality import ImageStates, asked_images
from imagesim.rules.scheduling.resources import Demand, demand
from imagesim.rules.scheduling.spreading import SPREAD_KINDS
from imagesim.rules.versions import KubernetesBehaviour


class _Kind:
    """Pods with one spec and one group: what they take of a node, and how they rank the nodes. It keeps the spec.

    `only` is the one node that their affinity names, "" if it does not.
    """

    __slots__ = ("demand", "only", "ranking", "spec", "why_not")

    def __init__(self, spec: PodSpec, taken: Demand, only: str) -> None:
        self.spec = spec
        self.only = only
        self.demand = taken
        self.ranking: NodeRanking | None = None
        self.why_not: tuple[int, str] | None = None


class Scheduler:
    """Binds every new pod to one of the nodes; a pod that fits nowhere waits, with an event, until there is room."""

    def __init__(self, env: simpy.Environment, api: ApiServer, chance: Chance, behaviour: KubernetesBehaviour) -> None:
        self._env = env
        self._api = api
        self._behaviour = behaviour
        self._nodes = NodesForPods(behaviour)
        self._counts = NodeCounts()
        self._images = ImageStates()
        self._ties = chance("scheduler")
        phase = FLUSH_S * chance.next_of("scheduler-flush")
        self._waiting = WaitingPods(env, self._try_again, phase, backs_off=behaviour.scheduler_waits_out_back_off)
        self._kinds: dict[tuple[Group, int], _Kind] = {}
        self._asking: dict[str, list[NodeClasses]] = {}
        self._named: dict[str, list[ApiPod]] = {}
        for node in api.store.list("Node"):
            self._node_changed("create", node, ())
            self._node_reported(node)
        api.store.watch("Node", self._node_changed, verbs=("create", "update", "delete", "remove"))
        api.store.watch_reports(self._node_reported)
        api.store.watch("Pod", self._pod_changed, verbs=("create", "status", "delete", "remove"))

    # --- pods ---

    def _pod_changed(self, verb: Verb, pod: ApiPod, change: Change) -> None:
        if verb == "create":
            if pod.spec.node_name:
                self._assigned(pod, pod.spec.node_name)
            else:
                self._schedule(pod)
        elif not pod.node:
            if verb == "remove":
                self._waiting.forget(pod)
        elif verb == "status":
            if pod.phase in TERMINAL and any(field == "phase" for field, _ in change):
                self._leaves(pod, counts=pod.deletion_s is None)
                self._gives_back(pod)
        elif pod.phase not in TERMINAL:
            if verb == "delete":
                self._leaves(pod, counts=True)
            else:
                self._leaves(pod, counts=pod.deletion_s is None)
                self._gives_back(pod)

    def _assigned(self, pod: ApiPod, node: str) -> None:
        """A pod that names its node itself: the scheduler counts it and has no say. It waits for a node that comes."""
        if self._nodes.node(node) is None:
            self._named.setdefault(node, []).append(pod)
            return
        self._counts.take(_group(pod), node, self._kind(pod).demand)
        self._api.pods.bind(pod, node)

    def _leaves(self, pod: ApiPod, *, counts: bool) -> None:
        """PodTopologySpread does not count pods that are on their way out."""
        if counts:
            self._counts.leave_mates(_group(pod), pod.node)

    def _gives_back(self, pod: ApiPod) -> None:
        """The scheduler knows no pods that have ended."""
        self._counts.take_room(pod.node, self._kind(pod).demand, -1)
        self._waiting.something_happened()

    def _schedule(self, pod: ApiPod) -> None:
        """Choose a node and bind."""
        kind = self._kind(pod)
        node = self._choose(pod, kind)
        if not node:
            why = self._why_not(kind)
            self._api.events.record(pod.object_name, "Warning", "FailedScheduling", why)
            if self._waiting.add(pod, why):
                self._api.pods.not_scheduled(pod, why)
            return
        self._waiting.forget(pod)
        message = f"Successfully assigned {pod.namespace}/{pod.name} to {node}"
        self._api.events.record(pod.object_name, "Normal", "Scheduled", message)
        self._api.pods.bind(pod, node)

    def _choose(self, pod: ApiPod, kind: _Kind) -> str:
        only = kind.only
        if not only:
            return self._ranking(pod, kind).take(self._ties)
        if not self._fits(only, kind):
            return ""
        self._counts.take(_group(pod), only, kind.demand)
        return only

    def _fits(self, node: str, kind: _Kind) -> bool:
        return self._nodes.takes(node, kind.spec) and not self._counts.lacking(node, kind.demand)

    def _kind(self, pod: ApiPod) -> _Kind:
        """The kind of the pod. Those that name their node have a spec each, and nobody asks for it twice."""
        key = _group(pod), id(pod.spec)
        kind = self._kinds.get(key)
        if kind is None:
            kind = _Kind(pod.spec, demand(pod.spec), self._nodes.only(pod.spec))
            if not kind.only:
                self._kinds[key] = kind
        return kind

    def _ranking(self, pod: ApiPod, kind: _Kind) -> NodeRanking:
        """The ranking for pods like *pod*, made anew after nodes have joined, left or changed."""
        if kind.ranking is None:
            asked = asked_images(kind.spec, self._behaviour)
            classes = partial(NodeClasses, spec=kind.spec, asked=asked, nodes=self._nodes, images=self._images)
            fitting = self._nodes.fitting(kind.spec)
            kind.ranking = NodeRanking(fitting, _group(pod), self._counts, kind.demand, classes)
            for name in dict.fromkeys(asked.names):
                self._asking.setdefault(name, []).append(kind.ranking.classes)
        return kind.ranking

    def _why_not(self, kind: _Kind) -> str:
        """Many pods are often told the same: it is found out once, until a count changes."""
        now = len(self._counts.journal)
        if kind.why_not is None or kind.why_not[0] != now:
            kind.why_not = now, self._nodes.why_not(kind.spec, kind.demand, self._counts)
        return kind.why_not[1]

    def _try_again(self, pods: Iterable[ApiPod], *, anyway: bool) -> None:
        """Pods that wait have their turn: all of them *anyway*, or those for which there is room.

        Of pods that are alike only the first to find none says so once more.
        """
        full: set[_Kind] = set()
        for pod in pods:
            kind = self._kind(pod)
            if anyway or (kind not in full and self._may_fit(pod, kind)):
                self._schedule(pod)
            else:
                full.add(kind)

    def _may_fit(self, pod: ApiPod, kind: _Kind) -> bool:
        return self._fits(kind.only, kind) if kind.only else self._ranking(pod, kind).has_room

    # --- nodes ---

    def _node_changed(self, verb: Verb, node: ApiObject, _: Change) -> None:
        self._nodes.note(verb, node)
        if verb == "create":
            self._counts.add_node(node)
            if node.name in self._named:
                at_once(self._env, partial(self._assign_named, node.name))
        elif verb == "remove":
            self._images.update(node.name, ())
        self._asking.clear()
        for kind in self._kinds.values():
            kind.ranking = kind.why_not = None
        self._waiting.something_happened()

    def _assign_named(self, node: str) -> None:
        for pod in self._named.pop(node, ()):
            if pod.removed_s is None:
                self._assigned(pod, node)

    def _node_reported(self, node: ApiObject) -> None:
        """A kubelet has said which images its node has."""
        for name in self._images.update(node.name, node.status.images):
            for classes in self._asking.get(name, ()):
                classes.note(node.name)


def _group(pod: ApiPod) -> Group:
    """The pods with which PodTopologySpread spreads it."""
    owner = pod.owner
    return owner.owner if owner is not None and owner.owner.kind in SPREAD_KINDS else None
