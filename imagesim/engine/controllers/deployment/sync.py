"""What every sync of a Deployment needs: its ReplicaSets, new sizes for them, its status.

Models pkg/controller/deployment/sync.go of Kubernetes 1.36. A sync works on what the API server had when it began, so
a second write of the same object in one sync is a conflict. This is seen from outside: the first sync after a resume
writes the condition, creates the ReplicaSet, and cannot write that condition any more.
"""

from collections.abc import Sequence

from imagesim.engine.controllers.deployment.state import Client, Conflict, DeploymentState
from imagesim.engine.controllers.replica_set.replica_set import ReplicaSet
from imagesim.rules.units import Seconds
from imagesim.rules.workloads import rollout, rollout_conditions
from imagesim.rules.workloads.rollout_conditions import DeploymentStatus, Rollout, new_condition


class DeploymentSync:
    """One sync of one Deployment. `status` is the sync's own copy, `limits` are the surge and unavailable of today."""

    def __init__(self, client: Client, state: DeploymentState, now: Seconds) -> None:
        self._client = client
        self._d = state
        self._now = now
        self._revision = state.revision
        self._status_written = False
        self._outdated: set[ReplicaSet] = set()
        self._found: tuple[list[ReplicaSet], ReplicaSet | None] | None = None
        self._has_deadline = state.spec.progress_deadline_s < rollout_conditions.NO_DEADLINE
        self.spec = state.spec
        self.status = state.status
        self.limits = rollout.rolling_limits(
            self.spec.strategy, self.spec.max_surge, self.spec.max_unavailable, self.spec.replicas
        )

    # --- the ReplicaSets ---

    def old_and_new(self, *, create: bool) -> tuple[list[ReplicaSet], ReplicaSet | None]:
        """getAllReplicaSetsAndSyncRevision: the old ReplicaSets, oldest first, and the one with today's template.

        With *create* there is one afterwards.
        """
        if self._found is not None:  # the second look within a sync finds the same, and has nothing to write
            return self._found
        ordered = sorted(self._d.replica_sets, key=by_age)
        new = next((rs for rs in ordered if rs.template == self.spec.template), None)
        old = [rs for rs in ordered if rs is not new]
        revision = max((rs.revision for rs in old), default=0) + 1
        if new is not None:
            self._keep_new(new, revision)
        elif create:
            new = self._create_new(old, revision)
        if new is not None and new not in self._outdated:
            self._found = old, new
        return old, new

    def _keep_new(self, new: ReplicaSet, revision: int) -> None:
        """The template has a ReplicaSet already. If that is from an earlier roll-out, it gets the next revision."""
        if new in self._outdated:
            raise Conflict
        if new.revision < revision:
            new.revision = revision
            self._outdated.add(new)
            self._client.replica_set_changed(new)
            return
        changed = self._revision != new.revision
        self._revision = new.revision
        if self._has_deadline and self.status.condition(rollout_conditions.PROGRESSING) is None:
            self._set_progressing("True", rollout_conditions.FOUND_NEW_RS, f'Found new replica set "{new.name}"')
            changed = True
        if changed:
            self._write_status(self.status)

    def _create_new(self, old: Sequence[ReplicaSet], revision: int) -> ReplicaSet:
        replicas = rollout.new_rs_new_replicas(
            self.spec.strategy, self.spec.replicas, self.limits.surge, sum(rs.replicas for rs in old), 0
        )
        new = self._client.create_replica_set(self._d, replicas)
        new.revision = self._revision = revision
        self._annotate(new)
        if replicas > 0:
            self._client.event(self._d, f"Scaled up replica set {new.name} from 0 to {replicas}")
        if self._has_deadline:
            self._set_progressing("True", rollout_conditions.NEW_REPLICA_SET, f'Created new replica set "{new.name}"')
        self._write_status(self.status)
        return new

    def scale_if_different(self, rs: ReplicaSet, size: int) -> bool:
        """scaleReplicaSetAndRecordEvent: the annotations stay as they are if the size is right."""
        return rs.replicas != size and self.scale(rs, size)

    def scale(self, rs: ReplicaSet, size: int) -> bool:
        """scaleReplicaSet: write size and annotations where they differ; return whether the size did."""
        before = rs.replicas
        rs.resize(size)
        if self._annotate(rs) or size != before:
            self._client.replica_set_changed(rs)
        if size != before:
            direction = "up" if size > before else "down"
            self._client.event(self._d, f"Scaled {direction} replica set {rs.name} from {before} to {size}")
        return size != before

    def scale_each(self, sets: Sequence[ReplicaSet], sizes: Sequence[int]) -> bool:
        """Scale each that has another size; return whether there was one."""
        changed = [self.scale_if_different(rs, size) for rs, size in zip(sets, sizes, strict=True)]
        return any(changed)

    def _annotate(self, rs: ReplicaSet) -> bool:
        wanted = (self.spec.replicas, self.spec.replicas + self.limits.surge)
        changed = wanted != (rs.desired, rs.max_replicas)
        rs.desired, rs.max_replicas = wanted
        return changed

    def clean_up(self, old: Sequence[ReplicaSet]) -> None:
        """cleanupDeployment: of the old ReplicaSets keep `revisionHistoryLimit`, those with the latest revisions."""
        surplus = max(0, len(old) - self.spec.revision_history_limit)
        for rs in sorted(old, key=lambda rs: (rs.revision, *by_age(rs)))[:surplus]:
            if rs.replicas == 0 and rs.status.replicas == 0 and rs.generation <= rs.status.observed_generation:
                rs.deleted = True
                self._d.replica_sets.remove(rs)
                self._client.replica_set_changed(rs)

    # --- the status ---

    def check_paused_conditions(self) -> None:
        """Note a pause or its end; a roll-out that exceeded its deadline keeps that condition."""
        current = self.status.condition(rollout_conditions.PROGRESSING)
        reason = current.reason if current is not None else ""
        if not self._has_deadline or reason == rollout_conditions.TIMED_OUT:
            return
        if self.spec.paused and reason != rollout_conditions.PAUSED:
            self._set_progressing("Unknown", rollout_conditions.PAUSED, "Deployment is paused")
        elif not self.spec.paused and reason == rollout_conditions.PAUSED:
            self._set_progressing("Unknown", rollout_conditions.RESUMED, "Deployment is resumed")
        else:
            return
        self._write_status(self.status)

    def complete(self) -> bool:
        """DeploymentComplete() of the status as it was when the sync began, or as the sync last wrote it."""
        return rollout_conditions.deployment_complete(self.status, self.spec.replicas, self._d.generation)

    def _about(self, new: ReplicaSet | None) -> Rollout:
        """What the conditions are about."""
        name = new.name if new is not None else ""
        return Rollout(self.spec.name, name, self.spec.replicas, self._d.generation, self.spec.progress_deadline_s)

    def _set_progressing(self, status: str, reason: str, message: str) -> None:
        condition = new_condition(rollout_conditions.PROGRESSING, status, reason, message, self._now)
        self.status = self.status.with_condition(condition)

    def _calculate_status(self, old: Sequence[ReplicaSet], new: ReplicaSet | None) -> DeploymentStatus:
        every = [*old, new] if new is not None else old
        available = sum(rs.status.available for rs in every)
        status = DeploymentStatus(
            observed_generation=self._d.generation,
            replicas=sum(rs.status.replicas for rs in every),
            updated=new.status.replicas if new is not None else 0,
            ready=sum(rs.status.ready for rs in every),
            available=available,
            unavailable=max(0, sum(rs.replicas for rs in every) - available),
            conditions=self.status.conditions,
        )
        enough = available >= self.spec.replicas - self.limits.unavailable
        return status.with_condition(rollout_conditions.available_condition(enough, self._now))

    def sync_deployment_status(self, old: Sequence[ReplicaSet], new: ReplicaSet | None) -> None:
        """After a pause or a scaling: the counts, but no progress and no deadline."""
        status = self._calculate_status(old, new)
        if status != self.status:
            self._write_status(status)

    def sync_rollout_status(self, old: Sequence[ReplicaSet], new: ReplicaSet | None) -> Seconds | None:
        """After a step of the roll-out. Return when to look whether the deadline has passed, None for never."""
        about = self._about(new)
        counted = self._calculate_status(old, new)
        status = rollout_conditions.with_progress(self.status, counted, about, self._now)
        status = rollout_conditions.with_replica_failure(status, _failure(old, new))
        if status == self.status:
            return rollout_conditions.next_deadline_check_s(status, about, self._now)
        self._write_status(status)
        return None

    def _write_status(self, status: DeploymentStatus) -> None:
        """Write status and revision. The sync goes on with its own copy, so it can write but once."""
        if self._status_written:
            raise Conflict
        if status != self._d.status or self._revision != self._d.revision:
            self._status_written = True
            self._client.write_status(self._d, status, self._revision)
        self.status = status


def by_age(rs: ReplicaSet) -> tuple[Seconds, str]:
    """ReplicaSetsByCreationTimestamp."""
    return rs.created_s, rs.name


def active(sets: Sequence[ReplicaSet | None]) -> list[ReplicaSet]:
    """FilterActiveReplicaSets: those that should have pods."""
    return [rs for rs in sets if rs is not None and rs.replicas > 0]


def _failure(old: Sequence[ReplicaSet], new: ReplicaSet | None) -> tuple[str, str, Seconds] | None:
    """getReplicaFailures: the new ReplicaSet's failure before those of old ones."""
    sets = [new, *old] if new is not None else old
    return next((rs.status.failure for rs in sets if rs.status.failure is not None), None)
