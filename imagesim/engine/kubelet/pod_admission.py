"""A kubelet's admission of pods: one that it does not take has Failed, and nothing of it is ever started.

Models canAdmitPod and rejectPod of pkg/kubelet/kubelet.go; the decision is imagesim.rules.pods.admission. The
predicates are asked about pods that name their node, and on nodes with taints: else the scheduler has asked them.
"""

from collections.abc import Callable, Iterable
from functools import reduce

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.environment import Environment, at_once
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.rules.api.names import ObjectName
from imagesim.rules.pods.admission import (
    REFUSAL_S,
    UNDER_DISK_PRESSURE,
    NodeSeen,
    Refusal,
    predicate_failure,
    refusal,
)
from imagesim.rules.pods.kubelet_texts import WARNING
from imagesim.rules.pods.static_pods import is_mirror
from imagesim.rules.scheduling.resources import NO_LOAD, demand, with_pod


class PodAdmission:
    """Of the kubelet of the node *node*, whose operating system is *node_os* and which runs the *others*.

    *under_pressure* says whether it has DiskPressure now.
    """

    def __init__(
        self,
        env: Environment,
        api: ApiServer,
        events: NodeEvents,
        node: str,
        node_os: str,
        others: Callable[[], Iterable[ApiPod]],
        under_pressure: Callable[[], bool],
    ) -> None:
        self._env = env
        self._api = api
        self._events = events
        self._name = ObjectName("Node", "", node)
        self._node: ApiObject | None = None
        self._os = node_os
        self._others = others
        self._under_pressure = under_pressure
        self._refused: set[str] = set()

    def refuses(self, pod: ApiPod) -> bool:
        """Whether *pod*, about which there is something new, is not taken. When it is deleted it goes at once."""
        if pod.uid not in self._refused:
            found = self._why_not(pod)
            if found is None:
                return False
            self._refused.add(pod.uid)
            self._events.about_pod(pod, (WARNING, *found), "")
            self._env.timeout(REFUSAL_S, value=(pod, found)).callbacks.append(lambda due: self._fail(*due.value))
        if pod.deletion_s is not None:
            # Not before everybody has heard of the deletion.
            at_once(self._env, lambda: self._remove(pod))
        return True

    def _why_not(self, pod: ApiPod) -> Refusal | None:
        if self._under_pressure() and not is_mirror(pod.annotations):
            return UNDER_DISK_PRESSURE
        found = refusal(pod.spec, pod.labels, self._os)
        if found is not None:
            return found
        if self._node is None:
            self._node = self._api.store.find(self._name)
        if self._node is None or not (pod.spec.node_name or self._node.spec.taints):
            return None
        return predicate_failure(pod.spec, self._seen(self._node))

    def _seen(self, node: ApiObject) -> NodeSeen:
        others = [pod for pod in self._others() if pod.phase not in TERMINAL]
        load = reduce(with_pod, (demand(pod.spec) for pod in others), NO_LOAD)
        return NodeSeen(node.name, node.labels, node.spec.taints, node.status.allocatable, len(others), load)

    def _fail(self, pod: ApiPod, found: Refusal) -> None:
        self._api.pods.fail(pod, found.reason)

    def _remove(self, pod: ApiPod) -> None:
        if pod.removed_s is None:
            self._api.pods.remove(pod)
