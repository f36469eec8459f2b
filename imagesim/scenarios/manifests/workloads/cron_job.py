"""CronJob manifests: read as CronJobs, defaulted and validated, and written again.

The defaults are those of k8s.io/kubernetes pkg/apis/batch/v1/defaults.go, the rules those of validateCronJobSpec and
ValidateJobTemplateSpec of pkg/apis/batch/validation/validation.go, Kubernetes 1.36.
"""

from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.api.objects import CronJob
from imagesim.rules.workloads.cron.fields import ScheduleError
from imagesim.rules.workloads.cron.schedule import parse_schedule
from imagesim.rules.workloads.cron.time_zones import TimeZoneError, time_zone
from imagesim.rules.workloads.cron_job import ALLOW, FORBID, REPLACE
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import METADATA, names, object_fields
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import object_name, read_annotations, read_metadata, write_metadata
from imagesim.scenarios.manifests.workloads.job import JOB_SPEC, read_job_spec, write_job_spec
from imagesim.scenarios.reading.fields import Field

_LONGEST_NAME = 52
"""The controller adds eleven characters for a Job's name, which may have 63."""

_SPEC = names(
    """schedule timeZone startingDeadlineSeconds concurrencyPolicy suspend successfulJobsHistoryLimit
    failedJobsHistoryLimit""",
    jobTemplate={"metadata": METADATA, "spec": JOB_SPEC},
)


def read_cron_job(whole: Field, decoding: Decoding) -> CronJob:
    """Return the CronJob of a manifest. Raises ScenarioError for what the API server refuses."""
    namespace, name = read_metadata(whole)
    if len(name) > _LONGEST_NAME:
        raise whole["metadata"]["name"].error(f"must be no more than {_LONGEST_NAME} characters")
    spec = whole["spec"]
    template = spec["jobTemplate"]
    _check_schedule(spec)
    _check_selector(template["spec"])
    deadline = spec["startingDeadlineSeconds"]
    return CronJob(
        namespace=namespace,
        name=name,
        labels=whole["metadata"]["labels"].labels(),
        schedule=spec["schedule"].text(),
        time_zone=spec["timeZone"].text(),
        concurrency_policy=spec["concurrencyPolicy"].choice((ALLOW, FORBID, REPLACE), ALLOW),
        starting_deadline_s=float(deadline.integer(0)) if deadline.given else None,
        suspend=spec["suspend"].boolean(),
        successful_jobs_history_limit=spec["successfulJobsHistoryLimit"].integer(3),
        failed_jobs_history_limit=spec["failedJobsHistoryLimit"].integer(1),
        job_labels=template["metadata"]["labels"].labels(),
        job_annotations=read_annotations(template["metadata"]),
        job=read_job_spec(template["spec"], (namespace, ""), object_name(whole), decoding),
    )


def write_cron_job(cron_job: CronJob) -> dict[str, Any]:
    """The manifest of a CronJob."""
    deadline = cron_job.starting_deadline_s
    spec = given(
        {
            "schedule": cron_job.schedule,
            "timeZone": cron_job.time_zone,
            "concurrencyPolicy": cron_job.concurrency_policy,
            "startingDeadlineSeconds": None if deadline is None else int(deadline),
            "suspend": cron_job.suspend,
            "successfulJobsHistoryLimit": cron_job.successful_jobs_history_limit,
            "failedJobsHistoryLimit": cron_job.failed_jobs_history_limit,
            "jobTemplate": {
                "metadata": write_metadata(cron_job.job_labels, cron_job.job_annotations),
                "spec": write_job_spec(cron_job.job),
            },
        }
    )
    metadata = write_metadata(cron_job.labels, (), name=cron_job.name, namespace=cron_job.namespace)
    return {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": metadata, "spec": spec}


def _check_schedule(spec: Field) -> None:
    """validateScheduleFormat and validateTimeZone."""
    schedule, zone = spec["schedule"], spec["timeZone"]
    if not schedule.text():
        raise schedule.error("Required value", show=False)
    if "TZ" in schedule.text():
        raise schedule.error("cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
    if zone.given and not zone.text():
        raise zone.error("timeZone must be nil or non-empty string")
    try:
        parse_schedule(schedule.text())
    except ScheduleError as error:
        raise schedule.error(str(error), suggestion="write for example */5 * * * * or @hourly") from None
    try:
        time_zone(zone.text())
    except TimeZoneError as error:
        raise zone.error(str(error), suggestion="write for example Europe/Berlin") from None


def _check_selector(job: Field) -> None:
    """ValidateJobTemplateSpec."""
    if job["selector"].given:
        raise job["selector"].error("`selector` will be auto-generated", suggestion="leave it out", show=False)
    if job["manualSelector"].boolean():
        raise job["manualSelector"].error('Unsupported value: true: supported values: "nil", "false"', show=False)


CRON_JOB = ManifestKind(
    kind=kinds.CRON_JOB,
    fields=object_fields(_SPEC),
    value=CronJob,
    read=read_cron_job,
    write=write_cron_job,
    held_in="workloads",
)
