"""Pods of DaemonSets that have ended: they go, so that others take their place, ever more slowly where they failed.

Models failedPodsBackoff of pkg/controller/daemon/daemon_controller.go, Kubernetes 1.36.
"""

from collections.abc import Sequence

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.event_log import EventLog
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.daemon_set import FAILED_PODS_BACKOFF_S, LONGEST_FAILED_PODS_BACKOFF_S


class FailedPods:
    """One back-off for each DaemonSet, revision and node."""

    def __init__(self, events: EventLog) -> None:
        self._events = events
        self._backoff = Backoff(FAILED_PODS_BACKOFF_S, LONGEST_FAILED_PODS_BACKOFF_S)
        self._again: Seconds | None = None

    def to_delete(self, owner: ApiObject, revision: ApiObject, ended: Sequence[ApiPod], now: Seconds) -> list[ApiPod]:
        """Those of *ended* that go now, said in events."""
        self._again = None
        return [pod for pod in ended if self._goes(owner, revision, pod, now)]

    def again_at(self) -> Seconds | None:
        """When the first of those that `to_delete` left may go, None if it left none."""
        return self._again

    def _goes(self, owner: ApiObject, revision: ApiObject, pod: ApiPod, now: Seconds) -> bool:
        if pod.phase == "Succeeded":
            message = f"Found succeeded daemon pod {pod.key} on node {pod.node}, will try to delete it"
            self._events.record(owner.object_name, "Normal", "SucceededDaemonPod", message)
            return True
        key = f"{owner.uid}/{revision.name}/{pod.node}"
        if self._backoff.is_in_backoff_since_update(key, now, now):
            until = now + self._backoff.get(key)
            self._again = until if self._again is None else min(self._again, until)
            return False
        self._backoff.next(key, now)
        message = f"Found failed daemon pod {pod.key} on node {pod.node}, will try to kill it"
        self._events.record(owner.object_name, "Warning", "FailedDaemonPod", message)
        return True
