"""The status of workloads as the API server serves it (apps/v1 and batch/v1)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from imagesim.rules.api.kinds import BY_NAME
from imagesim.rules.calendar import Calendar
from imagesim.rules.workloads.cron_job import ActiveJob, CronJobStatus
from imagesim.rules.workloads.daemon_set import DaemonSetStatus
from imagesim.rules.workloads.disruption import DisruptionStatus
from imagesim.rules.workloads.job import COMPLETE, JobStatus
from imagesim.rules.workloads.replica_set import ReplicaSetStatus
from imagesim.rules.workloads.rollout_conditions import DeploymentStatus
from imagesim.rules.workloads.stateful_set import StatefulSetStatus

Document = dict[str, Any]


def status_document(status: object, calendar: Calendar) -> Document:
    """The status of an object, {} for a kind whose objects have none."""
    write = _WRITERS.get(type(status))
    return write(status, calendar) if write is not None else {}


def _deployment(status: DeploymentStatus, calendar: Calendar) -> Document:
    counts = {
        "observedGeneration": status.observed_generation,
        "replicas": status.replicas,
        "updatedReplicas": status.updated,
        "readyReplicas": status.ready,
        "availableReplicas": status.available,
        "unavailableReplicas": status.unavailable,
    }
    conditions = [
        {
            "type": each.type,
            "status": each.status,
            "lastUpdateTime": calendar.rfc3339(each.last_update_s),
            "lastTransitionTime": calendar.rfc3339(each.last_transition_s),
            "reason": each.reason,
            "message": each.message,
        }
        for each in status.conditions
    ]
    return {**_counted(counts), **({"conditions": conditions} if conditions else {})}


def _replica_set(status: ReplicaSetStatus, calendar: Calendar) -> Document:
    counts = {
        "observedGeneration": status.observed_generation,
        "readyReplicas": status.ready,
        "availableReplicas": status.available,
    }
    document: Document = {"replicas": status.replicas, **_counted(counts)}
    if status.failure is not None:
        reason, message, since_s = status.failure
        condition = _condition("ReplicaFailure", "True", reason, message, calendar.rfc3339(since_s))
        document["conditions"] = [condition]
    return document


def _stateful_set(status: StatefulSetStatus, _: Calendar) -> Document:
    counts = {
        "observedGeneration": status.observed_generation,
        "readyReplicas": status.ready,
        "currentReplicas": status.current,
        "updatedReplicas": status.updated,
    }
    revisions = {"currentRevision": status.current_revision, "updateRevision": status.update_revision}
    return {
        "replicas": status.replicas,
        "availableReplicas": status.available,
        **_counted(counts),
        **{name: text for name, text in revisions.items() if text},
    }


def _daemon_set(status: DaemonSetStatus, _: Calendar) -> Document:
    counts = {
        "observedGeneration": status.observed_generation,
        "updatedNumberScheduled": status.updated,
        "numberAvailable": status.available,
        "numberUnavailable": status.unavailable,
    }
    return {
        "currentNumberScheduled": status.current,
        "desiredNumberScheduled": status.desired,
        "numberMisscheduled": status.misscheduled,
        "numberReady": status.ready,
        **_counted(counts),
    }


def _job(status: JobStatus, calendar: Calendar) -> Document:
    document: Document = _counted({"active": status.active, "succeeded": status.succeeded, "failed": status.failed})
    document |= {"ready": status.ready, "terminating": status.terminating}
    if status.start_s is not None:
        document["startTime"] = calendar.rfc3339(status.start_s)
    complete = status.condition(COMPLETE)
    if complete is not None:
        document["completionTime"] = calendar.rfc3339(complete.since_s)
    conditions = [
        _condition(each.type, str(each.status), each.reason, each.message, calendar.rfc3339(each.since_s))
        for each in status.conditions
    ]
    return {**document, **({"conditions": conditions} if conditions else {})}


def _cron_job(status: CronJobStatus, calendar: Calendar) -> Document:
    active = [_reference(each) for each in status.active]
    moments = {"lastScheduleTime": status.last_schedule_s, "lastSuccessfulTime": status.last_successful_s}
    dates = {name: calendar.rfc3339(moment) for name, moment in moments.items() if moment is not None}
    return {**({"active": active} if active else {}), **dates}


def _reference(job: ActiveJob) -> Document:
    """An ObjectReference."""
    kind = BY_NAME[job.job.kind]
    names = {"name": job.job.name, "namespace": job.job.namespace, "uid": job.uid}
    return {"apiVersion": kind.api_version, "kind": kind.name, **names}


def _counted(counts: Mapping[str, int]) -> Document:
    """Go leaves out a count of 0 that is omitempty."""
    return {name: count for name, count in counts.items() if count}


def _condition(type_: str, status: str, reason: str, message: str, at: str) -> Document:
    fields: Iterable[tuple[str, str]] = (
        ("type", type_),
        ("status", status),
        ("lastTransitionTime", at),
        ("reason", reason),
        ("message", message),
    )
    return {name: text for name, text in fields if text}


def _budget(status: DisruptionStatus, _: Calendar) -> Document:
    return {
        "observedGeneration": status.observed_generation,
        "disruptionsAllowed": status.allowed,
        "currentHealthy": status.current_healthy,
        "desiredHealthy": status.desired_healthy,
        "expectedPods": status.expected_pods,
    }


_WRITERS: Mapping[type, Callable[[Any, Calendar], Document]] = {
    DeploymentStatus: _deployment,
    ReplicaSetStatus: _replica_set,
    StatefulSetStatus: _stateful_set,
    DisruptionStatus: _budget,
    DaemonSetStatus: _daemon_set,
    JobStatus: _job,
    CronJobStatus: _cron_job,
}
