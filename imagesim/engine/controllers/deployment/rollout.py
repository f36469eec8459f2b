"""What one sync of a Deployment decides: to scale, to pause, or one step of a roll-out.

Models pkg/controller/deployment (deployment_controller.go, rolling.go, recreate.go, and scale() of sync.go) of
Kubernetes 1.36. Every step looks at what is there and keeps no plan, so a roll-out can be changed, paused, scaled or
rolled back at any moment; a rollback is nothing but a template that has a ReplicaSet already.
"""

from imagesim.engine.controllers.deployment.state import Client, Conflict, DeploymentState
from imagesim.engine.controllers.deployment.sync import DeploymentSync, active, by_age
from imagesim.engine.controllers.replica_set.replica_set import ReplicaSet
from imagesim.rules.units import Seconds
from imagesim.rules.workloads import rollout


def sync_deployment(client: Client, state: DeploymentState, now: Seconds) -> Seconds | None:
    """Carry out one sync; return when to look again although nothing changed, None for never."""
    sync = DeploymentSync(client, state, now)
    try:
        sync.check_paused_conditions()
        if state.spec.paused or _is_scaling_event(sync):
            _scale_only(sync)
            return None
        if state.spec.strategy == rollout.RECREATE:
            return _rollout_recreate(sync)
        return _rollout_rolling(sync)
    except Conflict:
        return None


# --- pausing and scaling ---


def _is_scaling_event(sync: DeploymentSync) -> bool:
    old, new = sync.old_and_new(create=False)
    return any(rs.desired != sync.spec.replicas for rs in active([*old, new]))


def _scale_only(sync: DeploymentSync) -> None:
    """No new ReplicaSet, no deadline. At 0 replicas a stuck roll-out counts as complete, and comes back as such."""
    old, new = sync.old_and_new(create=False)
    _scale(sync, old, new)
    if sync.spec.paused:
        sync.clean_up(old)
    sync.sync_deployment_status(old, new)


def _scale(sync: DeploymentSync, old: list[ReplicaSet], new: ReplicaSet | None) -> None:
    running = active([*old, new])
    if len(running) <= 1:
        newest = [new] if new is not None else old[-1:]
        for rs in running or newest:
            sync.scale_if_different(rs, sync.spec.replicas)
    elif new is not None and _is_saturated(sync, new):
        sync.scale_each(active(old), [0] * len(active(old)))
    elif sync.spec.strategy == rollout.ROLLING_UPDATE:
        _scale_proportionally(sync, running)


def _is_saturated(sync: DeploymentSync, new: ReplicaSet) -> bool:
    return new.replicas == new.desired == new.status.available == sync.spec.replicas


def _scale_proportionally(sync: DeploymentSync, running: list[ReplicaSet]) -> None:
    scaling = rollout.Scaling(sync.spec.replicas, sync.spec.replicas + sync.limits.surge, sync.status.replicas)
    growing = scaling.to_add(sum(rs.replicas for rs in running)) > 0
    # Largest first; of equal ones the newest when growing, the oldest when shrinking.
    running.sort(key=by_age, reverse=growing)
    running.sort(key=lambda rs: -rs.replicas)
    sizes = rollout.proportional_sizes([(rs.replicas, rs.max_replicas) for rs in running], scaling)
    for rs, size in zip(running, sizes, strict=True):
        sync.scale(rs, size)


# --- RollingUpdate ---


def _rollout_rolling(sync: DeploymentSync) -> Seconds | None:
    """Scale the new ReplicaSet up if there is room, else old ones down if there are pods to spare."""
    old, new = sync.old_and_new(create=True)
    assert new is not None
    if not _reconcile_new(sync, old, new) and not _reconcile_old(sync, old, new) and sync.complete():
        sync.clean_up(old)
    return sync.sync_rollout_status(old, new)


def _reconcile_new(sync: DeploymentSync, old: list[ReplicaSet], new: ReplicaSet) -> bool:
    size = sync.spec.replicas
    if new.replicas < size:
        together = sum(rs.replicas for rs in old) + new.replicas
        size = rollout.new_rs_new_replicas(sync.spec.strategy, size, sync.limits.surge, together, new.replicas)
    return sync.scale_if_different(new, size)


def _reconcile_old(sync: DeploymentSync, old: list[ReplicaSet], new: ReplicaSet) -> bool:
    running = active(old)
    minimum = sync.spec.replicas - sync.limits.unavailable
    together = sum(rs.replicas for rs in running) + new.replicas
    most = rollout.max_scaled_down(together, minimum, new.replicas, new.status.available)
    if not running or most <= 0:
        return False
    sizes = [rollout.OldReplicaSet(rs.replicas, rs.status.available) for rs in running]
    clean_up = rollout.cleanup_unhealthy_replicas(sizes, most)
    cleaned = sync.scale_each(running, clean_up.sizes)
    if not clean_up.valid:
        return False
    available = sum(rs.status.available for rs in running) + new.status.available
    fewer = rollout.scale_down_old_replica_sets([rs.replicas for rs in running], available, minimum)
    return sync.scale_each(running, fewer) or cleaned


# --- Recreate ---


def _rollout_recreate(sync: DeploymentSync) -> Seconds | None:
    """The new ReplicaSet is not even created before the last old pod is gone."""
    old, new = sync.old_and_new(create=False)
    running = active(old)
    if sync.scale_each(running, [0] * len(running)) or _old_pods_running(old):
        return sync.sync_rollout_status(old, new)
    if new is None:
        old, new = sync.old_and_new(create=True)
        assert new is not None
    sync.scale_if_different(new, sync.spec.replicas)
    if sync.complete():
        sync.clean_up(old)
    return sync.sync_rollout_status(old, new)


def _old_pods_running(old: list[ReplicaSet]) -> bool:
    """Whether an old pod object is left, also a terminating one, that has not ended by itself."""
    return any(
        rs.status.replicas > 0 or any(pod.phase not in ("Succeeded", "Failed") for pod in rs.pods.existing)
        for rs in old
    )
