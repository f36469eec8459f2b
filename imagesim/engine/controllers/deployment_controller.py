"""The controllers of Deployments and ReplicaSets: who is synced when.

Event driven: a change puts the Deployment or ReplicaSet into its work queue, and one callback at the same simulated
instant syncs until both queues are empty. Deployments go first, ReplicaSets one at a time after them; in a cluster both
work side by side, so this is one of the orders that can happen. A steady state costs nothing.
"""

from typing import NamedTuple

import simpy

from imagesim.engine.api.api_server import ApiPod, ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.controllers.deployment_state import Client, DeploymentState
from imagesim.engine.controllers.deployments import sync_deployment
from imagesim.engine.controllers.replica_sets import ReplicaSet, ReplicaSetSync, pods_in_name_order
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.objects import Deployment
from imagesim.rules.api.template_hash import template_hash
from imagesim.rules.units import Seconds
from imagesim.rules.workloads import rollout
from imagesim.rules.workloads.replica_set import retry_delay_s
from imagesim.rules.workloads.rollout_conditions import DeploymentStatus


class ConditionRecord(NamedTuple):
    """At `time_s` a Deployment's condition was written; a Progressing one also when only `last_update_s` moved."""

    time_s: Seconds
    namespace: str
    name: str
    type: str
    status: str
    reason: str
    message: str
    last_update_s: Seconds
    last_transition_s: Seconds


class DeploymentController:
    """All Deployments of one cluster and their ReplicaSets. `conditions` grows with every condition that is written."""

    def __init__(self, env: simpy.Environment, api: ApiServer, chance: Chance) -> None:
        self.conditions: list[ConditionRecord] = []
        self._env = env
        self._api = api
        self._deployments: dict[tuple[str, str], DeploymentState] = {}
        self._of_set: dict[ReplicaSet, DeploymentState] = {}
        self._sets = ReplicaSetSync(env, api, chance)
        self._client = Client(
            create_replica_set=self._create_replica_set,
            replica_set_changed=self._replica_set_changed,
            write_status=self._write_status,
            event=self._event,
        )
        self._deployment_queue: WorkQueue[DeploymentState] = WorkQueue()
        self._set_queue: WorkQueue[ReplicaSet] = WorkQueue()
        self._timers: dict[DeploymentState | ReplicaSet, Seconds] = {}
        self._awake = False
        for listeners in (api.on_created, api.on_changed, api.on_deleting, api.on_removed):
            listeners.append(self._pod_changed)

    # --- what is stored; people write it with the verbs of engine/api/kubectl.py ---

    def create(self, deployment: Deployment) -> None:
        """Store a new Deployment. ValueError if there is one of that name."""
        key = deployment.namespace, deployment.name
        if key in self._deployments:
            raise ValueError(f'deployments.apps "{deployment.name}" already exists')
        state = self._deployments[key] = DeploymentState(deployment)
        self._deployment_queue.add(state)
        self._wake()

    def read(self, namespace: str, name: str) -> Deployment:
        """The spec as stored; KeyError if there is none."""
        return self.state(namespace, name).spec

    def update(self, deployment: Deployment) -> None:
        """Store the whole spec anew; nothing happens if it is the same. KeyError if there is none."""
        state = self.state(deployment.namespace, deployment.name)
        if state.spec != deployment:
            state.spec = deployment
            state.generation += 1
            self._deployment_queue.add(state)
            self._wake()

    def state(self, namespace: str, name: str) -> DeploymentState:
        """The Deployment as the API server has it; KeyError if there is none."""
        return self._deployments[namespace, name]

    def pods_of(self, namespace: str, name: str) -> list[ApiPod]:
        """The Deployment's pods by name, without those that are being deleted."""
        return pods_in_name_order(self.state(namespace, name).replica_sets)

    # --- who is synced when ---

    def _wake(self) -> None:
        if not self._awake:
            self._awake = True
            self._env.timeout(0).callbacks.append(self._settle)

    def _settle(self, _: simpy.Event) -> None:
        """Sync until nothing is left to do at this instant."""
        while self._deployment_queue or self._set_queue:
            if self._deployment_queue:
                self._sync_deployment(self._deployment_queue.get())
            else:
                self._sync_replica_set(self._set_queue.get())
        self._awake = False

    def _sync_deployment(self, state: DeploymentState) -> None:
        again_s = sync_deployment(self._client, state, self._env.now)
        if again_s is not None:
            self._later(state, again_s)

    def _sync_replica_set(self, rs: ReplicaSet) -> None:
        if rs.deleted:
            return
        outcome = self._sets.sync(rs)
        if outcome.status_changed:
            self._replica_set_changed(self._of_set[rs], rs)
        rs.failures = rs.failures + 1 if outcome.failed else 0
        if outcome.failed:
            self._later(rs, self._env.now + retry_delay_s(rs.failures))
        elif outcome.next_available_s is not None:
            self._later(rs, outcome.next_available_s)

    def _later(self, item: DeploymentState | ReplicaSet, time: Seconds) -> None:
        """Queue *item* at *time*. One that is planned for earlier stands; its sync will ask again."""
        if self._timers.get(item, float("inf")) > time:
            self._timers[item] = time
            self._env.timeout(max(0.0, time - self._env.now)).callbacks.append(lambda _: self._due(item, time))

    def _due(self, item: DeploymentState | ReplicaSet, time: Seconds) -> None:
        if self._timers.get(item) != time:
            return  # an earlier time took its place
        del self._timers[item]
        if isinstance(item, ReplicaSet):
            self._set_queue.add(item)
        else:
            self._deployment_queue.add(item)
        self._wake()

    # --- what changed ---

    def _pod_changed(self, pod: ApiPod) -> None:
        rs = pod.owner
        if not isinstance(rs, ReplicaSet):
            return
        if rs.pods.note(pod, self._env.now):
            self._set_queue.add(rs)
            self._wake()
        state = self._of_set[rs]
        if pod.removed_s is not None and state.spec.strategy == rollout.RECREATE:
            self._deployment_queue.add(state)
            self._wake()

    def _create_replica_set(self, state: DeploymentState, replicas: int) -> ReplicaSet:
        spec = state.spec
        taken = {rs.name for rs in state.replica_sets}
        collisions = 0
        while (name := f"{spec.name}-{(hash_ := template_hash(spec.template, collisions))}") in taken:
            collisions += 1
        rs = ReplicaSet(
            namespace=spec.namespace,
            name=name,
            deployment=spec.name,
            template=spec.template,
            labels=tuple(sorted((dict(spec.template.labels) | {"pod-template-hash": hash_}).items())),
            min_ready_s=spec.min_ready_s,
            nodes=state.nodes,
            now=self._env.now,
        )
        rs.replicas = replicas
        state.replica_sets.append(rs)
        self._of_set[rs] = state
        self._replica_set_changed(state, rs)
        return rs

    def _replica_set_changed(self, state: DeploymentState, rs: ReplicaSet) -> None:
        self._set_queue.add(rs)
        self._deployment_queue.add(state)

    def _write_status(self, state: DeploymentState, status: DeploymentStatus, revision: int) -> None:
        before = state.status.conditions
        for condition in status.conditions:
            if condition not in before:
                spec = state.spec
                self.conditions.append(ConditionRecord(self._env.now, spec.namespace, spec.name, *condition))
        state.status, state.revision = status, revision
        self._deployment_queue.add(state)

    def _event(self, state: DeploymentState, message: str) -> None:
        spec = state.spec
        self._api.event(spec.namespace, f"deployment/{spec.name}", "Normal", "ScalingReplicaSet", message)
