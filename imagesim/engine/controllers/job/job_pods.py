"""Makes and deletes the pods of Jobs (manageJob)."""

from collections.abc import Sequence
from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.controllers.controller import ControllerContext
from imagesim.engine.controllers.job.pods_of import PodsOfJob, index_of
from imagesim.engine.controllers.replica_set.pod_control import PodControl
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Job, PodTemplate
from imagesim.rules.api.status_errors import APIError
from imagesim.rules.workloads import job as rules
from imagesim.rules.workloads.replica_set import PHASE_ORDER, slow_start


class JobPods:
    """Pods by a Job's template, with labels that name the Job and, of an Indexed one, the index."""

    def __init__(self, context: ControllerContext) -> None:
        self._control = PodControl(context.api, context.chance)
        self._timers = context.timers

    def delete_all(self, job: ApiObject, pods: Sequence[ApiPod]) -> None:
        """deleteActivePods: the Job has failed; these count as failed too."""
        for pod in pods:
            self._control.delete(job, pod)

    def go_on(
        self, key: ObjectName, job: ApiObject, known: PodsOfJob, pods: Sequence[ApiPod], queue: WorkQueue[ObjectName]
    ) -> str:
        """Delete what is too much, or make what is missing; return what the API server refused a pod with.

        *pods* are those of the Job that have not ended.
        """
        spec: Job = job.spec
        active = [pod for pod in pods if pod.deletion_s is None]
        waits_for = [pod for pod in pods if pod.deletion_s is not None] if known.only_failed else []
        indexed = spec.completion_mode == rules.INDEXED
        wanted = 0 if spec.suspend else rules.wanted_pods(spec, known.succeeded(indexed=indexed), len(active))
        if len(active) > wanted:
            for pod in _first_to_go(active)[: min(len(active) - wanted, rules.MOST_PODS_PER_SYNC)]:
                known.release(pod)
                self._control.delete(job, pod)
            return ""
        missing = max(0, min(wanted - len(active) - len(waits_for), rules.MOST_PODS_PER_SYNC))
        limit = spec.backoff_limit_per_index
        if missing and limit is None and self._timers.now < known.back_off.until_s:
            queue.add_at(key, known.back_off.until_s)
            return ""
        indexes = [-1] * missing
        if indexed:
            taken = known.done_indexes() | known.failed_indexes(limit)
            taken |= {index_of(pod) for pod in (*active, *waits_for)}
            indexes = rules.first_free_indexes(missing, spec.completions or 0, taken)
        if limit is not None:
            indexes = self._without_back_off(key, known, indexes, queue)
        return self._create(job, known, indexes)

    def _without_back_off(
        self, key: ObjectName, known: PodsOfJob, indexes: Sequence[int], queue: WorkQueue[ObjectName]
    ) -> list[int]:
        """getPodCreationInfoForIndependentIndexes: each index backs off by itself."""
        waits = [until for index in indexes if (until := known.failures_of(index).until_s) > self._timers.now]
        if waits:
            queue.add_at(key, min(waits))
        return [index for index in indexes if known.failures_of(index).until_s <= self._timers.now]

    def _create(self, job: ApiObject, known: PodsOfJob, indexes: Sequence[int]) -> str:
        refusals: list[str] = []

        def create(number: int) -> bool:
            index = indexes[number - 1]
            infix = f"-{index}" if index >= 0 else ""
            try:
                template = _template(job, index, known.failures_of(index).failures)
                self._control.create(job, known.reference, template, infix)
            except APIError as refused:
                refusals.append(str(refused))
                return False
            return True

        slow_start(len(indexes), create)
        return refusals[-1] if refusals else ""


def _template(job: ApiObject, index: int, failures: int) -> PodTemplate:
    """With the labels that the API server gave the template, and what its controller says of the index."""
    template: PodTemplate = job.spec.template
    labels = {"batch.kubernetes.io/controller-uid": job.uid, "batch.kubernetes.io/job-name": job.name}
    labels |= {"controller-uid": job.uid, "job-name": job.name}
    ordinal = {rules.INDEX_LABEL: str(index)} if index >= 0 else {}
    counted = {} if job.spec.backoff_limit_per_index is None else {rules.FAILURE_COUNT: str(failures)}
    return replace(
        template,
        labels=tuple(sorted((dict(template.labels) | labels | ordinal).items())),
        annotations=tuple(sorted((dict(template.annotations) | ordinal | counted).items())),
    )


def _first_to_go(pods: Sequence[ApiPod]) -> list[ApiPod]:
    """ActivePods: without a node first, then Pending, then not Ready; of equal ones the youngest."""
    return sorted(pods, key=lambda pod: (bool(pod.node), PHASE_ORDER[pod.phase], pod.ready, -pod.created_s))
