"""What an update of a workload may not change.

Models the ValidateUpdate of pkg/registry/apps/*/strategy.go and pkg/registry/batch/job/strategy.go with
ValidateStatefulSetUpdate and ValidateJobUpdate of pkg/apis, Kubernetes 1.36. A CronJob and a ReplicationController may
change in everything. Of a Job's template the API prints all of it; here it is left out.
"""

from collections.abc import Callable, Mapping
from typing import Any

from imagesim.rules.api.field_errors import aggregate, forbidden
from imagesim.rules.api.objects import DaemonSet, Deployment, Job, Labels, ReplicaSetSpec, StatefulSet
from imagesim.rules.golang.json_text import marshal

_OF_A_STATEFUL_SET = (
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
    "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
)
_IMMUTABLE = "field is immutable"


def workload_update_problem(kind: str, old: Any, new: Any) -> str:
    """Why the API server refuses the spec *new* of a workload in the place of *old*, "" if it does not."""
    problems = _PROBLEMS.get(kind)
    return "" if problems is None else aggregate(problems(old, new))


def _selector(old: Deployment | ReplicaSetSpec | DaemonSet, new: Deployment | ReplicaSetSpec | DaemonSet) -> list[str]:
    return [] if old.selector == new.selector else [_immutable("spec.selector", _match_labels(new.selector))]


def _stateful_set(old: StatefulSet, new: StatefulSet) -> list[str]:
    same = (old.selector, old.pod_management_policy) == (new.selector, new.pod_management_policy)
    return [] if same else [forbidden("spec", _OF_A_STATEFUL_SET)]


def _job(old: Job, new: Job) -> list[str]:
    problems = []
    # An Indexed Job may change both numbers together (elastic indexed Jobs).
    elastic = new.completion_mode == "Indexed" and new.completions == new.parallelism
    if old.completions != new.completions and not elastic:
        problems.append(_immutable("spec.completions", "null" if new.completions is None else str(new.completions)))
    if old.template != new.template:
        problems.append(f"spec.template: Invalid value: {_IMMUTABLE}")
    if old.completion_mode != new.completion_mode:
        problems.append(_immutable("spec.completionMode", marshal(new.completion_mode)))
    if old.backoff_limit_per_index != new.backoff_limit_per_index:
        limit = new.backoff_limit_per_index
        problems.append(_immutable("spec.backoffLimitPerIndex", "null" if limit is None else str(limit)))
    return problems


def _immutable(field: str, value: str) -> str:
    return f"{field}: Invalid value: {value}: {_IMMUTABLE}"


def _match_labels(labels: Labels) -> str:
    pairs = ",".join(f"{marshal(key)}:{marshal(value)}" for key, value in labels)
    return f'{{"matchLabels":{{{pairs}}}}}'


_PROBLEMS: Mapping[str, Callable[[Any, Any], list[str]]] = {
    "Deployment": _selector,
    "ReplicaSet": _selector,
    "DaemonSet": _selector,
    "StatefulSet": _stateful_set,
    "Job": _job,
}
