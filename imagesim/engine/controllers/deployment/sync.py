"""What every sync of a Deployment needs: its ReplicaSets, new sizes for them, its status.

Models pkg/controller/deployment/sync.go of Kubernetes 1.36. A sync works on what the informers had when it began, so a
second write of the same object in one sync is a Conflict, which ends it. This is seen from outside: the first sync
after a resume writes the condition, creates the ReplicaSet, and cannot write that condition any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.controllers.deployment.replica_sets_of import by_age, first_failure, new_replica_set
from imagesim.rules.api.objects import Deployment, Labels, ReplicaSetSpec
from imagesim.rules.api.template_hash import equal_ignore_hash
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour
from imagesim.rules.workloads import deployment_annotations as annotations
from imagesim.rules.workloads import deployment_texts, rollout, rollout_conditions
from imagesim.rules.workloads.replica_set import ReplicaSetStatus
from imagesim.rules.workloads.rollout_conditions import DeploymentStatus, Rollout, new_condition


class _AsRead(NamedTuple):
    """A ReplicaSet as the informer had it when the sync began, as far as the sync needs that."""

    resource_version: int
    generation: int
    spec: ReplicaSetSpec
    annotations: Labels


class DeploymentSync:
    """One sync of one Deployment. `status` is the sync's own copy, `limits` are the surge and unavailable of today."""

    def __init__(
        self,
        api: ApiServer,
        behaviour: KubernetesBehaviour,
        deployment: ApiObject,
        sets: Iterable[ApiObject],
        now: Seconds,
    ) -> None:
        self._api = api
        self._behaviour = behaviour
        self._store = api.store
        self._d = deployment
        self._now = now
        self._sets = sorted(sets, key=by_age)
        self._read_at = deployment.resource_version
        self._before: dict[str, _AsRead] = {}  # of those that it has written
        self._annotations = deployment.annotations
        self._found: tuple[list[ApiObject], ApiObject | None] | None = None
        self.spec: Deployment = deployment.spec
        self.status: DeploymentStatus = deployment.status
        self._has_deadline = self.spec.progress_deadline_s < rollout_conditions.NO_DEADLINE
        self.limits = rollout.rolling_limits(
            self.spec.strategy, self.spec.max_surge, self.spec.max_unavailable, self.spec.replicas
        )

    # --- the ReplicaSets ---

    def old_and_new(self, *, create: bool) -> tuple[list[ApiObject], ApiObject | None]:
        """getAllReplicaSetsAndSyncRevision: the old ReplicaSets, oldest first, and the one with today's template.

        With *create* there is one afterwards. Raises Conflict when a look before has written it.
        """
        if self._found is not None:  # the second look within a sync finds the same, and has nothing to write
            return self._found
        template = self.spec.template
        new = next((rs for rs in self._sets if equal_ignore_hash(rs.spec.template, template)), None)
        old = [rs for rs in self._sets if rs is not new]
        revision = max((annotations.revision(rs.annotations) for rs in old), default=0) + 1
        written = False
        if new is not None:
            written = self._keep_new(new, revision)
        elif create:
            new = self._create_new(old, revision)
        if new is not None and not written:
            self._found = old, new
        return old, new

    def _as_read(self, rs: ApiObject) -> _AsRead:
        """A ReplicaSet as it was before the sync wrote it."""
        return self._before.get(rs.uid) or _AsRead(rs.resource_version, rs.generation, rs.spec, rs.annotations)

    def _keep_new(self, new: ApiObject, revision: int) -> bool:
        """The template has a ReplicaSet already. If that is from an earlier roll-out, it gets the next revision.

        Return whether the ReplicaSet was written.
        """
        as_read = self._as_read(new)
        older = annotations.revision(as_read.annotations) < revision
        if older or as_read.spec.min_ready_s != self.spec.min_ready_s:
            spec = replace(as_read.spec, min_ready_s=self.spec.min_ready_s)
            notes = annotations.with_revision(as_read.annotations, revision) if older else as_read.annotations
            self._before[new.uid] = as_read
            self._store.update(new, spec=spec, annotations=notes, resource_version=as_read.resource_version)
            return True
        before = self._annotations
        self._annotations = annotations.with_revision(before, annotations.revision(new.annotations))
        changed = self._annotations != before
        if self._has_deadline and self.status.condition(rollout_conditions.PROGRESSING) is None:
            self._set_progressing("True", rollout_conditions.FOUND_NEW_RS, f'Found new replica set "{new.name}"')
            changed = True
        if changed:
            self._write_status(self.status)
        return False

    def _create_new(self, old: Sequence[ApiObject], revision: int) -> ApiObject:
        replicas = rollout.new_rs_new_replicas(
            self.spec.strategy, self.spec.replicas, self.limits.surge, sum(rs.spec.replicas for rs in old), 0
        )
        notes = self._with_replicas(annotations.with_revision((), revision))
        new = self._store.create(new_replica_set(self._store, self._d, replicas, notes))
        self._annotations = annotations.with_revision(self._annotations, revision)
        if replicas > 0:
            self._event(deployment_texts.created_scaled(self._behaviour, new.name, replicas))
        if self._has_deadline:
            self._set_progressing("True", rollout_conditions.NEW_REPLICA_SET, f'Created new replica set "{new.name}"')
        self._write_status(self.status)
        return new

    def scale_if_different(self, rs: ApiObject, size: int) -> bool:
        """scaleReplicaSetAndRecordEvent: the annotations stay as they are if the size is right."""
        return rs.spec.replicas != size and self.scale(rs, size)

    def scale(self, rs: ApiObject, size: int) -> bool:
        """scaleReplicaSet: write size and annotations where they differ; return whether the size did."""
        before: int = rs.spec.replicas
        if rs in self._sets:
            self._before[rs.uid] = self._as_read(rs)
        self._store.update(rs, spec=replace(rs.spec, replicas=size), annotations=self._with_replicas(rs.annotations))
        if size != before:
            self._event(deployment_texts.scaled(self._behaviour, rs.name, before, size))
        return size != before

    def scale_each(self, sets: Sequence[ApiObject], sizes: Sequence[int]) -> bool:
        """Scale each that has another size; return whether there was one."""
        changed = [self.scale_if_different(rs, size) for rs, size in zip(sets, sizes, strict=True)]
        return any(changed)

    def _with_replicas(self, notes: Labels) -> Labels:
        return annotations.with_replicas(notes, self.spec.replicas, self.spec.replicas + self.limits.surge)

    def clean_up(self, old: Sequence[ApiObject]) -> None:
        """cleanupDeployment: of the old ReplicaSets keep `revisionHistoryLimit`, those with the latest revisions.

        It goes by what the informer had: one that this very sync has scaled up from 0 counts as empty and goes. So a
        pause between the old pods and the new ones of a Recreate, without a history, leaves no ReplicaSet at all.
        """
        alive = [rs for rs in old if rs.deletion_s is None]
        surplus = max(0, len(alive) - self.spec.revision_history_limit)
        for rs in sorted(alive, key=lambda rs: (annotations.revision(rs.annotations), *by_age(rs)))[:surplus]:
            read = self._as_read(rs)
            empty = read.spec.replicas == 0 and rs.status.replicas == 0
            if empty and read.generation <= rs.status.observed_generation:
                self._store.delete(rs)

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

    def _about(self, new: ApiObject | None) -> Rollout:
        """What the conditions are about."""
        name = new.name if new is not None else ""
        return Rollout(self._d.name, name, self.spec.replicas, self._d.generation, self.spec.progress_deadline_s)

    def _set_progressing(self, status: str, reason: str, message: str) -> None:
        condition = new_condition(rollout_conditions.PROGRESSING, status, reason, message, self._now)
        self.status = self.status.with_condition(condition)

    def _calculate_status(self, old: Sequence[ApiObject], new: ApiObject | None) -> DeploymentStatus:
        replicas = ready = available = size = 0
        for rs in [*old, new] if new is not None else old:
            seen: ReplicaSetStatus = rs.status
            replicas += seen.replicas
            ready += seen.ready
            available += seen.available
            # Still as the sync began: what it scales, it scales copies of.
            before = self._before.get(rs.uid)
            size += rs.spec.replicas if before is None else before.spec.replicas
        status = DeploymentStatus(
            observed_generation=self._d.generation,
            replicas=replicas,
            updated=new.status.replicas if new is not None else 0,
            ready=ready,
            available=available,
            unavailable=max(0, size - available),
            conditions=self.status.conditions,
        )
        enough = available >= self.spec.replicas - self.limits.unavailable
        return status.with_condition(rollout_conditions.available_condition(enough, self._now))

    def sync_deployment_status(self, old: Sequence[ApiObject], new: ApiObject | None) -> None:
        """After a pause or a scaling: the counts, but no progress and no deadline."""
        status = self._calculate_status(old, new)
        if status != self.status:
            self._write_status(status)

    def sync_rollout_status(self, old: Sequence[ApiObject], new: ApiObject | None) -> Seconds | None:
        """After a step of the roll-out. Return when to look whether the deadline has passed, None for never."""
        about = self._about(new)
        counted = self._calculate_status(old, new)
        status = rollout_conditions.with_progress(self.status, counted, about, self._now)
        status = rollout_conditions.with_replica_failure(status, first_failure(old, new))
        if status == self.status:
            return rollout_conditions.next_deadline_check_s(status, about, self._now)
        self._write_status(status)
        return None

    def _write_status(self, status: DeploymentStatus) -> None:
        """Write status and revision. The sync goes on with its own copy, so it can write but once."""
        self._store.update_status(self._d, status, annotations=self._annotations, resource_version=self._read_at)
        self.status = status

    def _event(self, message: str) -> None:
        self._api.events.record(self._d.object_name, "Normal", "ScalingReplicaSet", message)
