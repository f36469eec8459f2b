"""PodDisruptionBudgets: how many of their pods may be evicted now.

Models pkg/controller/disruption/disruption.go, 1.31 to 1.36 (read). Pods of ReplicaSets, Deployments,
ReplicationControllers and StatefulSets count by the scale of those; where another kind owns one, a budget that has to
know the scale allows nothing. Without a budget in the cluster nobody looks at pods.
"""

from collections.abc import Iterable

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.eviction import budgets_of
from imagesim.engine.controllers.controller import ControllerContext
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.kinds import (
    DEPLOYMENT,
    POD_DISRUPTION_BUDGET,
    REPLICA_SET,
    REPLICATION_CONTROLLER,
    STATEFUL_SET,
)
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Labels
from imagesim.rules.workloads import disruption as rules
from imagesim.rules.workloads.disruption import DisruptionStatus

_SCALED = frozenset(kind.name for kind in (REPLICA_SET, REPLICATION_CONTROLLER, STATEFUL_SET))


class DisruptionController:
    """Syncs all budgets of one cluster."""

    name = POD_DISRUPTION_BUDGET.controller

    def __init__(self, context: ControllerContext) -> None:
        self.queue: WorkQueue[ObjectName] = WorkQueue(context.timers)
        self._api = context.api
        self._store = context.api.store
        self._informers = context.informers
        self._budgets = context.informers.of(POD_DISRUPTION_BUDGET.name)
        self._looks_at_pods = False
        self._pods: dict[ObjectName, dict[ApiPod, None]] = {}
        self._alike: dict[tuple[str, Labels], list[ApiObject]] = {}
        self._budgets.add_handler(self._budget_changed, verbs=["create", "update", "remove"])

    def _budget_changed(self, _: Verb, budget: ApiObject, __: Change) -> None:
        self._alike.clear()
        self._pods[budget.object_name] = dict.fromkeys(self._chosen(budget))
        self.queue.add(budget.object_name)
        if not self._looks_at_pods:
            self._looks_at_pods = True
            self._informers.of("Pod").add_handler(self._pod_changed)
            for kind in (DEPLOYMENT.name, *_SCALED):
                self._informers.of(kind).add_handler(self._scaled, verbs=["update"])

    def _pod_changed(self, verb: Verb, pod: ApiPod, change: Change) -> None:
        if verb == "status" and not any(field in ("ready", "phase") for field, _ in change):
            return
        for budget in self._budgets_of(pod):
            pods = self._pods[budget.object_name]
            if verb == "remove":
                pods.pop(pod, None)
            else:
                pods[pod] = None
            self.queue.add(budget.object_name)

    def _budgets_of(self, pod: ApiPod) -> list[ApiObject]:
        """The pods of a workload have the same labels, so that is found out once."""
        key = pod.namespace, pod.labels
        if key not in self._alike:
            self._alike[key] = budgets_of(self._store, pod)
        return self._alike[key]

    def _scaled(self, _: Verb, owner: ApiObject, __: Change) -> None:
        """A real controller learns of it with the next pod that comes or goes, which is at the same instant."""
        for name, budget in self._store.objects(POD_DISRUPTION_BUDGET.name).items():
            if budget.namespace == owner.namespace:
                self.queue.add(name)

    def sync(self, key: ObjectName) -> None:
        """trySync: count, and write the status."""
        budget: ApiObject | None = self._budgets.find(key)
        if budget is None:
            return
        pods = self._pods[key]
        if not pods:
            self._tell(budget, "Normal", "NoPods", "No matching pods found")
        scale = 0
        if rules.needs_scale(budget.spec):
            stranger = next((pod for pod in pods if pod.owner is not None and self._keeper(pod) is None), None)
            if stranger is not None:
                self._fail_safe(budget, stranger)
                return
            scale = self._scale(pods)
            if any(pod.owner is None for pod in pods):
                self._tell(budget, "Warning", "UnmanagedPods", rules.unmanaged(budget.spec.selector))
        healthy = sum(pod.ready and pod.deletion_s is None for pod in pods)
        found = rules.healthy(budget.spec, len(pods), scale)
        self._store.update_status(budget, rules.status(found, healthy, budget.generation))

    def _chosen(self, budget: ApiObject) -> list[ApiPod]:
        selector = budget.spec.selector
        if selector is None:
            return []
        return [pod for pod in self._store.list("Pod", namespace=budget.namespace) if selector.matches(pod.labels)]

    def _scale(self, pods: Iterable[ApiPod]) -> int:
        """getExpectedScale: what the controllers of the pods keep together, each counted once."""
        keepers = [keeper for pod in pods if (keeper := self._keeper(pod)) is not None]
        return sum({keeper.uid: int(keeper.spec.replicas) for keeper in keepers}.values())

    def _keeper(self, pod: ApiPod) -> ApiObject | None:
        """What keeps the pod at a scale that is known: a ReplicaSet's Deployment if it has one."""
        if pod.owner is None or pod.owner.owner.kind not in _SCALED:
            return None
        owner: ApiObject | None = self._store.find(pod.owner.owner)
        if owner is None or owner.owner is None or owner.owner.owner.kind != DEPLOYMENT.name:
            return owner
        above: ApiObject | None = self._store.find(owner.owner.owner)
        return above

    def _fail_safe(self, budget: ApiObject, pod: ApiPod) -> None:
        """Nobody knows how many pods there should be, so nothing is allowed."""
        why = f'Failed to calculate the number of expected pods: found no controllers for pod "{pod.name}"'
        self._tell(budget, "Warning", "CalculateExpectedPodCountFailed", why)
        status: DisruptionStatus = budget.status
        self._store.update_status(budget, status._replace(allowed=0))

    def _tell(self, budget: ApiObject, type_: str, reason: str, message: str) -> None:
        self._api.events.record(budget.object_name, type_, reason, message)
