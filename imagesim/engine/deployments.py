"""Deployments: one sync looks at the ReplicaSets and changes at most what one step of the roll-out allows.

Models pkg/controller/deployment (deployment_controller.go, sync.go, rolling.go, recreate.go) of Kubernetes 1.36, with
method names after it. A sync works on what the API server had when it began. So a second write of the same object in
one sync is a conflict, which ends the sync; the first write brings the Deployment back into the queue. This is seen
from outside: the first sync after a resume only creates the ReplicaSet.
"""

from collections.abc import Callable, Sequence

from imagesim.engine.pod_tally import NodeTally
from imagesim.engine.replica_sets import ReplicaSet
from imagesim.rules import rollout, rollout_conditions
from imagesim.rules.objects import Deployment
from imagesim.rules.rollout_conditions import DeploymentStatus, Rollout, new_condition
from imagesim.rules.units import Seconds


class DeploymentState:
    """A Deployment as the API server has it, and its ReplicaSets in the order of creation."""

    def __init__(self, spec: Deployment) -> None:
        self.spec = spec
        self.generation = 1
        self.revision = 0
        self.status = DeploymentStatus()
        self.replica_sets: list[ReplicaSet] = []
        self.nodes = NodeTally()


class Conflict(Exception):
    """Somebody writes an object that has changed since the sync began; upstream tries again."""


class Cluster:
    """What a sync does to the world; the controller gives the functions."""

    def __init__(
        self,
        create_replica_set: Callable[[DeploymentState, int], ReplicaSet],
        replica_set_changed: Callable[[DeploymentState, ReplicaSet], None],
        write_status: Callable[[DeploymentState, DeploymentStatus, int], None],
        event: Callable[[DeploymentState, str], None],
    ) -> None:
        self.create_replica_set = create_replica_set
        self.replica_set_changed = replica_set_changed
        self.write_status = write_status
        self.event = event


class DeploymentSync:
    """One sync of one Deployment. `run` returns when to look at it again, None if only a change can matter."""

    def __init__(self, cluster: Cluster, state: DeploymentState, now: Seconds) -> None:
        self._cluster = cluster
        self._d = state
        self._spec = state.spec
        self._now = now
        self._status = state.status
        self._revision = state.revision
        self._written = False
        self._outdated: set[ReplicaSet] = set()
        self._limits = rollout.rolling_limits(
            self._spec.strategy, self._spec.max_surge, self._spec.max_unavailable, self._spec.replicas
        )

    def run(self) -> Seconds | None:
        """syncDeployment."""
        try:
            self._check_paused_conditions()
            if self._spec.paused or self._is_scaling_event():
                self._sync()
                return None
            if self._spec.strategy == rollout.RECREATE:
                return self._rollout_recreate()
            return self._rollout_rolling()
        except Conflict:
            return None

    # --- what is there ---

    def _old_and_new(self, *, create: bool) -> tuple[list[ReplicaSet], ReplicaSet | None]:
        """getAllReplicaSetsAndSyncRevision: the old ReplicaSets, oldest first, and the new one."""
        ordered = sorted(self._d.replica_sets, key=lambda rs: (rs.created_s, rs.name))
        new = next((rs for rs in ordered if rs.template == self._spec.template), None)
        old = [rs for rs in ordered if rs is not new]
        newest_revision = max((rs.revision for rs in old), default=0) + 1
        if new is not None:
            self._keep_new(new, newest_revision)
        elif create:
            new = self._create_new(old, newest_revision)
        return old, new

    def _keep_new(self, new: ReplicaSet, revision: int) -> None:
        """The template has a ReplicaSet, maybe from an earlier roll-out: it gets the next revision number."""
        if new in self._outdated:
            raise Conflict
        if new.revision < revision:
            new.revision = revision
            self._outdated.add(new)
            self._cluster.replica_set_changed(self._d, new)
            return
        changed = self._revision != new.revision
        self._revision = new.revision
        if self._rollout(new).has_deadline and self._status.condition(rollout_conditions.PROGRESSING) is None:
            self._set_progressing("True", rollout_conditions.FOUND_NEW_RS, f'Found new replica set "{new.name}"')
            changed = True
        if changed:
            self._update_status(self._status)

    def _create_new(self, old: Sequence[ReplicaSet], revision: int) -> ReplicaSet:
        all_replicas = sum(rs.replicas for rs in old)
        replicas = rollout.new_rs_new_replicas(
            self._spec.strategy, self._spec.replicas, self._limits.surge, all_replicas, 0
        )
        new = self._cluster.create_replica_set(self._d, replicas)
        new.revision = self._revision = revision
        self._annotate(new)
        if replicas > 0:
            self._cluster.event(self._d, f"Scaled up replica set {new.name} from 0 to {replicas}")
        if self._rollout(new).has_deadline:
            self._set_progressing("True", rollout_conditions.NEW_REPLICA_SET, f'Created new replica set "{new.name}"')
        self._update_status(self._status)
        return new

    # --- pausing and scaling ---

    def _check_paused_conditions(self) -> None:
        current = self._status.condition(rollout_conditions.PROGRESSING)
        reason = current.reason if current is not None else ""
        if not self._rollout(None).has_deadline or reason == rollout_conditions.TIMED_OUT:
            return
        if self._spec.paused and reason != rollout_conditions.PAUSED:
            self._set_progressing("Unknown", rollout_conditions.PAUSED, "Deployment is paused")
        elif not self._spec.paused and reason == rollout_conditions.PAUSED:
            self._set_progressing("Unknown", rollout_conditions.RESUMED, "Deployment is resumed")
        else:
            return
        self._update_status(self._status)

    def _is_scaling_event(self) -> bool:
        old, new = self._old_and_new(create=False)
        return any(rs.desired != self._spec.replicas for rs in _active([*old, new]))

    def _sync(self) -> None:
        """Only scale, and follow the status; no new ReplicaSet, no deadline."""
        old, new = self._old_and_new(create=False)
        self._scale(old, new)
        if self._spec.paused:
            self._cleanup(old)
        status = self._calculate_status(old, new)
        if status != self._d.status:
            self._update_status(status)

    def _scale(self, old: list[ReplicaSet], new: ReplicaSet | None) -> None:
        active = _active([*old, new])
        if len(active) <= 1:
            newest = [new] if new is not None else old[-1:]
            for rs in active or newest:
                self._scale_replica_set_and_record_event(rs, self._spec.replicas)
        elif new is not None and self._is_saturated(new):
            for rs in _active(old):
                self._scale_replica_set_and_record_event(rs, 0)
        elif self._spec.strategy == rollout.ROLLING_UPDATE:
            self._scale_proportionally(active)

    def _is_saturated(self, new: ReplicaSet) -> bool:
        return new.replicas == new.desired == new.status.available == self._spec.replicas

    def _scale_proportionally(self, active: list[ReplicaSet]) -> None:
        most = self._spec.replicas + self._limits.surge
        growing = most > sum(rs.replicas for rs in active)
        # Of equal sizes the newest comes first when growing, the oldest when shrinking; `active` has the oldest first.
        active.sort(key=lambda rs: (rs.created_s, rs.name), reverse=growing)
        active.sort(key=lambda rs: -rs.replicas)
        scaling = rollout.Scaling(self._spec.replicas, most, self._status.replicas)
        sizes = rollout.proportional_sizes([(rs.replicas, rs.max_replicas) for rs in active], scaling)
        for rs, size in zip(active, sizes, strict=True):
            self._scale_replica_set(rs, size)

    # --- the two strategies ---

    def _rollout_rolling(self) -> Seconds | None:
        old, new = self._old_and_new(create=True)
        assert new is not None
        if self._reconcile_new(old, new) or self._reconcile_old(old, new):
            return self._sync_rollout_status(old, new)
        if self._complete():
            self._cleanup(old)
        return self._sync_rollout_status(old, new)

    def _reconcile_new(self, old: list[ReplicaSet], new: ReplicaSet) -> bool:
        replicas = self._spec.replicas
        if new.replicas <= replicas:
            together = sum(rs.replicas for rs in old) + new.replicas
            replicas = rollout.new_rs_new_replicas(
                self._spec.strategy, replicas, self._limits.surge, together, new.replicas
            )
        return self._scale_replica_set_and_record_event(new, replicas)

    def _reconcile_old(self, old: list[ReplicaSet], new: ReplicaSet) -> bool:
        active = _active(old)
        minimum = self._spec.replicas - self._limits.unavailable
        together = sum(rs.replicas for rs in active) + new.replicas
        most = rollout.max_scaled_down(together, minimum, new.replicas, new.status.available)
        if not active or most <= 0:
            return False
        cleanup = rollout.cleanup_unhealthy_replicas(
            [rollout.OldReplicaSet(rs.replicas, rs.status.available) for rs in active], most
        )
        changed = self._resize(active, cleanup.sizes)
        if not cleanup.valid:
            return False
        available = sum(rs.status.available for rs in active) + new.status.available
        sizes = rollout.scale_down_old_replica_sets([rs.replicas for rs in active], available, minimum)
        return self._resize(active, sizes) or changed

    def _resize(self, sets: Sequence[ReplicaSet], sizes: Sequence[int]) -> bool:
        results = [self._scale_replica_set_and_record_event(rs, size) for rs, size in zip(sets, sizes, strict=True)]
        return any(results)

    def _rollout_recreate(self) -> Seconds | None:
        """The new ReplicaSet is not even created before the last old pod is gone."""
        old, new = self._old_and_new(create=False)
        active = _active(old)
        if self._resize(active, [0] * len(active)) or _old_pods_running(old):
            return self._sync_rollout_status(old, new)
        if new is None:
            old, new = self._old_and_new(create=True)
            assert new is not None
        self._scale_replica_set_and_record_event(new, self._spec.replicas)
        if self._complete():
            self._cleanup(old)
        return self._sync_rollout_status(old, new)

    # --- writing ReplicaSets ---

    def _scale_replica_set_and_record_event(self, rs: ReplicaSet, size: int) -> bool:
        return rs.replicas != size and self._scale_replica_set(rs, size)

    def _scale_replica_set(self, rs: ReplicaSet, size: int) -> bool:
        """Write size and annotations where they differ; return whether the size did."""
        before = rs.replicas
        rs.resize(size)
        if self._annotate(rs) or size != before:
            self._cluster.replica_set_changed(self._d, rs)
        if size != before:
            direction = "up" if size > before else "down"
            self._cluster.event(self._d, f"Scaled {direction} replica set {rs.name} from {before} to {size}")
        return size != before

    def _annotate(self, rs: ReplicaSet) -> bool:
        wanted = (self._spec.replicas, self._spec.replicas + self._limits.surge)
        changed = wanted != (rs.desired, rs.max_replicas)
        rs.desired, rs.max_replicas = wanted
        return changed

    def _cleanup(self, old: Sequence[ReplicaSet]) -> None:
        """cleanupDeployment: keep `revisionHistoryLimit` old ReplicaSets, the latest revisions."""
        surplus = max(0, len(old) - self._spec.revision_history_limit)
        for rs in sorted(old, key=lambda rs: (rs.revision, rs.created_s, rs.name))[:surplus]:
            if rs.replicas == 0 and rs.status.replicas == 0 and rs.generation <= rs.status.observed_generation:
                rs.deleted = True
                self._d.replica_sets.remove(rs)
                self._cluster.replica_set_changed(self._d, rs)

    # --- status ---

    def _complete(self) -> bool:
        return rollout_conditions.deployment_complete(self._status, self._spec.replicas, self._d.generation)

    def _rollout(self, new: ReplicaSet | None) -> Rollout:
        name = new.name if new is not None else ""
        return Rollout(self._spec.name, name, self._spec.replicas, self._d.generation, self._spec.progress_deadline_s)

    def _set_progressing(self, status: str, reason: str, message: str) -> None:
        condition = new_condition(rollout_conditions.PROGRESSING, status, reason, message, self._now)
        self._status = self._status.with_condition(condition)

    def _calculate_status(self, old: Sequence[ReplicaSet], new: ReplicaSet | None) -> DeploymentStatus:
        every = [*old, new] if new is not None else old
        available = sum(rs.status.available for rs in every)
        status = DeploymentStatus(
            self._d.generation,
            sum(rs.status.replicas for rs in every),
            new.status.replicas if new is not None else 0,
            sum(rs.status.ready for rs in every),
            available,
            max(0, sum(rs.replicas for rs in every) - available),
            self._status.conditions,
        )
        enough = available >= self._spec.replicas - self._limits.unavailable
        return status.with_condition(rollout_conditions.available_condition(enough, self._now))

    def _sync_rollout_status(self, old: Sequence[ReplicaSet], new: ReplicaSet | None) -> Seconds | None:
        about = self._rollout(new)
        counted = self._calculate_status(old, new)
        status = rollout_conditions.with_progress(self._status, counted, about, self._now)
        if status == self._status:
            return rollout_conditions.next_deadline_check_s(status, about, self._now)
        self._update_status(status)
        return None

    def _update_status(self, status: DeploymentStatus) -> None:
        """Write status and revision. The sync goes on with its own copy, so it can write but once."""
        if self._written:
            raise Conflict
        if status != self._d.status or self._revision != self._d.revision:
            self._written = True
            self._cluster.write_status(self._d, status, self._revision)
        self._status = status


def _active(sets: Sequence[ReplicaSet | None]) -> list[ReplicaSet]:
    return [rs for rs in sets if rs is not None and rs.replicas > 0]


def _old_pods_running(old: Sequence[ReplicaSet]) -> bool:
    """Whether any old pod object is left that has not ended by itself, terminating ones included."""
    return any(
        rs.status.replicas > 0 or any(pod.phase not in ("Succeeded", "Failed") for pod in rs.pods.existing)
        for rs in old
    )
