"""The static pods of one kubelet: started with it, shown by mirror pods, and there again when one of these is deleted.

Models SyncPod of pkg/kubelet/kubelet.go where it is about mirror pods, Kubernetes 1.36. The API server is always there,
so the mirror pod is created as the pod starts; what runs is what the manifest says.
"""

from dataclasses import replace

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.environment import at_once
from imagesim.rules.api.objects import Pod
from imagesim.rules.pods import static_pods as rules


class StaticPods:
    """Those that the manifests *pods* say, on the node *node*."""

    def __init__(self, env: simpy.Environment, api: ApiServer, node: str, pods: tuple[Pod, ...]) -> None:
        self._env = env
        self._api = api
        made = [rules.static_pod(pod, node) for pod in pods]
        self._pods = {rules.static_pod_uid(pod, node): pod for pod in made}

    def start(self) -> None:
        """The kubelet reads its manifests."""
        for uid in self._pods:
            self._show(uid)

    def stop(self) -> None:
        """The node leaves: a pod that is deleted from now on ends like any other."""
        self._pods = {}

    def stays(self, pod: ApiPod) -> bool:
        """Whether *pod*, whose deletion somebody asked for, runs on: its mirror alone goes, and another one comes."""
        if pod.uid not in self._pods:
            return False
        # Not before everybody has heard of the deletion.
        at_once(self._env, lambda: self._show_anew(pod))
        return True

    def _show_anew(self, mirror: ApiPod) -> None:
        if mirror.removed_s is None:
            self._api.pods.remove(mirror)
            self._show(mirror.uid)

    def _show(self, uid: str) -> None:
        """CreateMirrorPod."""
        pod, seen = self._pods[uid], self._api.store.calendar.rfc3339(self._env.now)
        self._api.provide_namespace(pod.namespace)
        self._api.pods.mirror(uid, replace(pod, annotations=rules.mirror_annotations(pod, uid, seen)))
