"""What `kubectl get pods` says of each pod at the end of the run: READY, STATUS, RESTARTS.

What decides them is imagesim.rules.printers.pod_cells; here it is asked of records.
"""

from typing import NamedTuple

from imagesim.engine.records import PodRecord, Records, StateRecord
from imagesim.results.published_names import published_workload
from imagesim.rules.pods.status import WAITING
from imagesim.rules.printers.pod_cells import ShownContainer, ShownPod, pod_cells
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
    cells = pod_cells(_shown(pod, states))
    return PodStatus(
        namespace=pod.namespace,
        pod=pod.pod,
        workload=published_workload(pod.workload),
        node=pod.node,
        created_s=pod.created_s,
        ready=cells.ready,
        containers=cells.total,
        status=cells.status,
        restarts=pod.restarts,
        restarted_s=ended_s if pod.restarts else None,
    )


def status_text(pod: PodRecord, states: States) -> str:
    """The STATUS column for *pod*, of whose containers *states* are shown."""
    return pod_cells(_shown(pod, states)).status


def _shown(pod: PodRecord, states: States) -> ShownPod:
    containers = [_container(states[name]) for name in pod.containers if name in states]
    return ShownPod(
        phase=pod.phase,
        total=len(pod.sidecars) + len(pod.containers),
        init_total=len(pod.init_containers),
        reason=pod.reason,
        init=[_container(states[name], name in pod.sidecars) for name in pod.init_containers if name in states],
        containers=containers,
        initialized=any(each.state != WAITING for each in containers),
        ready=all(each.ready for each in containers),
        deleted=pod.deletion_s is not None,
    )


def _container(row: StateRecord, sidecar: bool = False) -> ShownContainer:
    return ShownContainer(
        row.state, row.reason, row.exit_code or 0, ready=row.ready, started=row.started, sidecar=sidecar
    )
