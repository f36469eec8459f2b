"""A kubelet's admission of pods: one that it does not take has Failed, and nothing of it is ever started.

Models canAdmitPod and rejectPod of pkg/kubelet/kubelet.go; the decision is imagesim.rules.pods.admission.
"""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.environment import Environment, at_once
from imagesim.engine.kubelet.node_events import NodeEvents
from imagesim.rules.pods.admission import REFUSAL_S, Refusal, refusal
from imagesim.rules.pods.kubelet_texts import WARNING


class PodAdmission:
    """Of the kubelet of a node whose operating system is *node_os*."""

    def __init__(self, env: Environment, api: ApiServer, events: NodeEvents, node_os: str) -> None:
        self._env = env
        self._api = api
        self._events = events
        self._os = node_os
        self._refused: set[str] = set()

    def refuses(self, pod: ApiPod) -> bool:
        """Whether *pod*, about which there is something new, is not taken. When it is deleted it goes at once."""
        found = refusal(pod.spec, pod.labels, self._os)
        if found is None:
            return False
        if pod.uid not in self._refused:
            self._refused.add(pod.uid)
            self._events.about_pod(pod, (WARNING, *found), "")
            self._env.timeout(REFUSAL_S, value=(pod, found)).callbacks.append(lambda due: self._fail(*due.value))
        if pod.deletion_s is not None:
            # Not before everybody has heard of the deletion.
            at_once(self._env, lambda: self._remove(pod))
        return True

    def _fail(self, pod: ApiPod, found: Refusal) -> None:
        self._api.pods.fail(pod, found.reason)

    def _remove(self, pod: ApiPod) -> None:
        if pod.removed_s is None:
            self._api.pods.remove(pod)
