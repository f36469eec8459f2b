"""ReplicaSets: each keeps as many pods as it should have, nothing more.

Models pkg/controller/replicaset/replica_set.go of Kubernetes 1.36: one sync compares, creates or deletes at most 500
pods, and writes the status that it saw before. A pod that the API server refuses is tried again, ever more slowly.
"""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.watches import Change, Verb
from imagesim.engine.controllers.controller import ControllerContext, SyncFailed
from imagesim.engine.controllers.expectations import Expectations
from imagesim.engine.controllers.replica_set.replica_set import ReplicaSet, ReplicaSetStatus
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.status_errors import APIError
from imagesim.rules.api.template_hash import SAFE_ALPHABET
from imagesim.rules.workloads.replica_set import BURST_REPLICAS, slow_start

_LONGEST_PREFIX = 63 - 5  # names.SimpleNameGenerator leaves room for five letters


class ReplicaSetController:
    """Creates and deletes the pods of all ReplicaSets. Its informers keep the tally of each up to date."""

    name = "replicaset-controller"

    def __init__(self, context: ControllerContext) -> None:
        self.queue: WorkQueue[ReplicaSet] = WorkQueue(context.timers)
        self._timers = context.timers
        self._api = context.api
        self._workloads = context.workloads
        self._chance = context.chance
        self._expectations = Expectations()
        self._workloads.on_replica_set.append(self.queue.add)
        self._api.store.watch("Pod", self._pod_changed)

    # --- the informer of pods ---

    def _pod_changed(self, verb: Verb, pod: ApiPod, _: Change) -> None:
        rs = self._workloads.set_of(pod)
        if rs is None:
            return
        if verb == "create":
            self._expectations.creation_observed(rs)
        elif verb in ("delete", "remove"):
            self._expectations.deletion_observed(rs, pod.key)
        if rs.pods.note(pod, self._timers.now):
            self.queue.add(rs)

    # --- one sync ---

    def sync(self, rs: ReplicaSet) -> None:
        """Create or delete pods, and write the status. SyncFailed if a pod was refused."""
        if rs.deleted:
            self._expectations.delete(rs)
            return
        next_available_s = rs.pods.pass_time(self._timers.now)
        # The status counts the pods as they were before this sync created or deleted some.
        seen = ReplicaSetStatus(rs.generation, rs.pods.active, rs.pods.ready, rs.pods.available)
        refused = self._manage_replicas(rs) if self._expectations.satisfied(rs, self._timers.now) else ""
        if refused:  # the first refusal's text stays as long as they go on
            seen = seen._replace(failure=rs.status.failure or ("FailedCreate", refused, self._timers.now))
        if seen != rs.status:
            rs.status = seen
            self._workloads.replica_set_changed(rs)
        if refused:
            raise SyncFailed(refused)
        if next_available_s is not None:
            self.queue.add_at(rs, next_available_s)

    def _manage_replicas(self, rs: ReplicaSet) -> str:
        """Create what is missing or delete what is too much; return what the API server refused with, or ""."""
        missing = rs.replicas - rs.pods.active
        if missing > 0:
            return self._create(rs, min(missing, BURST_REPLICAS))
        if missing < 0:
            self._delete(rs, min(-missing, BURST_REPLICAS))
        return ""

    def _create(self, rs: ReplicaSet, count: int) -> str:
        """Create *count* pods, fewer if the API server refuses one; return what it said last."""
        refusals: list[str] = []
        self._expectations.expect_creations(rs, count, self._timers.now)
        created = slow_start(count, lambda _: self._create_one(rs, refusals)).successes
        if created < count:  # nobody will see those
            self._expectations.creation_observed(rs, count - created)
        return refusals[-1] if refusals else ""

    def _create_one(self, rs: ReplicaSet, refusals: list[str]) -> bool:
        name = self._free_name(rs)
        try:
            self._api.pods.create(
                rs.namespace, name, rs.template.spec, labels=rs.labels, owner=rs.reference, workload=rs.workload
            )
        except APIError as refused:
            refusals.append(str(refused))
            self._event(rs, "Warning", "FailedCreate", f"Error creating: {refused}")
            return False
        self._event(rs, "Normal", "SuccessfulCreate", f"Created pod: {name}")
        return True

    def _delete(self, rs: ReplicaSet, count: int) -> None:
        pods = rs.pods.pick_to_delete(count, self._timers.now)
        self._expectations.expect_deletions(rs, [pod.key for pod in pods], self._timers.now)
        for pod in pods:
            self._api.pods.delete(pod)
            self._event(rs, "Normal", "SuccessfulDelete", f"Deleted pod: {pod.name}")

    def _free_name(self, rs: ReplicaSet) -> str:
        """The ReplicaSet's name and five random letters; a name that exists is drawn again."""
        stream = self._chance(f"pod-names/{rs.namespace}/{rs.deployment}")
        prefix = f"{rs.name}-"[:_LONGEST_PREFIX]
        while True:
            name = prefix + "".join(stream.choices(SAFE_ALPHABET, k=5))
            if self._api.pods.find(rs.namespace, name) is None:
                return name

    def _event(self, rs: ReplicaSet, type_: str, reason: str, message: str) -> None:
        self._api.events.record(rs.object_name, type_, reason, message)
