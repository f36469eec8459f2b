"""A scheduler that spreads: a pod goes to the fitting node with the fewest pods of its workload, then the fewest pods.

It stands for kube-scheduler's default spreading (PodTopologySpread and balanced resources) where all nodes are alike.
Ties are broken at random, as kube-scheduler does. Of taints only that of DiskPressure counts; resources and affinity do
not. Binding takes no time.
"""

from collections import Counter

from imagesim.engine.api_server import ApiPod, ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.kubelet import Kubelet
from imagesim.engine.nodes import Nodes
from imagesim.rules.eviction import DISK_PRESSURE_TAINT


class Scheduler:
    """Binds every new pod to one of the nodes; a pod that fits nowhere waits, with an event, for a node that joins."""

    def __init__(self, api: ApiServer, nodes: Nodes, chance: Chance) -> None:
        self._api = api
        self._pressed = nodes.pressed
        self._kubelets = nodes.schedulable
        self._waiting: list[ApiPod] = []
        nodes.on_joined.append(self._node_joined)
        self._ties = chance("scheduler")
        self._pods: Counter[str] = Counter()
        self._of_workload: dict[str, Counter[str]] = {}
        api.on_created.append(self.schedule)
        # PodTopologySpread does not count pods that are on their way out.
        api.on_deleting.append(self._leaves)

    def schedule(self, pod: ApiPod) -> None:
        """Choose a node and bind."""
        fitting = [name for name, kubelet in self._kubelets.items() if _fits(pod, kubelet)]
        if not fitting:
            self._api.event(pod.namespace, f"pod/{pod.name}", "Warning", "FailedScheduling", self._why_not())
            self._waiting.append(pod)
            return
        mates = self._of_workload.setdefault(_group(pod), Counter())
        fewest = min((mates[name], self._pods[name]) for name in fitting)
        best = [name for name in fitting if (mates[name], self._pods[name]) == fewest]
        node = best[0] if len(best) == 1 else self._ties.choice(best)
        mates[node] += 1
        self._pods[node] += 1
        message = f"Successfully assigned {pod.namespace}/{pod.name} to {node}"
        self._api.event(pod.namespace, f"pod/{pod.name}", "Normal", "Scheduled", message)
        self._api.bind(pod, node)
        self._kubelets[node].run_pod(pod)

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
        waiting, self._waiting = self._waiting, []
        for pod in waiting:
            if pod.removed_s is None:
                self.schedule(pod)

    def _leaves(self, pod: ApiPod) -> None:
        self._pods[pod.node] -= 1
        self._of_workload[_group(pod)][pod.node] -= 1


def _group(pod: ApiPod) -> str:
    return f"{pod.namespace}/{pod.workload}"


def _fits(pod: ApiPod, kubelet: Kubelet) -> bool:
    if pod.spec.node_name and pod.spec.node_name != kubelet.name:
        return False
    return all(kubelet.labels.get(key) == value for key, value in pod.spec.node_selector)
