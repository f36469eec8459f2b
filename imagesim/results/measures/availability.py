"""Availability: for how long a workload had fewer available pods than it should never have less of.

The minimum of a Deployment is `replicas` less `maxUnavailable` (rounded down; 0 with Recreate, as Kubernetes' own
MinAvailable has it), of a StatefulSet one less than its replicas, since that many its roll-out takes down (all of them
with OnDelete), of a DaemonSet the nodes that want it less `maxUnavailable` (rounded up). Available is what the object's
status says: Ready for minReadySeconds, and not being deleted. A PodDisruptionBudget has a row of its own: its pods are
healthy, or there are fewer than it wants.

The clock starts when the minimum is first met, so what a workload takes to start counts as nothing (see
`ready_times`); one that never meets it is below it from its creation on. A minimum that rises, as by `kubectl scale`,
is not met until the new pods are there.
"""

from typing import Any, NamedTuple

from imagesim.engine.records import Records
from imagesim.rules.api.kinds import DAEMON_SET, DEPLOYMENT, POD_DISRUPTION_BUDGET, STATEFUL_SET
from imagesim.rules.api.names import ObjectName
from imagesim.rules.units import Seconds, added_up
from imagesim.rules.workloads.rollout import ROLLING_UPDATE, rolling_limits, scaled_value

_KINDS = {kind.name for kind in (DEPLOYMENT, STATEFUL_SET, DAEMON_SET, POD_DISRUPTION_BUDGET)}


class AvailabilityRow(NamedTuple):
    """One workload or budget. `minimum` is that of the end, `least` the fewest available pods since `first_met_s`.

    `below_s` is how long there were fewer than the minimum, `longest_s` the longest time in one piece, and `spells` in
    how many. `first_met_s` is None, and `least` 0, if the minimum never was met.
    """

    namespace: str
    workload: str
    minimum: int
    first_met_s: Seconds | None
    below_s: Seconds
    longest_s: Seconds
    spells: int
    least: int


def availability(records: Records) -> list[AvailabilityRow]:
    """A row per Deployment, StatefulSet, DaemonSet and PodDisruptionBudget that ever was, in that order of creation."""
    found: dict[ObjectName, _Course] = {}
    for place, name in enumerate(records.objects.names()):
        if name.kind in _KINDS:
            row = records.objects[place]
            course = found.setdefault(name, _Course(name.kind, row.time_s))
            course.changes(row.time_s, dict(row.change), gone=row.verb == "remove")
    return [course.row(name, records.end_s) for name, course in found.items()]


class _Course:
    """How many pods of one object were available, against its minimum, change by change."""

    def __init__(self, kind: str, created_s: Seconds) -> None:
        self._kind = kind
        self._created_s = created_s
        self._spec: Any = None
        self._status: Any = None
        self._minimum = 0
        self._since_s: Seconds | None = None  # when it fell below
        self._first_met_s: Seconds | None = None
        self._spells: list[Seconds] = []
        self._least: int | None = None

    def changes(self, time_s: Seconds, change: dict[str, Any], *, gone: bool) -> None:
        """The object changes."""
        if gone:
            self._ends(time_s)
            self._spec = self._status = None
            return
        self._spec, self._status = change.get("spec", self._spec), change.get("status", self._status)
        if self._status is None:
            return
        self._minimum, available = _counts(self._kind, self._spec, self._status)
        if self._first_met_s is None:
            if available < self._minimum or not self._sees_pods():
                return
            self._first_met_s = time_s
        self._least = available if self._least is None else min(self._least, available)
        if available >= self._minimum:
            self._ends(time_s)
        elif self._since_s is None:
            self._since_s = time_s

    def _sees_pods(self) -> bool:
        """Whether the controller has counted: a status of zeroes from before says nothing of a minimum of 0."""
        return bool(self._status.observed_generation)

    def _ends(self, time_s: Seconds) -> None:
        if self._since_s is not None and time_s > self._since_s:
            self._spells.append(time_s - self._since_s)
        self._since_s = None

    def row(self, name: ObjectName, end_s: Seconds) -> AvailabilityRow:
        """What came of it."""
        if self._first_met_s is None:
            self._since_s = self._created_s if self._spec is not None else None
        self._ends(end_s)
        return AvailabilityRow(
            namespace=name.namespace,
            workload=f"{name.kind}/{name.name}",
            minimum=self._minimum,
            first_met_s=self._first_met_s,
            below_s=added_up(self._spells),
            longest_s=max(self._spells, default=0.0),
            spells=len(self._spells),
            least=self._least or 0,
        )


def _counts(kind: str, spec: Any, status: Any) -> tuple[int, int]:
    """The minimum, and how many pods are available."""
    if kind == POD_DISRUPTION_BUDGET.name:
        return status.desired_healthy, status.current_healthy
    if kind == DAEMON_SET.name:
        missing = scaled_value(spec.max_unavailable, status.desired, round_up=True)
        return max(0, status.desired - (missing if spec.strategy == ROLLING_UPDATE else 0)), status.available
    if kind == STATEFUL_SET.name:
        return max(0, spec.replicas - (spec.strategy == ROLLING_UPDATE)), status.available
    if spec.strategy != ROLLING_UPDATE:
        return 0, status.available
    limits = rolling_limits(spec.strategy, spec.max_surge, spec.max_unavailable, spec.replicas)
    return spec.replicas - limits.unavailable, status.available
