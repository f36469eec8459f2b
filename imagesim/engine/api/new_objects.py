"""The workloads and budgets of a Scenario as new objects of the API. The one table of how each kind begins."""

from collections.abc import Callable, Mapping
from typing import Any

from imagesim.engine.api.api_object import ApiObject
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import (
    CronJob,
    DaemonSet,
    Deployment,
    Job,
    ReplicaSet,
    ReplicationController,
    StatefulSet,
)
from imagesim.rules.api.workload import Workload
from imagesim.rules.workloads.cron_job import CronJobStatus
from imagesim.rules.workloads.daemon_set import DaemonSetStatus
from imagesim.rules.workloads.disruption import DisruptionStatus, PodDisruptionBudget
from imagesim.rules.workloads.job import JobStatus
from imagesim.rules.workloads.replica_set import ReplicaSetStatus
from imagesim.rules.workloads.rollout_conditions import DeploymentStatus
from imagesim.rules.workloads.stateful_set import StatefulSetStatus


def new_object(workload: Workload | PodDisruptionBudget) -> ApiObject:
    """The object that `kubectl create` sends for a workload, or for a budget of its disruptions."""
    return _NEW[type(workload)](workload)


def _deployment(deployment: Deployment) -> ApiObject:
    name = ObjectName("Deployment", deployment.namespace, deployment.name)
    return ApiObject(name, deployment, status=DeploymentStatus(), labels=deployment.labels)


def _replica_set(replica_set: ReplicaSet) -> ApiObject:
    name = ObjectName("ReplicaSet", replica_set.namespace, replica_set.name)
    return ApiObject(name, replica_set.spec, status=ReplicaSetStatus(), labels=replica_set.labels)


def _replication_controller(controller: ReplicationController) -> ApiObject:
    name = ObjectName("ReplicationController", controller.namespace, controller.name)
    return ApiObject(name, controller.spec, status=ReplicaSetStatus(), labels=controller.labels)


def _stateful_set(stateful_set: StatefulSet) -> ApiObject:
    name = ObjectName("StatefulSet", stateful_set.namespace, stateful_set.name)
    return ApiObject(name, stateful_set, status=StatefulSetStatus(), labels=stateful_set.labels)


def _job(job: Job) -> ApiObject:
    return ApiObject(ObjectName("Job", job.namespace, job.name), job, status=JobStatus(), labels=job.labels)


def _cron_job(cron_job: CronJob) -> ApiObject:
    name = ObjectName("CronJob", cron_job.namespace, cron_job.name)
    return ApiObject(name, cron_job, status=CronJobStatus(), labels=cron_job.labels)


def _daemon_set(daemon_set: DaemonSet) -> ApiObject:
    name = ObjectName("DaemonSet", daemon_set.namespace, daemon_set.name)
    return ApiObject(name, daemon_set, status=DaemonSetStatus(), labels=daemon_set.labels)


def _budget(budget: PodDisruptionBudget) -> ApiObject:
    name = ObjectName("PodDisruptionBudget", budget.namespace, budget.name)
    return ApiObject(name, budget, status=DisruptionStatus())


_NEW: Mapping[type, Callable[[Any], ApiObject]] = {
    Deployment: _deployment,
    ReplicaSet: _replica_set,
    ReplicationController: _replication_controller,
    StatefulSet: _stateful_set,
    Job: _job,
    CronJob: _cron_job,
    DaemonSet: _daemon_set,
    PodDisruptionBudget: _budget,
}
