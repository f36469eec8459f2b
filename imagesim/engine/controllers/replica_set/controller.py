"""ReplicaSets: each keeps as many pods as it should have, nothing more.

Models pkg/controller/replicaset/replica_set.go of Kubernetes 1.36: one sync compares, creates or deletes at most 500
pods, and writes the status that it saw before. A pod that the API server refuses is tried again, ever more slowly.

Left out is `status.terminatingReplicas` (gate DeploymentReplicaSetTerminatingReplicas, which 1.36 has on): a pod that
is being deleted is in no count, so its end changes no status.
"""

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.controllers.controller import ControllerContext, SyncFailed
from imagesim.engine.controllers.expectations import Expectations
from imagesim.engine.controllers.replica_set.pod_control import PodControl
from imagesim.engine.controllers.replica_set.tallies import Tallies
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.kinds import REPLICA_SET, REPLICATION_CONTROLLER
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.status_errors import APIError
from imagesim.rules.workloads.replica_set import BURST_REPLICAS, ReplicaSetStatus, slow_start


class ReplicaSetController:
    """Creates and deletes the pods of all ReplicaSets. Its informers keep a tally of each one's pods."""

    kind = REPLICA_SET
    name = kind.controller

    def __init__(self, context: ControllerContext) -> None:
        self.queue: WorkQueue[ObjectName] = WorkQueue(context.timers)
        self._store = context.api.store
        self._env = self._store.env
        self._sets = context.informers.of(self.kind.name)
        self._pods = context.informers.of("Pod")
        self._tallies = Tallies(self._pods)
        self._control = PodControl(context.api, context.chance)
        self._expectations = Expectations()
        self._sets.add_handler(self._replica_set_changed)
        self._pods.add_handler(self._pod_changed)

    # --- what queues a ReplicaSet ---

    def _replica_set_changed(self, verb: Verb, rs: ApiObject, _: Change) -> None:
        self._tallies.note_set(verb, rs, self._env.now)
        self.queue.add(rs.object_name)

    def _pod_changed(self, verb: Verb, pod: ApiPod, _: Change) -> None:
        owner = pod.owner
        if owner is None or (tally := self._tallies.by_uid.get(owner.uid)) is None:
            return
        if verb == "create":
            self._expectations.creation_observed(owner.owner)
        elif verb in ("delete", "remove"):
            self._expectations.deletion_observed(owner.owner, pod.object_name)
        # One that is gone changes no count, but its ReplicaSet stands before those that are scaled at that instant.
        if tally.note(pod, self._env.now) or verb == "remove":
            self.queue.add(owner.owner)

    # --- one sync ---

    def sync(self, key: ObjectName) -> None:
        """Create or delete pods, and write the status. SyncFailed if a pod was refused."""
        rs = self._sets.find(key)
        if rs is None:
            self._expectations.delete(key)
            return
        now = self._env.now
        tally = self._tallies.by_uid[rs.uid]
        next_available_s = tally.pass_time(now)
        # The status counts the pods as they were before this sync created or deleted some.
        seen = ReplicaSetStatus(rs.generation, tally.active, tally.ready, tally.available)
        refused = ""
        if rs.deletion_s is None and self._expectations.satisfied(key, now):
            refused = self._manage_replicas(rs)
        if refused:  # the first refusal's text stays as long as they go on
            seen = seen._replace(failure=rs.status.failure or ("FailedCreate", refused, now))
        self._store.update_status(rs, seen)
        if refused:
            raise SyncFailed(refused)
        if next_available_s is not None:
            self.queue.add_at(key, next_available_s)

    def _manage_replicas(self, rs: ApiObject) -> str:
        """Create what is missing or delete what is too much; return what the API server refused with, or ""."""
        missing: int = rs.spec.replicas - self._tallies.by_uid[rs.uid].active
        if missing > 0:
            return self._create(rs, min(missing, BURST_REPLICAS))
        if missing < 0:
            self._delete(rs, min(-missing, BURST_REPLICAS))
        return ""

    def _create(self, rs: ApiObject, count: int) -> str:
        """Create *count* pods, fewer if the API server refuses one; return what it said last."""
        refusals: list[str] = []
        owner = self._tallies.reference(rs)

        def create_one(_: int) -> bool:
            try:
                self._control.create(rs, owner)
            except APIError as refused:
                refusals.append(str(refused))
                return False
            return True

        self._expectations.expect_creations(rs.object_name, count, self._env.now)
        created = slow_start(count, create_one).successes
        if created < count:  # nobody will see those
            self._expectations.creation_observed(rs.object_name, count - created)
        return refusals[-1] if refusals else ""

    def _delete(self, rs: ApiObject, count: int) -> None:
        now = self._env.now
        pods = self._tallies.by_uid[rs.uid].pick_to_delete(count, now)
        self._expectations.expect_deletions(rs.object_name, [pod.object_name for pod in pods], now)
        for pod in pods:
            self._control.delete(rs, pod)


class ReplicationManager(ReplicaSetController):
    """The same for ReplicationControllers (pkg/controller/replication/replication_controller.go)."""

    kind = REPLICATION_CONTROLLER
    name = kind.controller
