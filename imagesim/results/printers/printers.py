"""The one table of how each kind is printed, and what makes Tables of lists of objects."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from imagesim.results.printers import others, workloads
from imagesim.results.printers.pod import print_pod
from imagesim.results.printers.table import Cell, Column, Table, TableRow
from imagesim.rules.api import kinds
from imagesim.rules.api.kinds import Kind
from imagesim.rules.calendar import Calendar
from imagesim.rules.units import Seconds

PrintCells = Callable[[Mapping[str, Any], Seconds, Calendar], list[Cell]]
"""The cells of all columns of an object at a moment, those of `-o wide` too."""

PRINTERS: Mapping[str, PrintCells] = {
    kinds.POD.name: print_pod,
    kinds.DEPLOYMENT.name: workloads.print_deployment,
    kinds.REPLICA_SET.name: workloads.print_replica_set,
    kinds.REPLICATION_CONTROLLER.name: workloads.print_replica_set,
    kinds.STATEFUL_SET.name: workloads.print_stateful_set,
    kinds.CONTROLLER_REVISION.name: others.print_controller_revision,
    kinds.DAEMON_SET.name: workloads.print_daemon_set,
    kinds.JOB.name: workloads.print_job,
    kinds.CRON_JOB.name: workloads.print_cron_job,
    kinds.POD_DISRUPTION_BUDGET.name: others.print_budget,
    kinds.SECRET.name: others.print_secret,
    kinds.SERVICE_ACCOUNT.name: others.print_service_account,
    kinds.NAMESPACE.name: others.print_namespace,
    kinds.NODE.name: others.print_node,
    kinds.EVENT.name: others.print_event,
}

_COUNTS = frozenset(
    {
        "Desired", "Current", "Ready", "Up-to-date", "Available", "Active", "Data", "Secrets", "Revision", "Count",
        "Allowed Disruptions",
    }
)  # fmt: skip
"""Columns of numbers."""


def columns(kind: Kind) -> list[Column]:
    """The columns of *kind* in the order in which kubectl prints all of them."""
    found = [Column(name) for name in kind.columns]
    for name, before in zip(kind.wide, kind.wide_before or [""] * len(kind.wide), strict=True):
        place = next((place for place, column in enumerate(found) if column.name == before), len(found))
        found.insert(place, Column(name, priority=1))
    return [_typed(column, kind) for column in found]


def _typed(column: Column, kind: Kind) -> Column:
    fraction = column.name == "Ready" and kind in (kinds.POD, kinds.DEPLOYMENT, kinds.STATEFUL_SET)
    column = column._replace(type="integer" if column.name in _COUNTS and not fraction else "string")
    return column._replace(format="name") if column.name == "Name" else column


def table(kind: Kind, documents: Iterable[dict[str, Any]], now: Seconds, calendar: Calendar) -> Table:
    """The Table of objects of *kind* as it is printed at *now*."""
    printer = PRINTERS[kind.name]
    rows = [TableRow(printer(document, now, calendar), document) for document in documents]
    versions = [int(row.object["metadata"].get("resourceVersion", 0)) for row in rows]
    return Table(columns(kind), rows, str(max(versions, default=0)))
