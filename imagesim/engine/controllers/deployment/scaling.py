"""Pausing and scaling: ReplicaSets get new sizes, and no roll-out goes on.

Models scale() and sync() of pkg/controller/deployment/sync.go, Kubernetes 1.36.
"""

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.controllers.deployment.replica_sets_of import active, by_age
from imagesim.engine.controllers.deployment.sync import DeploymentSync
from imagesim.rules.workloads import deployment_annotations as annotations
from imagesim.rules.workloads import rollout


def is_scaling_event(sync: DeploymentSync) -> bool:
    """Whether the Deployment has other replicas than when its ReplicaSets were last scaled."""
    old, new = sync.old_and_new(create=False)
    return any(annotations.desired(rs.annotations) != sync.spec.replicas for rs in active([*old, new]))


def scale_only(sync: DeploymentSync) -> None:
    """No new ReplicaSet, no deadline. At 0 replicas a stuck roll-out counts as complete, and comes back as such."""
    old, new = sync.old_and_new(create=False)
    _scale(sync, old, new)
    if sync.spec.paused:
        sync.clean_up(old)
    sync.sync_deployment_status(old, new)


def _scale(sync: DeploymentSync, old: list[ApiObject], new: ApiObject | None) -> None:
    newest_first = old[::-1]  # FindActiveOrLatest sorts them so in place, and what follows keeps that order
    running = active([*newest_first, new])
    if len(running) <= 1:
        newest = [new] if new is not None else newest_first[:1]
        for rs in running or newest:
            sync.scale_if_different(rs, sync.spec.replicas)
    elif new is not None and _is_saturated(sync, new):
        sync.scale_each(active(newest_first), [0] * len(active(old)))
    elif sync.spec.strategy == rollout.ROLLING_UPDATE:
        _scale_proportionally(sync, running)


def _is_saturated(sync: DeploymentSync, new: ApiObject) -> bool:
    sizes = {new.spec.replicas, annotations.desired(new.annotations), new.status.available}
    return sizes == {sync.spec.replicas}


def _scale_proportionally(sync: DeploymentSync, running: list[ApiObject]) -> None:
    scaling = rollout.Scaling(sync.spec.replicas, sync.spec.replicas + sync.limits.surge, sync.status.replicas)
    to_add = scaling.to_add(sum(rs.spec.replicas for rs in running))
    if to_add != 0:  # largest first; of equal ones the newest when growing, the oldest when shrinking
        running.sort(key=by_age, reverse=to_add > 0)
        running.sort(key=lambda rs: -rs.spec.replicas)
    sizes = rollout.proportional_sizes(
        [(rs.spec.replicas, annotations.max_replicas(rs.annotations)) for rs in running], scaling
    )
    for rs, size in zip(running, sizes, strict=True):
        sync.scale(rs, size)
