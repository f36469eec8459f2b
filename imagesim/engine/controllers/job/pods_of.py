"""What the controller knows of the pods of one Job: those that have ended, each counted once.

It stands for the finalizer batch.kubernetes.io/job-tracking and `status.uncountedTerminatedPods`: a pod that goes
before it was counted is counted all the same.
"""

from imagesim.engine.api.api_object import OwnerReference
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.job import INDEX_LABEL, BackOff, EndedPod, JobStatus


class PodsOfJob:
    """Counts since the Job was created. `reference` is what its pods say of their owner.

    A pod that is being deleted counts as failed, or with *only_failed* when it has gone.
    """

    def __init__(self, reference: OwnerReference, *, only_failed: bool = False) -> None:
        self.reference = reference
        self.only_failed = only_failed
        self.failed = 0
        self.back_off = BackOff()
        self._succeeded: list[int] = []
        self._failures: dict[int, BackOff] = {}
        self._counted: set[str] = set()
        self._uncounted: dict[str, EndedPod] = {}
        self._ended_s: dict[str, Seconds | None] = {}
        self._never_ran: set[str] = set()
        self._not_ready_s: dict[str, Seconds] = {}

    def counted_before(self, status: JobStatus) -> None:
        """The Job was there before the run, when so many pods that are gone had been counted."""
        self.failed = status.failed
        self._succeeded = [-1] * status.succeeded

    def note(self, pod: ApiPod, now: Seconds) -> None:
        """Something happened to *pod*: if it runs no more it is one to count (isPodFailed)."""
        uid = pod.uid
        if uid in self._counted:
            return
        if pod.phase in TERMINAL:
            self._ended_s.setdefault(uid, None if uid in self._never_ran else now)
        elif pod.deletion_s is not None and pod.phase == "Pending":
            self._never_ran.add(uid)
        elif pod.ready:
            self._not_ready_s.pop(uid, None)
        elif pod.first_ready_s is not None:
            self._not_ready_s.setdefault(uid, now)
        deleted = pod.deletion_s is not None and not self.only_failed
        if pod.phase in TERMINAL or deleted or pod.removed_s is not None:
            self._uncounted[uid] = EndedPod(pod.phase == "Succeeded", index_of(pod), self._finished_s(pod, now))

    def _finished_s(self, pod: ApiPod, now: Seconds) -> Seconds:
        """getFinishedTime of backoff_utils.go: when its containers had ended; else since when it has not been Ready.

        Of a container that never ran nobody says when it ended. So a pod that waits for its image, deleted by hand, has
        failed when it came to its node, and its back-off is often over.
        """
        since = self._not_ready_s.get(pod.uid, pod.scheduled_s if pod.first_ready_s is None else None)
        known = (self._ended_s.get(pod.uid), since, pod.deletion_s)
        return next((time_s for time_s in known if time_s is not None), now)

    def release(self, pod: ApiPod) -> None:
        """The controller deletes *pod* because it is one too many: that is no failure."""
        self._counted.add(pod.uid)

    def count(self) -> None:
        """Count what has ended since the last time."""
        if not self._uncounted:
            return
        ended = list(self._uncounted.values())
        self._counted.update(self._uncounted)
        for uid in self._uncounted:
            self._ended_s.pop(uid, None)
            self._not_ready_s.pop(uid, None)
            self._never_ran.discard(uid)
        self._uncounted = {}
        self.back_off = self.back_off.after(ended)
        self.failed += sum(not pod.succeeded for pod in ended)
        self._succeeded += [pod.completion for pod in ended if pod.succeeded]
        for pod in ended:
            if pod.completion >= 0 and not pod.succeeded:
                self._failures[pod.completion] = self.failures_of(pod.completion).after([pod])

    def succeeded(self, *, indexed: bool) -> int:
        """How many pods have succeeded, or how many indexes."""
        return len(self.done_indexes()) if indexed else len(self._succeeded)

    def failures_of(self, index: int) -> BackOff:
        """How often the pods of an index have failed, and when the last did."""
        return self._failures.get(index, BackOff())

    def failed_indexes(self, limit: int | None) -> set[int]:
        """calculateFailedIndexes: those that failed more often than the *limit* of each allows, if there is one."""
        if limit is None:
            return set()
        return {index for index, back_off in self._failures.items() if back_off.failures > limit} - self.done_indexes()

    def done_indexes(self) -> set[int]:
        """The indexes for which a pod has succeeded."""
        return set(self._succeeded)


def index_of(pod: ApiPod) -> int:
    """The completion index of a pod, -1 for one of a Job that is not Indexed."""
    return int(dict(pod.labels).get(INDEX_LABEL, -1))
