"""A Deployment as the API server has it, and what a sync of it may do to the world."""

from collections.abc import Callable
from dataclasses import dataclass

from imagesim.engine.controllers.replica_set.pod_tally import NodeTally
from imagesim.engine.controllers.replica_set.replica_set import ReplicaSet
from imagesim.rules.api.objects import Deployment
from imagesim.rules.workloads.rollout_conditions import DeploymentStatus


class DeploymentState:
    """`generation` counts changes of `spec`; `replica_sets` are in the order of creation."""

    def __init__(self, spec: Deployment) -> None:
        self.spec = spec
        self.generation = 1
        self.revision = 0
        self.status = DeploymentStatus()
        self.replica_sets: list[ReplicaSet] = []
        self.nodes = NodeTally()


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The writes of a sync, as the controller carries them out."""

    create_replica_set: Callable[[DeploymentState, int], ReplicaSet]
    replica_set_changed: Callable[[ReplicaSet], None]
    write_status: Callable[[DeploymentState, DeploymentStatus, int], None]
    event: Callable[[DeploymentState, str], None]


class Conflict(Exception):
    """A sync writes an object that has changed since the sync began; it ends, and the change has queued another."""
