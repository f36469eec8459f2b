"""Which pods a disturbance of a node left failing: a crash, a reboot, a restart of its kubelet or its containerd.

Those that were bound to the node when it began, and that at its end were not Ready, or of which a container did not
run: the API goes on to show a pod of a dead machine as Ready until its kubelet says otherwise. They have recovered when
the API next shows them Ready. Ready is what the statuses of the containers say, as everywhere in `recovery`, so a pod
that only the node lifecycle controller called not Ready, while its containers ran, has lost nothing.

Not left failing are pods that

- are deleted, or Terminating, at the end: they do not come back. Who takes their place is another pod, also where a
  StatefulSet gives it the same name, on whatever node; it was never on a broken one.
- have done their work: a Job's pod that succeeded is not Ready, and nobody waits for it. One that had failed before it
  began is left out too; one that failed because of it (`restartPolicy: Never`) is told as never Ready again.

A pod that was not Ready before, for a reason of its own, is told like the others: the node's return is when the pod
could go on, and the causes say what else it waited for.
"""

from collections.abc import Iterator, Sequence

from imagesim.engine.records import Disturbance
from imagesim.results.measures.pod_history import PodHistory
from imagesim.results.measures.scopes import node_of
from imagesim.rules.units import Seconds


def left_on_nodes(histories: Sequence[PodHistory], ended: Sequence[Disturbance]) -> Iterator[tuple[int, int]]:
    """The places of disturbances and of the pods that each left failing on its node."""
    nodes = {place: node for place, row in enumerate(ended) if (node := node_of(row.target)) is not None}
    if not nodes:
        return
    on_node: dict[str, list[int]] = {node: [] for node in nodes.values()}
    for number, history in enumerate(histories):
        if history.pod.node in on_node:
            on_node[history.pod.node].append(number)
    for place, node in nodes.items():
        begin, end = ended[place].started_s, ended[place].ended_s
        yield from ((place, number) for number in on_node[node] if _is_left(histories[number], begin, end))


def _is_left(history: PodHistory, begin: Seconds, end: Seconds) -> bool:
    pod = history.pod
    if pod.scheduled_s is None or pod.scheduled_s > begin:
        return False
    if any(gone_s is not None and gone_s <= end for gone_s in (pod.deletion_s, pod.deleted_s)):
        return False
    if history.ready_at(end) and history.runs_at(end):
        return False
    if pod.phase == "Succeeded":
        return history.ready_after(end) is not None
    return pod.phase != "Failed" or not history.terminated_at(begin)
