"""The Deployments and ReplicaSets that exist, and who is told when one changes."""

from collections.abc import Callable
from typing import NamedTuple

import simpy

from imagesim.engine.api.api_object import OwnerReference
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.controllers.deployment.state import DeploymentState
from imagesim.engine.controllers.replica_set.replica_set import ReplicaSet
from imagesim.rules.api.objects import Deployment
from imagesim.rules.units import Seconds
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


class StoredWorkloads:
    """Deployments by namespace and name, ReplicaSets by the Deployment that they belong to.

    `conditions` grows with every condition that is written.
    """

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self.conditions: list[ConditionRecord] = []
        self.deployments: dict[tuple[str, str], DeploymentState] = {}
        self._sets: dict[OwnerReference, ReplicaSet] = {}
        self.on_deployment: list[Callable[[DeploymentState], None]] = []
        self.on_replica_set: list[Callable[[ReplicaSet], None]] = []

    def create(self, deployment: Deployment) -> None:
        """Store a new Deployment. ValueError if there is one of that name."""
        key = deployment.namespace, deployment.name
        if key in self.deployments:
            raise ValueError(f'deployments.apps "{deployment.name}" already exists')
        state = self.deployments[key] = DeploymentState(deployment)
        self.deployment_changed(state)

    def read(self, namespace: str, name: str) -> Deployment:
        """The spec as stored; KeyError if there is none."""
        return self.state(namespace, name).spec

    def update(self, deployment: Deployment) -> None:
        """Store the whole spec anew; nothing happens if it is the same. KeyError if there is none."""
        state = self.state(deployment.namespace, deployment.name)
        if state.spec != deployment:
            state.spec = deployment
            state.generation += 1
            self.deployment_changed(state)

    def state(self, namespace: str, name: str) -> DeploymentState:
        """The Deployment as it is stored; KeyError if there is none."""
        return self.deployments[namespace, name]

    def deployment_changed(self, state: DeploymentState) -> None:
        """Tell those who watch."""
        for listener in self.on_deployment:
            listener(state)

    def pods_of(self, namespace: str, name: str) -> list[ApiPod]:
        """The Deployment's pods by name, without those that are being deleted."""
        sets = self.state(namespace, name).replica_sets
        return sorted((pod for rs in sets for pod in rs.pods.active_pods()), key=lambda pod: pod.name)

    def set_of(self, pod: ApiPod) -> ReplicaSet | None:
        """The ReplicaSet that controls *pod*, None if there is none."""
        return self._sets.get(pod.owner) if pod.owner is not None else None

    def replica_set_changed(self, rs: ReplicaSet) -> None:
        """Tell those who watch."""
        self._sets.setdefault(rs.reference, rs)
        for listener in self.on_replica_set:
            listener(rs)

    def write_status(self, state: DeploymentState, status: DeploymentStatus, revision: int) -> None:
        """Store status and revision."""
        before = state.status.conditions
        for condition in status.conditions:
            if condition not in before:
                spec = state.spec
                self.conditions.append(ConditionRecord(self._env.now, spec.namespace, spec.name, *condition))
        state.status, state.revision = status, revision
        self.deployment_changed(state)
