"""The columns of every table: their names, and what kind of values they hold. pandas is not needed for that.

The fields of a row's NamedTuple are the columns, in that order. Times are float64, counts and sizes int64 (Int64 where
one may be missing), yes and no bool, everything else text. A field with several texts becomes one, joined by
commas.
"""

from typing import Any, NamedTuple, get_type_hints

from imagesim.engine.records import (
    BudgetRecord,
    CauseRecord,
    DiskRecord,
    EventRecord,
    HostRecord,
    PodRecord,
    PullRecord,
    RemovedImageRecord,
    RequestRecord,
    RunningRecord,
    StateRecord,
    StoredImageRecord,
    TagRecord,
    UnfinishedPullRecord,
)
from imagesim.results.measures.availability import AvailabilityRow
from imagesim.results.measures.disks import NodeDisk
from imagesim.results.measures.host_costs import HostCosts
from imagesim.results.measures.node_images import ImageOnNode
from imagesim.results.measures.push_reach import PushReach
from imagesim.results.measures.ready_times import ReadyTimes
from imagesim.results.measures.recovery import RecoveryRow
from imagesim.results.measures.unauthorised import UnauthorisedUse
from imagesim.results.measures.version_mix import MixedInterval, VersionMixRow
from imagesim.results.measures.version_times import MixedTime, VersionTime
from imagesim.results.object_rows import ObjectRow
from imagesim.results.published_names import published

ROW_TYPES: dict[str, type[tuple[Any, ...]]] = {
    "pulls": PullRecord,
    "unfinished_pulls": UnfinishedPullRecord,
    "pods": PodRecord,
    "states": StateRecord,
    "running": RunningRecord,
    "events": EventRecord,
    "requests": RequestRecord,
    "hosts": HostRecord,
    "budgets": BudgetRecord,
    "tags": TagRecord,
    "removed_images": RemovedImageRecord,
    "stored_images": StoredImageRecord,
    "disk_usage": DiskRecord,
    "causes": CauseRecord,
    "objects": ObjectRow,
    "version_mix": VersionMixRow,
    "mixed_intervals": MixedInterval,
    "recovery": RecoveryRow,
    "unauthorised": UnauthorisedUse,
    "node_images": ImageOnNode,
    "disks": NodeDisk,
    "costs": HostCosts,
    "version_times": VersionTime,
    "mixed_times": MixedTime,
    "pushes": PushReach,
    "ready_times": ReadyTimes,
    "availability": AvailabilityRow,
}
"""The row type of each table, by the table's name."""


class TableColumn(NamedTuple):
    """One column; `dtype` is pandas' name of its kind."""

    name: str
    dtype: str


def columns(row_type: type[tuple[Any, ...]]) -> list[TableColumn]:
    """The columns of rows of the NamedTuple *row_type*."""
    return [TableColumn(name, _dtype(hint)) for name, hint in get_type_hints(row_type).items()]


def plain(column: str, value: Any) -> Any:
    """A cell's value: several texts become one, and a name is as published."""
    value = published(column, value)
    return ",".join(value) if isinstance(value, tuple) else value


def _dtype(hint: Any) -> str:
    if hint is int:
        return "int64"
    if hint in (float, float | None):
        return "float64"
    if hint is bool:
        return "bool"
    if hint == int | None:
        return "Int64"
    return "str"
