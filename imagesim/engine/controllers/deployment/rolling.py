"""One step of a RollingUpdate: up where there is room, else down where there are pods to spare.

Models pkg/controller/deployment/rolling.go of Kubernetes 1.36. Every step looks at what is there and keeps no plan, so
a roll-out can be changed, paused, scaled or rolled back at any moment; a rollback is nothing but a template that has a
ReplicaSet already.
"""

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.controllers.deployment.replica_sets_of import active
from imagesim.engine.controllers.deployment.sync import DeploymentSync
from imagesim.rules.units import Seconds
from imagesim.rules.workloads import rollout


def rollout_rolling(sync: DeploymentSync) -> Seconds | None:
    """Carry it out; return when to look again although nothing changed, None for never."""
    old, new = sync.old_and_new(create=True)
    assert new is not None
    if not _reconcile_new(sync, old, new) and not _reconcile_old(sync, old, new) and sync.complete():
        sync.clean_up(old)
    return sync.sync_rollout_status(old, new)


def _reconcile_new(sync: DeploymentSync, old: list[ApiObject], new: ApiObject) -> bool:
    size = sync.spec.replicas
    if new.spec.replicas < size:
        together = sum(rs.spec.replicas for rs in old) + new.spec.replicas
        size = rollout.new_rs_new_replicas(sync.spec.strategy, size, sync.limits.surge, together, new.spec.replicas)
    return sync.scale_if_different(new, size)


def _reconcile_old(sync: DeploymentSync, old: list[ApiObject], new: ApiObject) -> bool:
    running = active(old)
    minimum = sync.spec.replicas - sync.limits.unavailable
    together = sum(rs.spec.replicas for rs in running) + new.spec.replicas
    most = rollout.max_scaled_down(together, minimum, new.spec.replicas, new.status.available)
    if not running or most <= 0:
        return False
    sizes = [rollout.OldReplicaSet(rs.spec.replicas, rs.status.available) for rs in running]
    clean_up = rollout.cleanup_unhealthy_replicas(sizes, most)
    cleaned = sync.scale_each(running, clean_up.sizes)
    if not clean_up.valid:
        return False
    available = sum(rs.status.available for rs in running) + new.status.available
    fewer = rollout.scale_down_old_replica_sets([rs.spec.replicas for rs in running], available, minimum)
    return sync.scale_each(running, fewer) or cleaned
