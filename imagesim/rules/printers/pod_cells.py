"""What `kubectl get pods` says of a pod: READY, STATUS and RESTARTS.

Models printPod of pkg/printers/internalversion/printers.go (1.32 to 1.36). STATUS is the phase, or the status's reason,
unless a container has more to tell: the first init container that is not done (`Init:ErrImagePull`, `Init:0/2`), else
the first container of the list that waits with a reason or has terminated. A pod that is being deleted is Terminating,
unless it has ended.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from imagesim.rules.pods.status import RUNNING, TERMINATED, WAITING
from imagesim.rules.printers.durations import human_duration
from imagesim.rules.units import Seconds

_ENDS = ("Succeeded", "Failed")
_NODE_LOST = "NodeLost"
_GATED = "SchedulingGated"


class ShownContainer(NamedTuple):
    """One container as its status tells of it; `state` "" where no kubelet has said anything.

    `sidecar` is an init container that keeps running. `ended_s` is when its last run but the present one ended.
    """

    state: str = ""
    reason: str = ""
    exit_code: int = 0
    signal: int = 0
    ready: bool = False
    started: bool = False
    sidecar: bool = False
    restarts: int = 0
    ended_s: Seconds | None = None


class ShownPod(NamedTuple):
    """A pod as its spec and its status tell of it. `init` and `containers` are in the order of the statuses.

    `total` counts the containers of the spec, sidecars included, and `init_total` its init containers. `initialized`
    and `ready` are the conditions of these names; `gated` says that PodScheduled has the reason SchedulingGated.
    """

    phase: str
    total: int
    init_total: int = 0
    reason: str = ""
    init: Sequence[ShownContainer] = ()
    containers: Sequence[ShownContainer] = ()
    initialized: bool = False
    ready: bool = False
    gated: bool = False
    deleted: bool = False


class PodCells(NamedTuple):
    """How many containers of how many are ready, the word of the column STATUS, how often containers restarted.

    `restarted_s` is when the container that restarted last had ended, None where that is not known.
    """

    ready: int
    total: int
    status: str
    restarts: int
    restarted_s: Seconds | None

    def restarts_text(self, now: Seconds) -> str:
        """The column RESTARTS: `3`, or `3 (15s ago)`."""
        if not self.restarts or self.restarted_s is None:
            return str(self.restarts)
        return f"{self.restarts} ({human_duration(now - self.restarted_s)} ago)"


def pod_cells(pod: ShownPod) -> PodCells:
    """The cells of *pod*."""
    initializing = _initializing(pod)
    sidecars = [each for each in pod.init if each.sidecar]
    ready = sum(each.ready for each in _passed(pod) if each.sidecar and each.started)
    if initializing and not pod.initialized:
        counted: Iterable[ShownContainer] = pod.init
    else:
        counted = (*sidecars, *pod.containers)
        ready += sum(_runs_ready(each) for each in pod.containers)
    ended = [each.ended_s for each in counted if each.ended_s is not None]
    return PodCells(
        ready, pod.total, _status(pod, initializing), sum(each.restarts for each in counted), max(ended, default=None)
    )


def _passed(pod: ShownPod) -> list[ShownContainer]:
    """The init containers before the first that is not done."""
    done: list[ShownContainer] = []
    for each in pod.init:
        if not _is_done(each):
            break
        done.append(each)
    return done


def _is_done(container: ShownContainer) -> bool:
    if container.state == TERMINATED and container.exit_code == 0:
        return True
    return container.sidecar and container.started


def _runs_ready(container: ShownContainer) -> bool:
    return container.state == RUNNING and container.ready


def _initializing(pod: ShownPod) -> str:
    """What the first init container that is not done has to say, "" if all are done."""
    place = len(_passed(pod))
    if place == len(pod.init):
        return ""
    first = pod.init[place]
    if first.state == TERMINATED or (first.state == WAITING and first.reason not in ("", "PodInitializing")):
        return f"Init:{_said(first)}"
    return f"Init:{place}/{pod.init_total}"


def _said(container: ShownContainer) -> str:
    """Why it waits, or how it ended; "" if it says nothing."""
    if container.reason or container.state != TERMINATED:
        return container.reason if container.state != RUNNING else ""
    return f"Signal:{container.signal}" if container.signal else f"ExitCode:{container.exit_code}"


def _status(pod: ShownPod, initializing: str) -> str:
    if pod.deleted and pod.reason == _NODE_LOST:
        return "Unknown"
    if pod.deleted and pod.phase not in _ENDS:
        return "Terminating"
    status = _GATED if pod.gated else pod.reason or pod.phase
    if initializing:
        status = initializing
        if not pod.initialized:
            return status
    status = next((text for each in pod.containers if (text := _said(each))), status)
    if status == "Completed" and any(_runs_ready(each) for each in pod.containers):
        return "Running" if pod.ready else "NotReady"
    return status
