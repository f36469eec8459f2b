"""A ReplicaSet as the API server has it."""

from typing import Any, NamedTuple

from imagesim.engine.api.api_object import OwnerReference
from imagesim.engine.controllers.replica_set.pod_tally import NodeTally, PodTally
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Labels, PodTemplate
from imagesim.rules.units import Seconds


class ReplicaSetStatus(NamedTuple):
    """What the ReplicaSet's status says; the Deployment controller reads this and never counts pods itself."""

    observed_generation: int = 0
    replicas: int = 0
    ready: int = 0
    available: int = 0
    failure: tuple[str, str, Seconds] | None = None
    """The ReplicaFailure condition: reason, message, since when."""


class ReplicaSet:
    """A ReplicaSet as the API server has it. `desired` and `max_replicas` are the annotations of that name."""

    def __init__(
        self,
        *,
        namespace: str,
        name: str,
        owner: Any,
        template: PodTemplate,
        labels: Labels,
        min_ready_s: Seconds,
        nodes: NodeTally,
        now: Seconds,
    ) -> None:
        self.namespace = namespace
        self.name = name
        self.object_name = ObjectName("ReplicaSet", namespace, name)
        self.reference = OwnerReference(self.object_name, f"created-{now}")
        self.owner = owner  # the DeploymentState
        self.deployment: str = owner.spec.name
        self.workload = ObjectName("Deployment", namespace, self.deployment)
        self.template = template
        self.labels = labels
        self.created_s = now // 1  # the API stores whole seconds; of one second the name decides
        self.replicas = 0
        self.generation = 1
        self.desired = 0
        self.max_replicas = 0
        self.revision = 0
        self.deleted = False
        self.status = ReplicaSetStatus()
        self.pods = PodTally(min_ready_s, nodes)

    def resize(self, replicas: int) -> None:
        """Write a new `spec.replicas`."""
        if replicas != self.replicas:
            self.replicas = replicas
            self.generation += 1
