"""Pods that do not tolerate a NoExecute taint of their node are deleted, at once or when their time there is over.

Models pkg/controller/tainteviction/taint_eviction.go, 1.31 to 1.36 (read), where it is no controller with a queue of
keys but hears of nodes and pods. Budgets of disruptions are not asked. A time that runs goes on: another taint that is
tolerated for less makes it no shorter.
"""

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.controllers.controller import ControllerContext
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.names import ObjectName
from imagesim.rules.scheduling.taints import NO_EXECUTE, stays_for
from imagesim.rules.units import Seconds

_REASON = "TaintManagerEviction"


class TaintEvictionController:
    """Looks at a node when its NoExecute taints change, and when a pod comes to one that has some."""

    name = "taint-eviction-controller"

    def __init__(self, context: ControllerContext) -> None:
        self.queue: WorkQueue[ObjectName] = WorkQueue(context.timers)
        self._api = context.api
        self._timers = context.timers
        self._informers = context.informers
        self._nodes = context.informers.of("Node")
        self._due: dict[ApiPod, Seconds] = {}
        self._tainted: set[str] = set()
        self._looks_at_pods = False
        self._nodes.add_handler(self._node_changed, verbs=["create", "update"])

    def _node_changed(self, _: Verb, node: ApiObject, __: Change) -> None:
        if any(taint.effect == NO_EXECUTE for taint in node.spec.taints):
            self._tainted.add(node.name)
            self.queue.add(node.object_name)
            if not self._looks_at_pods:  # in most clusters nobody ever has to
                self._looks_at_pods = True
                self._informers.of("Pod").add_handler(self._pod_bound, verbs=["bind"])
        elif node.name in self._tainted:
            self._tainted.discard(node.name)
            self.queue.add(node.object_name)

    def _pod_bound(self, _: Verb, pod: ApiPod, __: Change) -> None:
        if pod.node in self._tainted:
            self.queue.add(ObjectName("Node", "", pod.node))

    def sync(self, key: ObjectName) -> None:
        """handleNodeUpdate: look at all pods of the node."""
        node: ApiObject | None = self._nodes.find(key)
        if node is None:
            return
        for pod in self._api.store.list("Pod", node=node.name):
            if pod.deletion_s is None:  # pods that have ended go as well
                self._look_at(pod, stays_for(node.spec.taints, pod.spec.tolerations))

    def _look_at(self, pod: ApiPod, stays: Seconds | None) -> None:
        """processPodOnNode: *stays* is for how long it may stay from now on, None for ever."""
        if stays is None:
            self._cancel(pod)
        elif stays <= 0:
            self._cancel(pod)
            self._delete(pod)
        elif pod not in self._due:
            due = self._due[pod] = self._timers.now + stays
            self._timers.at(due, lambda _: self._time_is_over(pod, due))

    def _time_is_over(self, pod: ApiPod, due: Seconds) -> None:
        if self._due.get(pod) == due:
            del self._due[pod]
            if pod.removed_s is None:
                self._delete(pod)

    def _delete(self, pod: ApiPod) -> None:
        self._api.events.record(pod.object_name, "Normal", _REASON, f"Marking for deletion Pod {pod.key}")
        self._api.pods.delete(pod)

    def _cancel(self, pod: ApiPod) -> None:
        if self._due.pop(pod, None) is not None:
            self._api.events.record(pod.object_name, "Normal", _REASON, f"Cancelling deletion of Pod {pod.key}")
