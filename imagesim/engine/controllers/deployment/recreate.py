"""One step of Recreate: the old pods go, and then the new ones come.

Models pkg/controller/deployment/recreate.go of Kubernetes 1.36.
"""

from collections.abc import Callable, Sequence

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.controllers.deployment.replica_sets_of import active
from imagesim.engine.controllers.deployment.sync import DeploymentSync
from imagesim.rules.units import Seconds

OldPodsRunning = Callable[[Sequence[ApiObject]], bool]
"""Whether a pod of one of these ReplicaSets is left, also a terminating one, that has not ended by itself."""


def rollout_recreate(sync: DeploymentSync, old_pods_running: OldPodsRunning) -> Seconds | None:
    """Carry it out: the new ReplicaSet is not even created before the last old pod is gone.

    Return when to look again although nothing changed, None for never.
    """
    old, new = sync.old_and_new(create=False)
    running = active(old)
    if sync.scale_each(running, [0] * len(running)) or old_pods_running(old):
        return sync.sync_rollout_status(old, new)
    if new is None:
        old, new = sync.old_and_new(create=True)
        assert new is not None
    sync.scale_if_different(new, sync.spec.replicas)
    if sync.complete():
        sync.clean_up(old)
    return sync.sync_rollout_status(old, new)
