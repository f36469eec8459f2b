"""StatefulSets: each gets its pods in order, and a roll-out replaces them from the highest ordinal down.

Models pkg/controller/statefulset/stateful_set.go and stateful_set_control.go of Kubernetes 1.36. What a sync decides is
in imagesim.rules.workloads.stateful_set; here it is carried out.
"""

from collections.abc import Mapping

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.controllers.controller import ControllerContext, SyncFailed
from imagesim.engine.controllers.controller_history import ControllerHistory
from imagesim.engine.controllers.stateful_set.pod_control import StatefulPodControl
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.kinds import STATEFUL_SET
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.status_errors import APIError
from imagesim.rules.units import Seconds
from imagesim.rules.workloads import stateful_set as rules
from imagesim.rules.workloads.controller_revision import REVISION_LABEL
from imagesim.rules.workloads.replica_set import slow_start
from imagesim.rules.workloads.stateful_set import Plan, SeenPod


class StatefulSetController:
    """Syncs all StatefulSets of one cluster. *max_unavailable* is the feature gate MaxUnavailableStatefulSet."""

    name = "statefulset-controller"

    def __init__(self, context: ControllerContext, *, max_unavailable: bool = False) -> None:
        self.queue: WorkQueue[ObjectName] = WorkQueue(context.timers)
        self._max_unavailable = max_unavailable
        self._store = context.api.store
        self._timers = context.timers
        self._sets = context.informers.of(STATEFUL_SET.name)
        self._pods = context.informers.of("Pod")
        self._history = ControllerHistory(self._store, context.informers)
        self._control = StatefulPodControl(context.api)
        self._references: dict[str, OwnerReference] = {}
        self._as_seen: dict[ApiPod, tuple[int, Seconds, SeenPod]] = {}  # with the resource version and minReadySeconds
        self._sets.add_handler(self._set_changed)
        self._pods.add_handler(self._pod_changed, verbs=["create", "update", "status", "delete", "remove"])

    # --- what queues a StatefulSet ---

    def _set_changed(self, verb: Verb, changed: ApiObject, _: Change) -> None:
        if verb == "create":
            self._references[changed.uid] = changed.reference
        elif verb == "remove":
            del self._references[changed.uid]
        self.queue.add(changed.object_name)

    def _pod_changed(self, verb: Verb, pod: ApiPod, change: Change) -> None:
        if verb == "remove":
            self._as_seen.pop(pod, None)
        owner = pod.owner
        if owner is None or owner.uid not in self._references:
            return
        if verb != "status" or any(field != "restarts" for field, _ in change):  # nothing depends on those
            self.queue.add(owner.owner)

    # --- one sync ---

    def sync(self, key: ObjectName) -> None:
        """Create and delete what can be now, and write the status. SyncFailed if a pod was refused."""
        owner = self._sets.find(key)
        if owner is None:
            return
        mine = [(pod, self._seen(owner, pod)) for pod in self._pods.controlled_by(owner.uid)]
        pods = {each.ordinal: pod for pod, each in mine}
        seen = {each.ordinal: each for _, each in mine}
        update = self._history.keep(owner, self._references[owner.uid], owner.spec.template)
        current = self._current(owner) or update
        plan = Plan()
        if owner.deletion_s is None:
            plan = rules.plan(owner.spec, seen, update.name, max_unavailable=self._max_unavailable)
        refused = self._replace(owner, plan, pods, current, update)
        deleted = 0 if refused else self._delete(owner, plan, pods)
        status = rules.counted_status(seen.values(), owner.generation, current.name, update.name, deleted)
        self._store.update_status(owner, rules.complete_rolling_update(owner.spec, status))
        live = {current.name, update.name, *(pod.revision for pod in seen.values())}
        self._history.truncate(owner, live, owner.spec.revision_history_limit)
        if refused:
            raise SyncFailed(refused)
        self._look_again(key, owner, pods, seen)

    def _current(self, owner: ApiObject) -> ApiObject | None:
        revisions = self._history.of(owner)
        return next((each for each in revisions if each.name == owner.status.current_revision), None)

    def _seen(self, owner: ApiObject, pod: ApiPod) -> SeenPod:
        """The pod as it is now. Most have not changed since the sync before, and time alone makes one available."""
        known = self._as_seen.get(pod)
        if known is not None and known[:2] == (pod.resource_version, owner.spec.min_ready_s):
            return known[2]
        seen = self._look_at(owner, pod)
        if seen.available or not seen.ready:
            self._as_seen[pod] = pod.resource_version, owner.spec.min_ready_s, seen
        return seen

    def _look_at(self, owner: ApiObject, pod: ApiPod) -> SeenPod:
        ready = pod.phase == "Running" and pod.ready
        return SeenPod(
            ordinal=_ordinal(owner, pod),
            revision=dict(pod.labels).get(REVISION_LABEL, ""),
            ready=ready,
            available=ready and self._available_at_s(owner, pod) <= self._timers.now,
            ended=pod.phase in TERMINAL,
            terminating=pod.deletion_s is not None,
        )

    def _available_at_s(self, owner: ApiObject, pod: ApiPod) -> Seconds:
        """When a pod that is Ready is available; the API stores whole seconds."""
        assert pod.ready_since_s is not None
        if not owner.spec.min_ready_s:
            return pod.ready_since_s
        return pod.ready_since_s // 1 + float(owner.spec.min_ready_s)

    def _replace(
        self, owner: ApiObject, plan: Plan, pods: Mapping[int, ApiPod], current: ApiObject, update: ApiObject
    ) -> str:
        """Create what is missing and delete what has ended, in batches; return what the API server refused with."""
        refusals: list[str] = []
        reference = self._references[owner.uid]

        def replace_one(number: int) -> bool:
            ordinal, create = plan.replace[number - 1]
            if not create:
                self._control.delete(owner, pods[ordinal])
                return True
            revision = current if rules.needs_current_revision(owner.spec, ordinal) else update
            try:
                self._control.create(owner, reference, ordinal, revision)
            except APIError as refused:
                refusals.append(str(refused))
                return False
            return True

        slow_start(len(plan.replace), replace_one)
        return refusals[-1] if refusals else ""

    def _delete(self, owner: ApiObject, plan: Plan, pods: Mapping[int, ApiPod]) -> int:
        """Delete what is beyond the replicas, then what is outdated; return how many of the latter."""
        for ordinal in (*plan.condemned, *plan.outdated):
            self._control.delete(owner, pods[ordinal])
        return len(plan.outdated)

    def _look_again(
        self, key: ObjectName, owner: ApiObject, pods: Mapping[int, ApiPod], seen: Mapping[int, SeenPod]
    ) -> None:
        """Sync again when the next pod will have been Ready for `minReadySeconds`."""
        waiting = [pods[ordinal] for ordinal, pod in seen.items() if pod.ready and not pod.available]
        if due := [self._available_at_s(owner, pod) for pod in waiting if pod.ready_since_s is not None]:
            self.queue.add_at(key, min(due))


def _ordinal(owner: ApiObject, pod: ApiPod) -> int:
    """getOrdinal: the number at the end of the pod's name."""
    return int(pod.name[len(owner.name) + 1 :])
