"""Deployments: each gets the ReplicaSets that its roll-out calls for.

Models pkg/controller/deployment/deployment_controller.go of Kubernetes 1.36: what queues a Deployment, and which step
a sync of it takes.
"""

from collections.abc import Sequence

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.controllers.controller import ControllerContext
from imagesim.engine.controllers.deployment.recreate import rollout_recreate
from imagesim.engine.controllers.deployment.rolling import rollout_rolling
from imagesim.engine.controllers.deployment.scaling import is_scaling_event, scale_only
from imagesim.engine.controllers.deployment.sync import DeploymentSync
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.names import ObjectName
from imagesim.rules.units import Seconds
from imagesim.rules.workloads import rollout


class DeploymentController:
    """Syncs all Deployments of one cluster."""

    name = "deployment-controller"

    def __init__(self, context: ControllerContext) -> None:
        self.queue: WorkQueue[ObjectName] = WorkQueue(context.timers)
        self._timers = context.timers
        self._api = context.api
        self._behaviour = context.behaviour
        self._deployments = context.informers.of("Deployment")
        self._sets = context.informers.of("ReplicaSet")
        self._pods = context.informers.of("Pod")
        self._deployments.add_handler(self._deployment_changed)
        self._sets.add_handler(self._replica_set_changed)
        self._pods.add_handler(self._pod_removed, verbs=["remove"])

    # --- what queues a Deployment ---

    def _deployment_changed(self, verb: Verb, deployment: ApiObject, _: Change) -> None:
        self.queue.add(deployment.object_name)

    def _replica_set_changed(self, verb: Verb, rs: ApiObject, _: Change) -> None:
        if rs.owner is not None and rs.owner.owner.kind == "Deployment":
            self.queue.add(rs.owner.owner)

    def _pod_removed(self, verb: Verb, pod: ApiPod, _: Change) -> None:
        """Recreate waits for the last old pod, and no ReplicaSet's status tells when it went."""
        workload = pod.workload
        deployment = self._deployments.find(workload) if workload is not None else None
        if deployment is not None and deployment.spec.strategy == rollout.RECREATE:
            self.queue.add(deployment.object_name)

    # --- one sync ---

    def sync(self, key: ObjectName) -> None:
        """Take one step. Raises Conflict where it would write a second time what it has written already."""
        deployment = self._deployments.find(key)
        if deployment is None:
            return
        sets = self._sets.controlled_by(deployment.uid)
        sync = DeploymentSync(self._api, self._behaviour, deployment, sets, self._timers.now)
        again_s = self._step(sync, deployment)
        if again_s is not None:
            self.queue.add_at(key, again_s)

    def _step(self, sync: DeploymentSync, deployment: ApiObject) -> Seconds | None:
        """syncDeployment: return when to look again although nothing changed, None for never."""
        if deployment.deletion_s is not None:
            sync.sync_deployment_status(*sync.old_and_new(create=False))
            return None
        sync.check_paused_conditions()
        if sync.spec.paused or is_scaling_event(sync):
            scale_only(sync)
            return None
        if sync.spec.strategy == rollout.RECREATE:
            return rollout_recreate(sync, self._old_pods_running)
        return rollout_rolling(sync)

    def _old_pods_running(self, old: Sequence[ApiObject]) -> bool:
        return any(
            rs.status.replicas > 0 or any(pod.phase not in TERMINAL for pod in self._pods.controlled_by(rs.uid))
            for rs in old
        )
