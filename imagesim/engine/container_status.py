"""What is known of a pod's containers, and what of it the API shows.

Models kubelet_pods.go (generateAPIPodStatus, getPhase, convertToAPIContainerStatuses) and reason_cache.go: the API
status is written at the start of a sync, so it shows the result of the sync before.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imagesim.engine.records import StateRecord
from imagesim.rules.objects import Container
from imagesim.rules.units import Seconds

if TYPE_CHECKING:
    from imagesim.engine.pod_worker import PodWorker


@dataclass(slots=True)
class ContainerStatus:
    """One container as the runtime knows it, with the kubelet's memory of why it could not start.

    `failure` is the entry of the reason cache (waiting reason, message), `crash_expiry` the end of the crash
    back-off if that is what holds it. `version` is the digest that runs or ran last.
    """

    container: Container
    init: bool
    running: bool = False
    starts: int = 0
    started_s: Seconds = 0.0
    finished_s: Seconds | None = None
    exit_reason: str = ""
    version: str = ""
    failure: tuple[str, str] | None = None
    crash_expiry: Seconds | None = None

    @property
    def sidecar(self) -> bool:
        """An init container that keeps running beside the others."""
        return self.init and self.container.restart_policy == "Always"

    @property
    def succeeded(self) -> bool:
        """It ended, and well."""
        return not self.running and self.exit_reason == "Completed"

    def should_start(self, restart_policy: str) -> bool:
        """Whether a regular container that does not run should (ShouldContainerBeRestarted)."""
        if self.finished_s is None or restart_policy == "Always":
            return True
        return restart_policy == "OnFailure" and not self.succeeded

    def start(self, now: Seconds, version: str) -> None:
        """The runtime started it."""
        self.running = True
        self.starts += 1
        self.started_s = now
        self.version = version

    def exit(self, now: Seconds, reason: str) -> None:
        """It ended, "Completed" (exit code 0) or with "Error"."""
        self.running = False
        self.finished_s = now
        self.exit_reason = reason


class PodStatusWriter:
    """Writes a pod's status to the API server and its containers' states to the records, when they change."""

    def __init__(self, worker: "PodWorker") -> None:
        self._worker = worker
        self._shown: dict[str, StateRecord] = {}

    def publish(self) -> None:
        """Show what is known now."""
        worker = self._worker
        for status in worker.containers:
            self._show(status)
        phase = self._phase()
        regular = [status for status in worker.containers if not status.init]
        ready = phase == "Running" and all(status.running for status in regular)
        restarts = sum(max(0, status.starts - 1) for status in worker.containers)
        worker.kubelet.api.set_status(worker.pod, phase=phase, ready=ready, restarts=restarts)

    def close(self, *, at_end: bool = False) -> None:
        """End the states that are shown: the pod is gone, or (*at_end*) the run is over and they are still so."""
        ended = None if at_end else self._worker.kubelet.env.now
        self._worker.kubelet.records.states.extend(row._replace(ended_s=ended) for row in self._shown.values())
        self._shown.clear()

    def _show(self, status: ContainerStatus) -> None:
        state, reason, message = self._state(status)
        name = status.container.name
        shown = self._shown.get(name)
        digest = status.version if status.running else ""
        now = self._worker.kubelet.env.now
        if shown is not None:
            if (shown.state, shown.reason, shown.message, shown.digest) == (state, reason, message, digest):
                return
            self._worker.kubelet.records.states.append(shown._replace(ended_s=now))
        pod = self._worker.pod
        self._shown[name] = StateRecord(
            pod.namespace, pod.name, name, pod.node, now, None, state, reason, status.container.image, digest,
            message, pod.workload,
        )  # fmt: skip

    def _state(self, status: ContainerStatus) -> tuple[str, str, str]:
        if status.running:
            return "Running", "", ""
        done = status.init and status.succeeded
        restart = status.should_start(self._worker.pod.spec.restart_policy) and not done
        if status.failure is not None and restart:
            return "Waiting", *status.failure
        if status.finished_s is not None:
            return "Terminated", status.exit_reason, ""
        initializing = any(other.init for other in self._worker.containers)
        return "Waiting", "PodInitializing" if initializing else "ContainerCreating", ""

    def _phase(self) -> str:
        worker = self._worker
        init = [status for status in worker.containers if status.init and not status.sidecar]
        regular = [status for status in worker.containers if not status.init]
        policy = worker.pod.spec.restart_policy
        if not all(status.succeeded for status in init):
            failed = policy == "Never" and any(status.exit_reason == "Error" for status in init)
            return "Failed" if failed else "Pending"
        # One container that has never run keeps the whole pod Pending, even beside running ones.
        if any(not status.running and status.finished_s is None for status in regular):
            return "Pending"
        if any(status.running or status.should_start(policy) for status in regular):
            return "Running"
        return "Succeeded" if all(status.succeeded for status in regular) else "Failed"
