"""Jobs: each gets pods until enough have succeeded, too many have failed, or it has taken too long.

Models pkg/controller/job/job_controller.go of Kubernetes 1.36, and the deletion of what has ended by
pkg/controller/ttlafterfinished. A sync counts the pods that have ended, then ends the Job or makes or deletes pods, and
writes the status. What pods do is looked at a second later; a change of the spec at once.
"""

from collections.abc import Sequence

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.controllers.controller import ControllerContext, SyncFailed
from imagesim.engine.controllers.job.job_pods import JobPods
from imagesim.engine.controllers.job.pods_of import PodsOfJob
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.kinds import JOB
from imagesim.rules.api.names import ObjectName
from imagesim.rules.workloads import job as rules
from imagesim.rules.workloads.job import JobCondition, JobStatus, Verdict


class JobController:
    """Syncs all Jobs of one cluster."""

    name = JOB.controller

    def __init__(self, context: ControllerContext) -> None:
        self.queue: WorkQueue[ObjectName] = WorkQueue(context.timers)
        self._api = context.api
        self._store = context.api.store
        self._timers = context.timers
        self._jobs = context.informers.of(JOB.name)
        self._pods = context.informers.of("Pod")
        self._known: dict[str, PodsOfJob] = {}
        self._making = JobPods(context)
        self._jobs.add_handler(self._job_changed)
        self._pods.add_handler(self._pod_changed, verbs=["create", "status", "delete", "remove"])

    # --- what queues a Job ---

    def _job_changed(self, verb: Verb, job: ApiObject, _: Change) -> None:
        if verb == "create":
            only_failed = job.spec.pod_replacement_policy == rules.ONLY_FAILED
            self._known[job.uid] = PodsOfJob(job.reference, only_failed=only_failed)
            self._known[job.uid].counted_before(job.status)
        elif verb == "remove":
            del self._known[job.uid]
        if verb != "status":
            self.queue.add(job.object_name)

    def _pod_changed(self, _: Verb, pod: ApiPod, __: Change) -> None:
        owner = pod.owner
        if owner is None or (known := self._known.get(owner.uid)) is None:
            return
        known.note(pod, self._timers.now)
        self.queue.add_after(owner.owner, rules.SYNC_BATCH_S)

    # --- one sync ---

    def sync(self, key: ObjectName) -> None:
        """Count, end the Job or go on with it, and write the status. SyncFailed if a pod was refused."""
        job = self._jobs.find(key)
        if job is None:
            return
        if job.status.end is not None:
            self._clean_up(job)
            return
        known = self._known[job.uid]
        pods = list(self._pods.controlled_by(job.uid))
        going = [pod for pod in pods if pod.phase not in TERMINAL]
        active = [pod for pod in going if pod.deletion_s is None]
        known.count()
        status = self._counted(job, known, job.status)
        verdict = rules.failure(job.spec, status, sum(pod.restarts for pod in active), self._timers.now)
        if verdict is None and (failed := known.failed_indexes(job.spec.backoff_limit_per_index)):
            verdict = rules.failure_of_indexes(job.spec, status.succeeded, len(failed))
        refused = ""
        if verdict is not None:
            self._making.delete_all(job, active)
            known.count()
        elif job.deletion_s is None:
            refused = self._making.go_on(key, job, known, going, self.queue)
            if rules.is_complete(job.spec, status.succeeded, len(self._active(job))):
                verdict = rules.SUCCESS
            else:
                status = self._suspended(job, status)
        status = self._counted(job, known, status)
        if verdict is not None:
            status = self._ending(job, status, verdict)
        self._store.update_status(job, status)
        if (deadline := rules.deadline_at_s(job.spec, status)) is not None and deadline > self._timers.now:
            self.queue.add_at(key, deadline)
        self._clean_up(job)
        if refused:
            raise SyncFailed(refused)

    def _active(self, job: ApiObject) -> list[ApiPod]:
        pods = self._pods.controlled_by(job.uid)
        return [pod for pod in pods if pod.phase not in TERMINAL and pod.deletion_s is None]

    def _counted(self, job: ApiObject, known: PodsOfJob, status: JobStatus) -> JobStatus:
        """The status with what is there now."""
        pods: Sequence[ApiPod] = list(self._pods.controlled_by(job.uid))
        active = self._active(job)
        started = status.start_s
        if started is None and not job.spec.suspend:
            started = self._timers.now // 1
        return status._replace(
            active=len(active),
            ready=sum(pod.ready for pod in active),
            succeeded=known.succeeded(indexed=job.spec.completion_mode == rules.INDEXED),
            failed=known.failed,
            terminating=sum(pod.deletion_s is not None and pod.phase not in TERMINAL for pod in pods),
            start_s=started,
        )

    def _suspended(self, job: ApiObject, status: JobStatus) -> JobStatus:
        """Say that the Job is suspended, or that it is resumed, which starts its time anew."""
        now, condition = self._timers.now, status.condition(rules.SUSPENDED)
        if (condition is not None and condition.status) == job.spec.suspend:
            return status
        if job.spec.suspend:
            self._event(job, "Normal", "Suspended", "Job suspended")
            return status.with_condition(JobCondition(rules.SUSPENDED, True, "JobSuspended", "Job suspended", now))
        self._event(job, "Normal", "Resumed", "Job resumed")
        resumed = JobCondition(rules.SUSPENDED, False, "JobResumed", "Job resumed", now)
        return status.with_condition(resumed)._replace(start_s=now // 1)

    def _ending(self, job: ApiObject, status: JobStatus, verdict: Verdict) -> JobStatus:
        """First the condition that says how it will end, then, when no pod is being deleted any more, the end."""
        now = self._timers.now
        before = rules.BEFORE_THE_END[verdict.type]
        if status.condition(before) is None:
            status = status.with_condition(JobCondition(before, True, verdict.reason, verdict.message, now))
        if status.terminating:
            return status
        if verdict.type == rules.COMPLETE:
            self._event(job, "Normal", "Completed", "Job completed")
        else:
            self._event(job, "Warning", verdict.reason, verdict.message)
        return status.with_condition(JobCondition(verdict.type, True, verdict.reason, verdict.message, now))

    def _clean_up(self, job: ApiObject) -> None:
        """Delete a Job whose `ttlSecondsAfterFinished` have passed since its end, or look again when they will have."""
        end, ttl = job.status.end, job.spec.ttl_s
        if end is None or ttl is None:
            return
        due = end.since_s // 1 + ttl
        if due <= self._timers.now:
            self._timers.soon(lambda: self._store.delete(job))  # by a controller of its own: others see the end before
        else:
            self.queue.add_at(job.object_name, due)

    def _event(self, job: ApiObject, type_: str, reason: str, message: str) -> None:
        self._api.events.record(job.object_name, type_, reason, message)
