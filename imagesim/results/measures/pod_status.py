"""What `kubectl get pods` says of each pod at the end of the run: READY, STATUS, RESTARTS.

Models printPod of pkg/printers/internalversion/printers.go (1.32 to 1.36). STATUS is the phase unless a container has
more to tell: the first init container that is not done ("Init:ErrImagePull", "Init:0/2"), else the first container
that waits or has terminated (so an evicted pod shows Evicted only if none of its containers ran). A pod that is being
deleted is Terminating, whatever its containers do.
"""

from typing import NamedTuple

from imagesim.engine.records import PodRecord, Records, StateRecord
from imagesim.results.published_names import published_workload
from imagesim.rules.units import Seconds


class PodStatus(NamedTuple):
    """One pod that exists at the end. `restarted_s` is when the container that restarted last had ended."""

    namespace: str
    pod: str
    workload: str
    node: str
    created_s: Seconds
    ready: int
    containers: int
    status: str
    restarts: int
    restarted_s: Seconds | None


States = dict[str, StateRecord]
"""The state that is shown of each container of one pod, by name."""


def pod_statuses(records: Records) -> list[PodStatus]:
    """The pods that exist at the end of the run, in the order in which they were created."""
    shown = shown_states(records)
    ended: dict[tuple[str, str], Seconds] = {}
    for run in records.running:
        if run.ended_s is not None:
            key = run.namespace, run.pod
            ended[key] = max(run.ended_s, ended.get(key, 0.0))
    return [
        _status(pod, shown.get((pod.namespace, pod.pod), {}), ended.get((pod.namespace, pod.pod)))
        for pod in records.pods
        if pod.deleted_s is None
    ]


def shown_states(records: Records) -> dict[tuple[str, str], States]:
    """By namespace and pod, what the API shows of its containers at the end of the run."""
    shown: dict[tuple[str, str], States] = {}
    for row in records.states:
        if row.ended_s is None:
            shown.setdefault((row.namespace, row.pod), {})[row.container] = row
    return shown


def _status(pod: PodRecord, states: States, ended_s: Seconds | None) -> PodStatus:
    # A sidecar counts like a container; other init containers never do.
    counted = [*pod.sidecars, *pod.containers]
    return PodStatus(
        namespace=pod.namespace,
        pod=pod.pod,
        workload=published_workload(pod.workload),
        node=pod.node,
        created_s=pod.created_s,
        ready=sum(states[name].state == "Running" for name in counted if name in states),
        containers=len(counted),
        status=status_text(pod, states),
        restarts=pod.restarts,
        restarted_s=ended_s if pod.restarts else None,
    )


def status_text(pod: PodRecord, states: States) -> str:
    """The STATUS column for *pod*, of whose containers *states* are shown."""
    if pod.deletion_s is not None:
        return "Terminating"
    return _initializing(pod, states) or _running(pod, states)


def _initializing(pod: PodRecord, states: States) -> str:
    """The text for the first init container that is not done, "" if all are."""
    for place, name in enumerate(pod.init_containers):
        row = states.get(name)
        if row is None:
            continue
        if (row.state, row.reason) == ("Terminated", "Completed") or (row.state == "Running" and name in pod.sidecars):
            continue
        if row.state != "Running" and row.reason not in ("", "PodInitializing"):
            return f"Init:{row.reason}"
        return f"Init:{place}/{len(pod.init_containers)}"
    return ""


def _running(pod: PodRecord, states: States) -> str:
    rows = [states[name] for name in pod.containers if name in states]
    telling = [row.reason for row in rows if row.state != "Running" and row.reason]
    text = telling[0] if telling else pod.reason or pod.phase
    # One container has completed while another runs: kubectl does not call that pod completed.
    if text == "Completed" and any(row.state == "Running" for row in rows):
        return "NotReady"
    return text
