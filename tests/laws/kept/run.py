"""A finished run as the laws see it: what went in, what was written, and the parts as they were left."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from imagesim.engine.containerd.daemon.sandbox_image import RUN_POD_SANDBOX_S
from imagesim.engine.records import (
    Disturbance,
    PodRecord,
    PullRecord,
    Records,
    RunningRecord,
    StateRecord,
    UnfinishedPullRecord,
)
from imagesim.engine.run import Cluster
from imagesim.rules.api.objects import Container
from imagesim.rules.containerd.reconnecting import reconnects_s
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.scenario import Scenario

PodKey = tuple[str, str]
Pull = PullRecord | UnfinishedPullRecord


class Run(NamedTuple):
    """One run of *scenario*; *cluster* is over.

    In `records` no two pods have one name (see told_apart); `written` is what the run wrote.
    """

    scenario: Scenario
    records: Records
    cluster: Cluster
    written: Records

    def records_in_full(self) -> list[object]:
        """Every row of every record, as plain values."""
        fields = ((name, getattr(self.records, name)) for name in self.records.__slots__)
        return [(name, list(value) if hasattr(value, "__len__") else value) for name, value in fields]

    def pool_of(self, node: str) -> NodePool:
        """The pool of a node."""
        return next(pool for pool in self.scenario.pools if pool.name == node.rpartition("-")[0])

    def calls(self) -> list[Pull]:
        """The pulls that a puller got, those included that were not over."""
        made: list[Pull] = [row for row in self.records.pulls if row.outcome != "AlreadyPresent"]
        return [*made, *self.records.unfinished_pulls]

    def calls_of_nodes(self) -> dict[str, list[Pull]]:
        """The same by node."""
        found: dict[str, list[Pull]] = defaultdict(list)
        for row in self.calls():
            found[row.node].append(row)
        return found

    def states_of(self) -> "dict[tuple[str, str, str], list[StateRecord]]":
        """What the API showed of each container, in order."""
        found: dict[tuple[str, str, str], list[StateRecord]] = defaultdict(list)
        for row in self.records.states:
            found[row.namespace, row.pod, row.container].append(row)
        return found

    def running_of(self) -> "dict[tuple[str, str, str], list[RunningRecord]]":
        """The runs of each container, in order."""
        found: dict[tuple[str, str, str], list[RunningRecord]] = defaultdict(list)
        for row in self.records.running:
            found[row.namespace, row.pod, row.container].append(row)
        return found

    def pods(self) -> dict[PodKey, PodRecord]:
        """The pods by namespace and name, which no two have in common: see told_apart."""
        return {(row.namespace, row.pod): row for row in self.records.pods}

    def forgot(self, node: str, since_s: float, until_s: float) -> bool:
        """Whether a kubelet of the node stopped in between, and with it all that was only in its memory."""
        return any(since_s <= row.started_s <= until_s for row in self._downs(node))

    def stops(self, node: str) -> list[float]:
        """When kubelets of the node stopped."""
        return sorted(row.started_s for row in self._downs(node))

    def was_down(self, node: str, since_s: float, until_s: float) -> bool:
        """Whether at some time in between no kubelet ran on the node."""
        return any(row.started_s <= until_s and row.ended_s >= since_s for row in self._downs(node))

    def away_since(self, node: str, until_s: float) -> list[float]:
        """Since when no kubelet ran on the node, where that was so at that time or later."""
        return [row.started_s for row in self._downs(node) if row.ended_s >= until_s]

    def is_cut(self, row: PullRecord) -> bool:
        """Whether it is a pull that ended with its kubelet."""
        return row.backoff_until_s is None and any(row.ended_s == each.started_s for each in self._downs(row.node))

    def had_no_runtime(self, node: str, since_s: float, until_s: float) -> bool:
        """Whether at some time in between the node's kubelet could not call its runtime."""
        return any(begin <= until_s and end >= since_s for begin, end in self.times_without_runtime(node))

    def able_since(self, node: str, until_s: float) -> float:
        """Since when, at that time, a kubelet runs on the node that can call its runtime: later, if none can."""
        times = [(row.started_s, row.ended_s) for row in self._downs(node)] + self.times_without_runtime(node)
        return max((end for begin, end in times if begin <= until_s), default=0.0)

    def times_without_runtime(self, node: str) -> list[tuple[float, float]]:
        """From when until when a kubelet of the node could not call its runtime, which was away or not found again."""
        rows = [row for row in self._disturbances(node) if row.kind == "restartContainerd"]
        return [(row.started_s, row.started_s + reconnects_s(row.ended_s - row.started_s)) for row in rows]

    def waits_for_sandbox_s(self, node: str) -> float:
        """How long a sync may wait for a pod's sandbox: as long as RunPodSandbox may take, where its image is pulled.

        That is where the node had none at the start; whatever takes it away later is not drawn. A pod without a node,
        "", waits for none.
        """
        return 0.0 if not node or self.pool_of(node).sandbox_image.present else RUN_POD_SANDBOX_S

    def sandbox_failures_of(self) -> "dict[PodKey, list[float]]":
        """When each pod could not get its sandbox."""
        found: dict[PodKey, list[float]] = defaultdict(list)
        for row in self.records.sandbox_failures:
            found[row.namespace, row.pod].append(row.time_s)
        return found

    def _downs(self, node: str) -> list[Disturbance]:
        return [row for row in self._disturbances(node) if row.kind != "restartContainerd"]

    def _disturbances(self, node: str) -> list[Disturbance]:
        target = f"node/{node}"
        return [row for row in self.records.disturbances if row.target == target]

    def mounts_of(self, pod: PodRecord) -> dict[str, tuple[str, ...]]:
        """By container of the pod, the names of the volumes that it mounts; nothing that happens changes these."""
        return {name: one.volume_mounts for name, one in self.containers_of(pod).items()}

    def containers_of(self, pod: PodRecord) -> dict[str, Container]:
        """The pod's containers by name, as they were written: what happens changes their images alone."""
        owner = pod.workload.name if pod.workload is not None else pod.pod.partition("+")[0]
        kind = pod.workload.kind if pod.workload is not None else "Pod"
        for each, spec in self.scenario.pod_specs:
            if (type(each).__name__, each.namespace, each.name) == (kind, pod.namespace, owner):
                return {one.name: one for one in spec.init_containers + spec.containers}
        return {}


Law = Callable[[Run], Iterable[str]]
"""Tells what is wrong with a run, in no words if nothing is."""


def in_order(what: str, times: Sequence[float]) -> Iterator[str]:
    """Tells where *times* go back."""
    for place, (earlier, later) in enumerate(pairwise(times)):
        if later < earlier:
            yield f"{what}: row {place + 1} at {later} comes after one at {earlier}"
            return
