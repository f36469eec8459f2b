"""A scheduler that spreads: a pod goes to the fitting node with the fewest pods of its workload, then the fewest pods.

It stands for kube-scheduler's default spreading (PodTopologySpread and balanced resources) where all nodes are alike.
Ties are broken at random, as kube-scheduler does. Of taints only that of DiskPressure counts; resources and affinity do
not. Binding takes no time.
"""

from collections.abc import Iterable

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.api.watches import Change, Verb
from imagesim.engine.chance import Chance
from imagesim.engine.kubelet.kubelet import Kubelet
from imagesim.engine.nodes import Nodes
from imagesim.engine.scheduler.node_ranking import Group, NodeCounts, NodeRanking
from imagesim.rules.api.objects import Labels
from imagesim.rules.images.eviction import DISK_PRESSURE_TAINT


class Scheduler:
    """Binds every new pod to one of the nodes; a pod that fits nowhere waits, with an event, for a node that joins."""

    def __init__(self, api: ApiServer, nodes: Nodes, chance: Chance) -> None:
        self._api = api
        self._pressed = nodes.pressed
        self._kubelets = nodes.schedulable
        self._waiting: list[ApiPod] = []
        self._ties = chance("scheduler")
        self._counts = NodeCounts()
        self._rankings: dict[tuple[Group, str, Labels], NodeRanking] = {}
        nodes.on_joined.append(self._node_joined)
        nodes.on_drained.append(self._rankings.clear)
        api.store.watch("Pod", self._pod_changed)

    def _pod_changed(self, verb: Verb, pod: ApiPod, _: Change) -> None:
        if verb == "create":
            self.schedule(pod)
        elif verb == "delete" and pod.node:
            # PodTopologySpread does not count pods that are on their way out.
            self._counts.change(_group(pod), pod.node, -1)

    def schedule(self, pod: ApiPod) -> None:
        """Choose a node and bind."""
        group = _group(pod)
        node = self._ranking(pod, group).choose(self._ties)
        if not node:
            self._api.events.record(pod.object_name, "Warning", "FailedScheduling", self._why_not())
            self._waiting.append(pod)
            return
        self._counts.change(group, node, 1)
        message = f"Successfully assigned {pod.namespace}/{pod.name} to {node}"
        self._api.events.record(pod.object_name, "Normal", "Scheduled", message)
        self._api.pods.bind(pod, node)

    def _ranking(self, pod: ApiPod, group: Group) -> NodeRanking:
        """The ranking for pods like *pod*, made anew after nodes have joined or left."""
        key = group, pod.spec.node_name, pod.spec.node_selector
        ranking = self._rankings.get(key)
        if ranking is None:
            fitting = [name for name, kubelet in self._candidates(pod) if _fits(pod, kubelet)]
            ranking = self._rankings[key] = NodeRanking(fitting, group, self._counts)
        return ranking

    def _candidates(self, pod: ApiPod) -> Iterable[tuple[str, Kubelet]]:
        name = pod.spec.node_name
        if not name:
            return self._kubelets.items()
        return [(name, self._kubelets[name])] if name in self._kubelets else ()

    def _why_not(self) -> str:
        """kube-scheduler's words (framework/types.go FitError, and preemption, which can help with neither).

        Some newer versions say "untolerated taint(s)" and do not name the taint.
        """
        count = len(self._kubelets) + len(self._pressed)
        if not count:
            return "no nodes available to schedule pods"
        reasons = [
            (len(self._kubelets), "node(s) didn't match Pod's node affinity/selector"),
            (len(self._pressed), f"node(s) had untolerated taint {{{DISK_PRESSURE_TAINT}: }}"),
        ]
        why = ", ".join(sorted(f"{number} {reason}" for number, reason in reasons if number))
        return (
            f"0/{count} nodes are available: {why}. preemption: "
            f"0/{count} nodes are available: {count} Preemption is not helpful for scheduling."
        )

    def _node_joined(self) -> None:
        self._rankings.clear()
        waiting, self._waiting = self._waiting, []
        for pod in waiting:
            if pod.removed_s is None:
                self.schedule(pod)


def _group(pod: ApiPod) -> Group:
    return pod.namespace, pod.workload


def _fits(pod: ApiPod, kubelet: Kubelet) -> bool:
    return all(kubelet.labels.get(key) == value for key, value in pod.spec.node_selector)
