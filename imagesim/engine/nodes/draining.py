"""`kubectl drain`: the pods of a node are evicted, and who drains waits until they are gone.

Models k8s.io/kubectl pkg/drain (drain.go evictPods), 1.31 to 1.36 (read), with --ignore-daemonsets,
--delete-emptydir-data and --force: pods of DaemonSets and mirror pods stay, all others are evicted side by side, here
in the order of their names. One that its budget holds back is tried again every five seconds; one with several budgets
is given up, and the drain never ends.
"""

from collections.abc import Callable
from functools import partial

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.eviction import evict
from imagesim.engine.api.store import Store
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.kinds import DAEMON_SET
from imagesim.rules.api.status_errors import InternalError, TooManyRequests
from imagesim.rules.pods.static_pods import is_mirror
from imagesim.rules.units import Seconds

RETRY_S: Seconds = 5.0


class Draining:
    """The drain of *node*, which is cordoned; *done* is called when its pods are gone."""

    def __init__(self, env: simpy.Environment, store: Store, node: str, done: Callable[[], None]) -> None:
        self._env = env
        self._store = store
        self._done = done
        pods = [pod for pod in store.list("Pod", node=node) if not _stays(pod)]
        self._pods = dict.fromkeys(sorted(pods, key=lambda pod: pod.key))
        if not pods:
            done()
            return
        store.watch("Pod", self._removed, node=node, verbs=["remove"])
        for pod in list(self._pods):
            self._evict(pod)

    def _evict(self, pod: ApiPod) -> None:
        if pod.removed_s is not None:
            return
        try:
            evict(self._store, pod)
        except TooManyRequests:
            self._env.timeout(RETRY_S).callbacks.append(partial(self._again, pod))
        except InternalError:
            return  # kubectl says so, and that it is not done

    def _again(self, pod: ApiPod, _: simpy.Event) -> None:
        self._evict(pod)

    def _removed(self, _: Verb, pod: ApiPod, __: Change) -> None:
        if pod in self._pods:
            del self._pods[pod]
            if not self._pods:
                self._done()


def _stays(pod: ApiPod) -> bool:
    daemon = pod.owner is not None and pod.owner.owner.kind == DAEMON_SET.name
    return daemon or is_mirror(pod.annotations)
