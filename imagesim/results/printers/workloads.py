"""The rows of workloads: printDeployment, printReplicaSet, printStatefulSet, printDaemonSet, printJob, printCronJob."""

from collections.abc import Mapping
from typing import Any

from imagesim.results.printers.table import Cell
from imagesim.rules.calendar import Calendar
from imagesim.rules.printers.cells import (
    NONE,
    container_cells,
    job_completions,
    job_status,
    labels_text,
    selector_text,
)
from imagesim.rules.printers.durations import human_duration, since
from imagesim.rules.units import Seconds

Document = Mapping[str, Any]


def _age(document: Document, now: Seconds, calendar: Calendar) -> str:
    return human_duration(now - calendar.seconds_of(document["metadata"]["creationTimestamp"]))


def _images(document: Document) -> tuple[str, str]:
    return container_cells(document["spec"]["template"]["spec"]["containers"])


def print_deployment(deployment: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """READY is of the replicas that are wanted."""
    spec, status = deployment["spec"], deployment.get("status", {})
    return [
        deployment["metadata"]["name"],
        f"{status.get('readyReplicas', 0)}/{spec['replicas']}",
        status.get("updatedReplicas", 0),
        status.get("availableReplicas", 0),
        _age(deployment, now, calendar),
        *_images(deployment),
        selector_text(spec.get("selector")),
    ]


def print_replica_set(replica_set: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """Also of a ReplicationController, whose selector is a plain map."""
    spec, status = replica_set["spec"], replica_set.get("status", {})
    plain = replica_set["kind"] == "ReplicationController"
    return [
        replica_set["metadata"]["name"],
        spec["replicas"],
        status.get("replicas", 0),
        status.get("readyReplicas", 0),
        _age(replica_set, now, calendar),
        *_images(replica_set),
        labels_text(spec.get("selector")) if plain else selector_text(spec.get("selector")),
    ]


def print_stateful_set(stateful_set: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """READY is of the replicas that are wanted."""
    ready = stateful_set.get("status", {}).get("readyReplicas", 0)
    return [
        stateful_set["metadata"]["name"],
        f"{ready}/{stateful_set['spec']['replicas']}",
        _age(stateful_set, now, calendar),
        *_images(stateful_set),
    ]


def print_daemon_set(daemon_set: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """The counts are of nodes."""
    spec, status = daemon_set["spec"], daemon_set.get("status", {})
    return [
        daemon_set["metadata"]["name"],
        status.get("desiredNumberScheduled", 0),
        status.get("currentNumberScheduled", 0),
        status.get("numberReady", 0),
        status.get("updatedNumberScheduled", 0),
        status.get("numberAvailable", 0),
        labels_text(spec["template"]["spec"].get("nodeSelector")),
        _age(daemon_set, now, calendar),
        *_images(daemon_set),
        selector_text(spec.get("selector")),
    ]


def print_job(job: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """DURATION goes on until the Job is complete; of one that failed, for ever."""
    spec, status = job["spec"], job.get("status", {})
    conditions = {each["type"]: each["status"] for each in status.get("conditions") or ()}
    return [
        job["metadata"]["name"],
        job_status(conditions, deleted="deletionTimestamp" in job["metadata"]),
        job_completions(spec.get("completions"), spec.get("parallelism"), status.get("succeeded", 0)),
        _job_duration(status, now, calendar),
        _age(job, now, calendar),
        *_images(job),
        selector_text(spec.get("selector")),
    ]


def _job_duration(status: Document, now: Seconds, calendar: Calendar) -> str:
    started, completed = status.get("startTime"), status.get("completionTime")
    if not started:
        return ""
    return human_duration((calendar.seconds_of(completed) if completed else now) - calendar.seconds_of(started))


def print_cron_job(cron_job: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """SUSPEND is Go's %t with a capital letter."""
    spec, status = cron_job["spec"], cron_job.get("status", {})
    scheduled = status.get("lastScheduleTime")
    template = spec["jobTemplate"]["spec"]
    return [
        cron_job["metadata"]["name"],
        spec["schedule"],
        spec.get("timeZone") or NONE,
        str(bool(spec.get("suspend", False))),
        len(status.get("active") or ()),
        since(calendar.seconds_of(scheduled), now) if scheduled else NONE,
        _age(cron_job, now, calendar),
        *container_cells(template["template"]["spec"]["containers"]),
        selector_text(template.get("selector")),
    ]
