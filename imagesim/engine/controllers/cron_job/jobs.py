"""Creates and deletes the Jobs of CronJobs, and says so in events (getJobFromTemplate2, injection.go)."""

from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.api.new_objects import new_object
from imagesim.rules.api.objects import CronJob
from imagesim.rules.api.status_errors import AlreadyExists, APIError
from imagesim.rules.workloads import cron_job as rules
from imagesim.rules.workloads.cron.time_zones import time_zone


class JobControl:
    """Jobs by a CronJob's template, each named for the minute that it is made for."""

    def __init__(self, api: ApiServer) -> None:
        self._api = api

    def create(self, owner: ApiObject, scheduled: int) -> ApiObject | None:
        """The Job of the time *scheduled*, None if somebody else has one of that name.

        Raises APIError, after an event that says so.
        """
        spec: CronJob = owner.spec
        calendar = self._api.store.calendar
        name = rules.job_name(owner.name, scheduled)
        when = calendar.rfc3339(calendar.seconds(scheduled), time_zone(spec.time_zone))
        job = new_object(replace(spec.job, name=name))
        job.labels = spec.job_labels or spec.job.template.labels  # SetDefaults_Job
        job.annotations = tuple(sorted((dict(spec.job_annotations) | {rules.SCHEDULED_TIMESTAMP: when}).items()))
        job.owner = owner.reference
        try:
            self._api.store.create(job)
        except AlreadyExists:
            return None
        except APIError as refused:
            self.event(owner, "Warning", "FailedCreate", f"Error creating job: {refused}")
            raise
        self.event(owner, "Normal", "SuccessfulCreate", f"Created job {name}")
        return job

    def delete(self, owner: ApiObject, job: ApiObject) -> None:
        """Delete *job*; its pods go after it."""
        self._api.store.delete(job)
        self.event(owner, "Normal", "SuccessfulDelete", f"Deleted job {job.name}")

    def event(self, owner: ApiObject, type_: str, reason: str, message: str) -> None:
        """An event about the CronJob."""
        self._api.events.record(owner.object_name, type_, reason, message)
