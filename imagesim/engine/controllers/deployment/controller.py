"""Deployments: each gets the ReplicaSets that its roll-out calls for.

Models pkg/controller/deployment/deployment_controller.go of Kubernetes 1.36: what changes queue a Deployment, and what
a sync may write.
"""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.watches import Change, Verb
from imagesim.engine.controllers.controller import ControllerContext
from imagesim.engine.controllers.deployment.rollout import sync_deployment
from imagesim.engine.controllers.deployment.state import Client, DeploymentState
from imagesim.engine.controllers.replica_set.replica_set import ReplicaSet
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.template_hash import template_hash
from imagesim.rules.workloads import rollout


class DeploymentController:
    """Syncs all Deployments of one cluster."""

    name = "deployment-controller"

    def __init__(self, context: ControllerContext) -> None:
        self.queue: WorkQueue[DeploymentState] = WorkQueue(context.timers)
        self._timers = context.timers
        self._api = context.api
        self._workloads = context.workloads
        self._client = Client(
            create_replica_set=self._create_replica_set,
            replica_set_changed=self._workloads.replica_set_changed,
            write_status=self._workloads.write_status,
            event=self._event,
        )
        self._workloads.on_deployment.append(self.queue.add)
        self._workloads.on_replica_set.append(lambda rs: self.queue.add(rs.owner))
        self._api.store.watch("Pod", self._pod_changed)

    def sync(self, state: DeploymentState) -> None:
        """One step of the roll-out."""
        again_s = sync_deployment(self._client, state, self._timers.now)
        if again_s is not None:
            self.queue.add_at(state, again_s)

    def _pod_changed(self, verb: Verb, pod: ApiPod, _: Change) -> None:
        """Recreate waits for the last old pod, and no ReplicaSet's status tells when it went."""
        if verb != "remove":
            return
        rs = self._workloads.set_of(pod)
        if rs is not None and rs.owner.spec.strategy == rollout.RECREATE:
            self.queue.add(rs.owner)

    def _create_replica_set(self, state: DeploymentState, replicas: int) -> ReplicaSet:
        spec = state.spec
        taken = {rs.name for rs in state.replica_sets}
        collisions = 0
        while (name := f"{spec.name}-{(hash_ := template_hash(spec.template, collisions))}") in taken:
            collisions += 1
        rs = ReplicaSet(
            namespace=spec.namespace,
            name=name,
            owner=state,
            template=spec.template,
            labels=tuple(sorted((dict(spec.template.labels) | {"pod-template-hash": hash_}).items())),
            min_ready_s=spec.min_ready_s,
            nodes=state.nodes,
            now=self._timers.now,
        )
        rs.replicas = replicas
        state.replica_sets.append(rs)
        self._workloads.replica_set_changed(rs)
        return rs

    def _event(self, state: DeploymentState, message: str) -> None:
        spec = state.spec
        self._api.events.record(
            ObjectName("Deployment", spec.namespace, spec.name), "Normal", "ScalingReplicaSet", message
        )
