"""The status of workloads of a dump, as the store holds it. Generations are counted anew, from 1."""

from collections.abc import Callable, Mapping
from typing import Any

from imagesim.rules.calendar import Calendar
from imagesim.rules.workloads.cron_job import CronJobStatus
from imagesim.rules.workloads.daemon_set import DaemonSetStatus
from imagesim.rules.workloads.job import JobCondition, JobStatus
from imagesim.rules.workloads.replica_set import ReplicaSetStatus
from imagesim.rules.workloads.rollout_conditions import DeploymentCondition, DeploymentStatus
from imagesim.rules.workloads.stateful_set import StatefulSetStatus
from imagesim.scenarios.importers.cluster.dates import seconds
from imagesim.scenarios.reading.fields import Field


def status_of(whole: Field, calendar: Calendar) -> Any:
    """The status of a workload. ScenarioError for what no API server serves."""
    return _READERS[whole.document.kind](whole, whole["status"], calendar)


def _observed(whole: Field, status: Field) -> int:
    """1 where the controller has seen the last change of the spec."""
    return int(status.integer_of("observedGeneration") >= whole["metadata"].integer_of("generation"))


def _deployment(whole: Field, status: Field, calendar: Calendar) -> DeploymentStatus:
    return DeploymentStatus(
        observed_generation=_observed(whole, status),
        replicas=status.integer_of("replicas"),
        updated=status.integer_of("updatedReplicas"),
        ready=status.integer_of("readyReplicas"),
        available=status.integer_of("availableReplicas"),
        unavailable=status.integer_of("unavailableReplicas"),
        conditions=tuple(
            DeploymentCondition(
                each["type"].text(),
                each["status"].text(),
                each["reason"].text(),
                each["message"].text(),
                seconds(each["lastUpdateTime"], calendar) or 0.0,
                seconds(each["lastTransitionTime"], calendar) or 0.0,
            )
            for each in status["conditions"].items()
        ),
    )


def _replica_set(whole: Field, status: Field, calendar: Calendar) -> ReplicaSetStatus:
    failed = [each for each in status["conditions"].items() if each["type"].text() == "ReplicaFailure"]
    failure = None
    if failed and failed[0]["status"].text() == "True":
        since_s = seconds(failed[0]["lastTransitionTime"], calendar) or 0.0
        failure = failed[0]["reason"].text(), failed[0]["message"].text(), since_s
    return ReplicaSetStatus(
        _observed(whole, status),
        status.integer_of("replicas"),
        status.integer_of("readyReplicas"),
        status.integer_of("availableReplicas"),
        failure,
    )


def _stateful_set(whole: Field, status: Field, _: Calendar) -> StatefulSetStatus:
    return StatefulSetStatus(
        observed_generation=_observed(whole, status),
        replicas=status.integer_of("replicas"),
        ready=status.integer_of("readyReplicas"),
        available=status.integer_of("availableReplicas"),
        current=status.integer_of("currentReplicas"),
        updated=status.integer_of("updatedReplicas"),
        current_revision=status.text_of("currentRevision"),
        update_revision=status.text_of("updateRevision"),
    )


def _daemon_set(whole: Field, status: Field, _: Calendar) -> DaemonSetStatus:
    return DaemonSetStatus(
        observed_generation=_observed(whole, status),
        desired=status.integer_of("desiredNumberScheduled"),
        current=status.integer_of("currentNumberScheduled"),
        misscheduled=status.integer_of("numberMisscheduled"),
        ready=status.integer_of("numberReady"),
        updated=status.integer_of("updatedNumberScheduled"),
        available=status.integer_of("numberAvailable"),
        unavailable=status.integer_of("numberUnavailable"),
    )


def _job(_: Field, status: Field, calendar: Calendar) -> JobStatus:
    return JobStatus(
        active=status.integer_of("active"),
        ready=status.integer_of("ready"),
        succeeded=status.integer_of("succeeded"),
        failed=status.integer_of("failed"),
        terminating=status.integer_of("terminating"),
        start_s=seconds(status["startTime"], calendar),
        conditions=tuple(
            JobCondition(
                each["type"].text(),
                each["status"].text() == "True",
                each["reason"].text(),
                each["message"].text(),
                seconds(each["lastTransitionTime"], calendar) or 0.0,
            )
            for each in status["conditions"].items()
        ),
    )


def _cron_job(_: Field, status: Field, calendar: Calendar) -> CronJobStatus:
    return CronJobStatus(
        last_schedule_s=seconds(status["lastScheduleTime"], calendar),
        last_successful_s=seconds(status["lastSuccessfulTime"], calendar),
    )


_READERS: Mapping[str, Callable[[Field, Field, Calendar], Any]] = {
    "Deployment": _deployment,
    "ReplicaSet": _replica_set,
    "ReplicationController": _replica_set,
    "StatefulSet": _stateful_set,
    "DaemonSet": _daemon_set,
    "Job": _job,
    "CronJob": _cron_job,
}
