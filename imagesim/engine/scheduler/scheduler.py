"""A scheduler that spreads: a pod goes to the fitting node with the fewest pods of its workload, then the fewest pods.

It stands for kube-scheduler's default spreading (PodTopologySpread and balanced resources) where all nodes are alike.
Ties are broken at random, as kube-scheduler does. nodeSelector and required node affinity count, and of taints those of
DiskPressure and of `kubectl cordon`, which the pods of DaemonSets tolerate; resources, preferences and the affinity of
pods to each other do not. Binding takes no time.
"""

import simpy

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.environment import at_once
from imagesim.engine.scheduler.node_ranking import Group, NodeCounts, NodeRanking
from imagesim.engine.scheduler.nodes_for_pods import NodesForPods
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.kinds import DAEMON_SET
from imagesim.rules.api.node_selector import NodeSelector
from imagesim.rules.api.objects import Labels


class Scheduler:
    """Binds every new pod to one of the nodes; a pod that fits nowhere waits, with an event, for a node that joins."""

    def __init__(self, env: simpy.Environment, api: ApiServer, chance: Chance) -> None:
        self._env = env
        self._api = api
        self._nodes = NodesForPods()
        self._waiting: list[ApiPod] = []
        self._tries_again = False
        self._ties = chance("scheduler")
        self._counts = NodeCounts()
        self._rankings: dict[tuple[Group, str, Labels, NodeSelector | None], NodeRanking] = {}
        for node in api.store.list("Node"):
            self._nodes.note("create", node)
        api.store.watch("Node", self._node_changed)
        api.store.watch("Pod", self._pod_changed, verbs=("create", "delete"))

    def _pod_changed(self, verb: Verb, pod: ApiPod, _: Change) -> None:
        if verb == "create":
            self._schedule(pod)
        elif verb == "delete" and pod.node:
            # PodTopologySpread does not count pods that are on their way out.
            self._counts.change(self._counts.mates(_group(pod)), pod.node, -1)

    def _schedule(self, pod: ApiPod) -> None:
        """Choose a node and bind."""
        node = self._ranking(pod).take(self._ties)
        if not node:
            self._api.events.record(pod.object_name, "Warning", "FailedScheduling", self._nodes.why_not(pod.spec))
            self._waiting.append(pod)
            return
        message = f"Successfully assigned {pod.namespace}/{pod.name} to {node}"
        self._api.events.record(pod.object_name, "Normal", "Scheduled", message)
        self._api.pods.bind(pod, node)

    def _ranking(self, pod: ApiPod) -> NodeRanking:
        """The ranking for pods like *pod*, made anew after nodes have joined or left."""
        group, spec = _group(pod), pod.spec
        key = group, spec.node_name, spec.node_selector, spec.node_affinity
        ranking = self._rankings.get(key)
        if ranking is None:
            ranking = self._rankings[key] = NodeRanking(
                self._nodes.fitting(spec, tolerates=_tolerates(pod)), group, self._counts
            )
        return ranking

    def _node_changed(self, verb: Verb, node: ApiObject, _: Change) -> None:
        if not self._nodes.note(verb, node):
            return
        self._rankings.clear()
        if self._waiting and not self._tries_again and self._nodes.takes_pods(node):
            # Not before all nodes that join together are there: they are alike, and share what waits. Once for all of
            # them: each try that fails is an event.
            self._tries_again = True
            at_once(self._env, self._try_again)

    def _try_again(self) -> None:
        self._tries_again = False
        waiting, self._waiting = self._waiting, []
        for pod in waiting:
            if pod.removed_s is None:
                self._schedule(pod)


def _tolerates(pod: ApiPod) -> bool:
    """A DaemonSet's controller gives its pods tolerations for nodes that are cordoned or short of disk."""
    return pod.owner is not None and pod.owner.owner.kind == DAEMON_SET.name


def _group(pod: ApiPod) -> Group:
    return pod.workload or pod.namespace
