"""What the Deployment controller says: the event ScalingReplicaSet.

Models scaleReplicaSet and getNewReplicaSet of pkg/controller/deployment/sync.go, read at 1.31.14, 1.32.13 and 1.36.3.
"""

from imagesim.rules.versions.kubernetes import KubernetesBehaviour


def created_scaled(behaviour: KubernetesBehaviour, replica_set: str, replicas: int) -> str:
    """A new ReplicaSet was created with so many *replicas*."""
    came = " from 0" if behaviour.scaling_says_from_to else ""
    return f"Scaled up replica set {replica_set}{came} to {replicas}"


def scaled(behaviour: KubernetesBehaviour, replica_set: str, before: int, after: int) -> str:
    """A ReplicaSet got another size."""
    direction = "up" if after > before else "down"
    sizes = f"from {before} to {after}" if behaviour.scaling_says_from_to else f"to {after} from {before}"
    return f"Scaled {direction} replica set {replica_set} {sizes}"
