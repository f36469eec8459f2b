"""The conditions of a Deployment: has it got enough pods, and does its roll-out still make progress?

Models pkg/controller/deployment/progress.go and util/deployment_util.go of Kubernetes 1.36, texts verbatim. Times in
conditions are whole seconds, as the API stores them. A passed deadline is information only: the controller goes on.
"""

from typing import NamedTuple

from imagesim.rules.units import Seconds

PROGRESSING = "Progressing"
AVAILABLE = "Available"
REPLICA_FAILURE = "ReplicaFailure"

NEW_REPLICA_SET = "NewReplicaSetCreated"
FOUND_NEW_RS = "FoundNewReplicaSet"
UPDATED = "ReplicaSetUpdated"
NEW_RS_AVAILABLE = "NewReplicaSetAvailable"
TIMED_OUT = "ProgressDeadlineExceeded"
PAUSED = "DeploymentPaused"
RESUMED = "DeploymentResumed"

NO_DEADLINE = 2**31 - 1
"""`progressDeadlineSeconds` of this value (the largest int32) means that there is no deadline."""

_RETRY_S = 0.005  # the work queue's first delay


class DeploymentCondition(NamedTuple):
    """One condition. `last_update_s` moves with every sign of progress, `last_transition_s` only with `status`."""

    type: str
    status: str
    reason: str
    message: str
    last_update_s: Seconds
    last_transition_s: Seconds


class DeploymentStatus(NamedTuple):
    """A Deployment's status; `updated` counts the new ReplicaSet's pods, `conditions` are in the order of writing."""

    observed_generation: int = 0
    replicas: int = 0
    updated: int = 0
    ready: int = 0
    available: int = 0
    unavailable: int = 0
    conditions: tuple[DeploymentCondition, ...] = ()

    def condition(self, type_: str) -> DeploymentCondition | None:
        """The condition of that type, None if there is none."""
        for condition in self.conditions:
            if condition.type == type_:
                return condition
        return None

    def without(self, type_: str) -> "DeploymentStatus":
        """The status without that condition."""
        if self.condition(type_) is None:
            return self
        return self._replace(conditions=tuple(one for one in self.conditions if one.type != type_))

    def with_condition(self, new: DeploymentCondition) -> "DeploymentStatus":
        """SetDeploymentCondition: nothing changes if status and reason are the same, the message notwithstanding."""
        old = self.condition(new.type)
        if old is not None and old.status == new.status:
            if old.reason == new.reason:
                return self
            new = new._replace(last_transition_s=old.last_transition_s)
        others = tuple(one for one in self.conditions if one.type != new.type)
        return self._replace(conditions=(*others, new))


def new_condition(type_: str, status: str, reason: str, message: str, now: Seconds) -> DeploymentCondition:
    """A condition made at *now*; the API keeps whole seconds."""
    second = now // 1
    return DeploymentCondition(type_, status, reason, message, second, second)


def available_condition(enough: bool, now: Seconds) -> DeploymentCondition:
    """Whether at least replicas - maxUnavailable pods are available."""
    if enough:
        text = "Deployment has minimum availability."
        return new_condition(AVAILABLE, "True", "MinimumReplicasAvailable", text, now)
    text = "Deployment does not have minimum availability."
    return new_condition(AVAILABLE, "False", "MinimumReplicasUnavailable", text, now)


def deployment_complete(status: DeploymentStatus, replicas: int, generation: int) -> bool:
    """All pods are new and available, none is left over, and the status is about the current spec."""
    return (
        status.updated == status.replicas == status.available == replicas and status.observed_generation >= generation
    )


def deployment_progressing(old: DeploymentStatus, new: DeploymentStatus) -> bool:
    """Any growth counts, also an old pod that became ready again; so does any old pod that went."""
    return (
        new.updated > old.updated
        or new.replicas - new.updated < old.replicas - old.updated
        or new.ready > old.ready
        or new.available > old.available
    )


def deployment_timed_out(status: DeploymentStatus, deadline_s: Seconds, now: Seconds) -> bool:
    """More than *deadline_s* have passed since the last progress of a roll-out that is not complete."""
    condition = status.condition(PROGRESSING)
    if condition is None or condition.reason == NEW_RS_AVAILABLE:
        return False
    return condition.reason == TIMED_OUT or condition.last_update_s + deadline_s < now


class Rollout(NamedTuple):
    """What the conditions depend on besides the status; `new_rs` is "" while there is no new ReplicaSet."""

    deployment: str
    new_rs: str
    replicas: int
    generation: int
    deadline_s: Seconds

    @property
    def has_deadline(self) -> bool:
        """HasProgressDeadline()."""
        return self.deadline_s < NO_DEADLINE

    @property
    def subject(self) -> str:
        """Whom the messages are about."""
        return f'ReplicaSet "{self.new_rs}"' if self.new_rs else f'Deployment "{self.deployment}"'


def with_progress(old: DeploymentStatus, new: DeploymentStatus, rollout: Rollout, now: Seconds) -> DeploymentStatus:
    """syncRolloutStatus: *new* (fresh counts, conditions of *old* and Available) with the Progressing condition."""
    if not rollout.has_deadline:
        return new.without(PROGRESSING)
    current = old.condition(PROGRESSING)
    if new.replicas == new.updated and current is not None and current.reason == NEW_RS_AVAILABLE:
        return new
    if deployment_complete(new, rollout.replicas, rollout.generation):
        text = f"{rollout.subject} has successfully progressed."
        return new.with_condition(new_condition(PROGRESSING, "True", NEW_RS_AVAILABLE, text, now))
    if deployment_progressing(old, new):
        condition = new_condition(PROGRESSING, "True", UPDATED, f"{rollout.subject} is progressing.", now)
        if current is not None and current.status == "True":
            condition = condition._replace(last_transition_s=current.last_transition_s)
        # Taken out first: the same reason again must still move last_update_s, from which the deadline counts.
        return new.without(PROGRESSING).with_condition(condition)
    if deployment_timed_out(new, rollout.deadline_s, now):
        text = f"{rollout.subject} has timed out progressing."
        return new.with_condition(new_condition(PROGRESSING, "False", TIMED_OUT, text, now))
    return new


def with_replica_failure(status: DeploymentStatus, failure: tuple[str, str, Seconds] | None) -> DeploymentStatus:
    """*status* with the failure (reason, message, since when) of a ReplicaSet, or without one."""
    if failure is None:
        return status.without(REPLICA_FAILURE)
    reason, message, since_s = failure
    return status.with_condition(new_condition(REPLICA_FAILURE, "True", reason, message, since_s))


def next_deadline_check_s(status: DeploymentStatus, rollout: Rollout, now: Seconds) -> Seconds | None:
    """requeueStuckDeployment: when to look again whether the deadline has passed, None if there is no need.

    One second is added to the deadline against clock skew. Within the last second upstream looks every 5 ms; here
    once, 5 ms after the deadline. A roll-out that was once complete never times out,
    so nobody looks (upstream does, every 5 ms, without effect).
    """
    current = status.condition(PROGRESSING)
    if not rollout.has_deadline or current is None or current.reason in (TIMED_OUT, NEW_RS_AVAILABLE):
        return None
    if deployment_complete(status, rollout.replicas, rollout.generation):
        return None
    left = current.last_update_s + rollout.deadline_s - now
    if left >= 1:
        return now + left + 1
    return now + max(0.0, left) + _RETRY_S
