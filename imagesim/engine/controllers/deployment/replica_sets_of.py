"""The ReplicaSets of a Deployment: how one is made, found again and put in order.

Models pkg/controller/deployment/util/deployment_util.go and getNewReplicaSet of sync.go, Kubernetes 1.36.
"""

from collections.abc import Sequence
from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.store import Store
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Deployment, Labels, ReplicaSetSpec
from imagesim.rules.api.template_hash import POD_TEMPLATE_HASH, template_hash
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.replica_set import ReplicaSetStatus


def new_replica_set(store: Store, of: ApiObject, replicas: int, annotations: Labels) -> ApiObject:
    """One for today's template of the Deployment *of*, to be stored.

    Its name ends with the hash of the template; where that name is taken it gets another hash.
    """
    deployment: Deployment = of.spec
    template = deployment.template
    collisions = 0
    while True:
        hash_ = template_hash(template, collisions)
        name = ObjectName("ReplicaSet", of.namespace, f"{of.name}-{hash_}")
        if store.find(name) is None:
            break
        collisions += 1
    labels = tuple(sorted((dict(template.labels) | {POD_TEMPLATE_HASH: hash_}).items()))
    spec = ReplicaSetSpec(
        replicas=replicas,
        min_ready_s=deployment.min_ready_s,
        selector=labels,
        template=replace(template, labels=labels),
    )
    return ApiObject(name, spec, status=ReplicaSetStatus(), labels=labels, annotations=annotations, owner=of.reference)


def by_age(rs: ApiObject) -> tuple[Seconds, str]:
    """ReplicaSetsByCreationTimestamp: the API stores whole seconds; of one second the name decides."""
    return rs.created_s // 1, rs.name


def active(sets: Sequence[ApiObject | None]) -> list[ApiObject]:
    """FilterActiveReplicaSets: those that should have pods."""
    return [rs for rs in sets if rs is not None and rs.spec.replicas > 0]


def first_failure(old: Sequence[ApiObject], new: ApiObject | None) -> tuple[str, str, Seconds] | None:
    """getReplicaFailures: the new ReplicaSet's failure before those of old ones."""
    sets = [new, *old] if new is not None else old
    return next((rs.status.failure for rs in sets if rs.status.failure is not None), None)
