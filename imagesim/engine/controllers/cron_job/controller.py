"""CronJobs: each gets a Job at every time of its schedule, as its concurrency policy allows, and old ones go.

Models pkg/controller/cronjob/cronjob_controllerv2.go of Kubernetes 1.36. Between two times nothing happens. A sync
looks at the Jobs that are there, deletes those beyond the history limits, and starts one if a time has come.
"""

from collections.abc import Sequence

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.controllers.controller import ControllerContext
from imagesim.engine.controllers.cron_job.jobs import JobControl
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.kinds import CRON_JOB, JOB
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import CronJob
from imagesim.rules.api.status_errors import APIError
from imagesim.rules.golang.dates import rfc1123z
from imagesim.rules.workloads import cron_job as rules
from imagesim.rules.workloads.cron_job import ActiveJob, CronJobStatus
from imagesim.rules.workloads.job import COMPLETE, FAILED


class CronJobController:
    """Syncs all CronJobs of one cluster."""

    name = CRON_JOB.controller

    def __init__(self, context: ControllerContext) -> None:
        self.queue: WorkQueue[ObjectName] = WorkQueue(context.timers)
        self._store = context.api.store
        self._calendar = context.api.store.calendar
        self._timers = context.timers
        self._control = JobControl(context.api)
        self._cron_jobs = context.informers.of(CRON_JOB.name)
        self._jobs = context.informers.of(JOB.name)
        self._schedules: dict[str, tuple[str, str]] = {}
        self._cron_jobs.add_handler(self._cron_job_changed)
        self._jobs.add_handler(self._job_changed)

    # --- what queues a CronJob ---

    def _cron_job_changed(self, verb: Verb, changed: ApiObject, _: Change) -> None:
        """updateCronJob: one with another schedule is looked at when that comes due."""
        if verb == "remove":
            del self._schedules[changed.uid]
            return
        spec: CronJob = changed.spec
        before = self._schedules.get(changed.uid)
        self._schedules[changed.uid] = spec.schedule, spec.time_zone
        if before in (None, (spec.schedule, spec.time_zone)):
            self.queue.add(changed.object_name)
        else:
            self._look_again(changed, changed.status)

    def _job_changed(self, _: Verb, job: ApiObject, __: Change) -> None:
        if job.owner is not None and job.owner.uid in self._schedules:
            self.queue.add(job.owner.owner)

    # --- one sync ---

    def sync(self, key: ObjectName) -> None:
        """Clean up, take note of what has ended, start a Job if one is due, write the status.

        APIError if the API server refused the Job.
        """
        owner = self._cron_jobs.find(key)
        if owner is None:
            return
        jobs = list(self._jobs.controlled_by(owner.uid))
        status = self._clean_up(owner, jobs)
        status = self._observed(owner, jobs, status)
        if owner.deletion_s is None and not owner.spec.suspend:
            status = self._started(owner, status)
        self._store.update_status(owner, status)

    def _clean_up(self, owner: ApiObject, jobs: Sequence[ApiObject]) -> CronJobStatus:
        """cleanupFinishedJobs: the oldest Jobs that have ended, beyond the limits of each kind of end."""
        status: CronJobStatus = owner.status
        limits = (COMPLETE, owner.spec.successful_jobs_history_limit), (FAILED, owner.spec.failed_jobs_history_limit)
        for end, limit in limits:
            ended = {job.name: job for job in jobs if job.status.end is not None and job.status.end.type == end}
            names = rules.oldest_first((job.status.start_s, name) for name, job in ended.items())
            for name in names[: max(0, len(names) - limit)]:
                self._control.delete(owner, ended[name])
                status = status.without(ended[name].uid)
        return status

    def _observed(self, owner: ApiObject, jobs: Sequence[ApiObject], status: CronJobStatus) -> CronJobStatus:
        """What of the Jobs that the status lists has ended, or has gone."""
        for job in jobs:
            if (end := job.status.end) is None:
                continue
            if status.lists(job.uid):
                self._control.event(
                    owner, "Normal", "SawCompletedJob", f"Saw completed job: {job.name}, condition: {end.type}"
                )
                status = status.without(job.uid)
            last = status.last_successful_s
            if end.type == COMPLETE and (last is None or end.since_s // 1 > last):
                status = status._replace(last_successful_s=end.since_s // 1)
        there = {job.uid for job in jobs}
        for active in status.active:
            if active.uid not in there:
                self._control.event(owner, "Normal", "MissingJob", f"Active job went missing: {active.job.name}")
                status = status.without(active.uid)
        return status

    def _started(self, owner: ApiObject, status: CronJobStatus) -> CronJobStatus:
        """syncCronJob from where the schedule is read: the status with the Job of a time that has come."""
        spec: CronJob = owner.spec
        try:
            unmet = rules.unmet_time(spec, self._since(owner, status), self._calendar.unix(self._timers.now))
        except rules.InvalidSchedule as error:
            self._control.event(owner, "Warning", "InvalidSchedule", f"invalid schedule: {spec.schedule} : {error}")
            return status
        if unmet.time is not None:
            if unmet.many:
                hint = "Set or decrease .spec.startingDeadlineSeconds or check clock skew"
                self._control.event(owner, "Warning", "TooManyMissedTimes", f"too many missed start times. {hint}")
            if self._may_start(owner, status, unmet.time):
                status = self._start(owner, status, unmet.time)
        self._look_again(owner, status)
        return status

    def _may_start(self, owner: ApiObject, status: CronJobStatus, scheduled: int) -> bool:
        spec: CronJob = owner.spec
        if rules.is_too_late(spec, self._calendar.seconds(scheduled), self._timers.now):
            when = rfc1123z(scheduled)
            self._control.event(owner, "Warning", "MissSchedule", f"Missed scheduled time to start a job: {when}")
            return False
        name = rules.job_name(owner.name, scheduled)
        if any(each.job.name == name for each in status.active):
            return False
        if status.last_schedule_s == self._calendar.seconds(scheduled):
            return False  # that time has its Job
        if spec.concurrency_policy == rules.FORBID and status.active:
            why = "Not starting job because prior execution is running and concurrency policy is Forbid"
            self._control.event(owner, "Normal", "JobAlreadyActive", why)
            return False
        return True

    def _start(self, owner: ApiObject, status: CronJobStatus, scheduled: int) -> CronJobStatus:
        if owner.spec.concurrency_policy == rules.REPLACE:
            for active in status.active:
                self._control.delete(owner, self._store.get(active.job))
                status = status.without(active.uid)
        try:
            job = self._control.create(owner, scheduled)
        except APIError:
            self._store.update_status(owner, status)
            raise
        if job is None:
            return status
        return status._replace(
            active=(*status.active, ActiveJob(job.object_name, job.uid)),
            last_schedule_s=self._calendar.seconds(scheduled),
        )

    def _since(self, owner: ApiObject, status: CronJobStatus) -> int:
        last = status.last_schedule_s
        return self._calendar.unix(owner.created_s if last is None else last)

    def _look_again(self, owner: ApiObject, status: CronJobStatus) -> None:
        due = rules.next_time(owner.spec, self._since(owner, status), self._calendar.unix(self._timers.now))
        if due is not None:
            self.queue.add_at(owner.object_name, self._calendar.seconds(due) + rules.NEXT_SCHEDULE_DELTA_S)
