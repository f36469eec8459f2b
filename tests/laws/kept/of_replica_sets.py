"""Laws of ReplicaSets and ReplicationControllers, and of the Deployments above: counts, surge, progress."""

from collections import defaultdict
from collections.abc import Iterator

from imagesim.rules.workloads.rollout import scaled_value
from tests.laws.kept.history import JUST_NOW_S, Owner, left, moments
from tests.laws.kept.run import Run

_PROGRESSING, _TIMED_OUT, _DONE = "Progressing", "ProgressDeadlineExceeded", "NewReplicaSetAvailable"
_NEVER = 2**31 - 1


def a_replica_set_has_as_many_pods_as_it_says(run: Run) -> Iterator[str]:
    for owner in [*left(run, "ReplicaSet"), *left(run, "ReplicationController")]:
        spec = owner.spec if hasattr(owner.spec, "replicas") else owner.spec.spec
        if run.records.end_s > owner.changed_s + JUST_NOW_S and len(owner.active()) != spec.replicas:
            yield f"{owner.active()} {owner}"


def a_roll_out_has_no_more_pods_than_its_surge_allows(run: Run) -> Iterator[str]:
    """When a ReplicaSet of it gets more replicas, all together have no more than the Deployment and its surge."""
    deployments, sets = {}, defaultdict(dict)
    for row, owner, pod in moments(run, "Deployment", "ReplicaSet"):
        if row.kind == "Deployment":
            deployments[row.uid] = owner.spec
        if pod is not None or row.kind != "ReplicaSet" or owner.owner not in deployments:
            continue
        before = sets[owner.owner].get(row.uid, 0)
        sets[owner.owner][row.uid] = owner.spec.replicas if owner.removed_s is None else 0
        spec, together = deployments[owner.owner], sum(sets[owner.owner].values())
        most = spec.replicas
        if spec.strategy == "RollingUpdate":
            most += scaled_value(spec.max_surge, spec.replicas, round_up=True)
        if sets[owner.owner][row.uid] > before and together > most:
            yield f"{row.time_s}: {sets[owner.owner]} {spec}"


def a_deployment_that_recreates_has_pods_of_one_template(run: Run) -> Iterator[str]:
    """No pod is made while one of another ReplicaSet of the Deployment runs or is still to go."""
    deployments: dict[str, Owner] = {}
    sets: dict[str, list[Owner]] = defaultdict(list)
    for row, owner, pod in moments(run, "Deployment", "ReplicaSet"):
        if row.kind == "Deployment":
            deployments[row.uid] = owner
        elif row.kind == "ReplicaSet" and row.verb == "create":
            sets[owner.owner].append(owner)
        above = deployments.get(owner.owner)
        if pod is None or row.verb != "create" or above is None or above.spec.strategy != "Recreate":
            continue
        others = [each for mate in sets[owner.owner] if mate is not owner for each in mate.pods.values()]
        if running := [each for each in others if not each.ended]:
            yield f"{row.time_s}: {pod.name} beside {running}"


def a_paused_deployment_begins_no_roll_out(run: Run) -> Iterator[str]:
    """While it is paused it gets no new ReplicaSet."""
    deployments: dict[str, Owner] = {}
    for row, owner, pod in moments(run, "Deployment", "ReplicaSet"):
        if row.kind == "Deployment":
            deployments[row.uid] = owner
        elif pod is None and row.verb == "create" and (above := deployments.get(owner.owner)) and above.spec.paused:
            yield f"{row.time_s}: {owner}"


def no_progress_within_the_deadline_is_said(run: Run) -> Iterator[str]:
    """Not before the deadline, counted from the last progress, and soon after it."""
    for row, owner, _ in moments(run, "Deployment"):
        found = owner.status and owner.status.condition(_PROGRESSING)
        if row.verb == "status" and found and found.reason == _TIMED_OUT and found.status != "False":
            yield f"{row.time_s}: {owner.status}"
    for owner in left(run, "Deployment"):
        found = owner.status and owner.status.condition(_PROGRESSING)
        waits = found and found.status == "True" and found.reason not in (_DONE, "DeploymentResumed")
        due_s = found.last_update_s + owner.spec.progress_deadline_s + 1 + JUST_NOW_S if waits else _NEVER
        if waits and owner.spec.progress_deadline_s != _NEVER and not owner.spec.paused and due_s < run.records.end_s:
            yield f"due at {due_s}: {owner.spec} {owner.status}"


def the_deadline_is_not_said_to_be_over_before_it_is(run: Run) -> Iterator[str]:
    last: dict[str, float] = {}
    for row, owner, _ in moments(run, "Deployment"):
        found = owner.status and owner.status.condition(_PROGRESSING)
        if not found:
            continue
        if found.reason == _TIMED_OUT and found.last_transition_s == row.time_s // 1 and row.uid in last:
            if row.time_s < last[row.uid] + owner.spec.progress_deadline_s:
                yield f"{row.time_s}, last progress at {last[row.uid]}: {owner.spec} {owner.status}"
        elif found.status == "True":
            last[row.uid] = found.last_update_s
