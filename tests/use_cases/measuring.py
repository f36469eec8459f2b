"""Runs a variant and counts what its table has."""

from dataclasses import dataclass
from typing import Any

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.measures.pod_status import pod_statuses
from imagesim.results.measures.unauthorised import UnauthorisedUse, unauthorised
from imagesim.scenarios.loading import load

WAYS = {
    "app pulled for red": lambda use: use.workload == "Deployment/takes-app",
    "tools baked in": lambda use: use.workload == "Deployment/takes-tools",
    "ephemeral container": lambda use: use.workload == "DaemonSet/app",
    "static pod": lambda use: use.namespace == "kube-system",
}
"""The ways in which blue, or whoever has a shell on a node, comes to the images of red."""


@dataclass(frozen=True)
class Measured:
    """What one variant came to. `last_ready_s` is None while a pod is not Ready; `uses` are the unauthorised ones.

    `own` are the pods of DaemonSets: what each tenant runs of its own.
    """

    ready: int
    wanted: int
    last_ready_s: float | None
    failed_pulls: int
    own_ready: int
    own: int
    uses: tuple[UnauthorisedUse, ...]

    def by_way(self) -> dict[str, int]:
        """How many unauthorised uses there were in each of WAYS, which are all of them."""
        counts = {way: sum(map(fits, self.uses)) for way, fits in WAYS.items()}
        assert sum(counts.values()) == len(self.uses)
        return counts


def measured(scenario: str, values: dict[str, Any]) -> Measured:
    """Run a shipped scenario with *values* set."""
    return _of(run(load(scenario, values=values)))


def _of(records: Records) -> Measured:
    statuses = pod_statuses(records)
    there = [row for row in records.pods if row.deleted_s is None]
    own = [row for row in there if row.workload is not None and row.workload.kind == "DaemonSet"]
    times = [row.ready_s for row in there if row.ready_s is not None]
    return Measured(
        ready=sum(0 < row.containers == row.ready for row in statuses),
        wanted=len(statuses),
        last_ready_s=max(times) if len(times) == len(there) else None,
        failed_pulls=sum(row.outcome == "Failed" for row in records.pulls),
        own_ready=sum(row.ready_s is not None for row in own),
        own=len(own),
        uses=tuple(unauthorised(records)),
    )
