"""What the Deployment controller notes on Deployments and ReplicaSets in annotations; kubectl reads it, too.

Models pkg/controller/deployment/util/deployment_util.go of Kubernetes 1.36.
"""

from imagesim.rules.api.objects import Labels

REVISION = "deployment.kubernetes.io/revision"
DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas"
MAX_REPLICAS = "deployment.kubernetes.io/max-replicas"


def revision(notes: Labels) -> int:
    """Which roll-out a ReplicaSet belongs to, or a Deployment is at; 0 before the first."""
    return _number(notes, REVISION)


def desired(notes: Labels) -> int:
    """The Deployment's replicas when the ReplicaSet was last scaled."""
    return _number(notes, DESIRED_REPLICAS)


def max_replicas(notes: Labels) -> int:
    """The same with surge."""
    return _number(notes, MAX_REPLICAS)


def with_revision(notes: Labels, number: int) -> Labels:
    """SetDeploymentRevision."""
    return _with(notes, {REVISION: str(number)})


def with_replicas(notes: Labels, wanted: int, most: int) -> Labels:
    """SetReplicasAnnotations."""
    return _with(notes, {DESIRED_REPLICAS: str(wanted), MAX_REPLICAS: str(most)})


def _with(notes: Labels, new: dict[str, str]) -> Labels:
    return tuple(sorted((dict(notes) | new).items()))


def _number(notes: Labels, key: str) -> int:
    return int(dict(notes).get(key, 0))
