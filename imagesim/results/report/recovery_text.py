"""The recovery table: which pods a disturbance left failing, when they were Ready again, and what they waited for.

Causes for which nobody waited have no column. Times are seconds; those of a pod that is not Ready by the end of the
run are told as `<never>`.
"""

from imagesim.engine.records import Records
from imagesim.results.measures.recovery import CAUSES, RecoveryRow
from imagesim.results.measures.recovery import recovery as measure
from imagesim.results.report.kubectl_format import columns
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds


def recovery(records: Records) -> gate.Shown:
    """The table, "" if no pod was failing when a disturbance ended."""
    rows = measure(records)
    if not rows:
        return gate.NOTHING
    causes = [cause for cause in CAUSES if any(getattr(row, cause) for row in rows)]
    titles = [cause.removesuffix("_s").replace("_", "-").upper() for cause in causes]
    table = [("DISTURBANCE", "OVER AT", "POD", "READY AT", "DELAY", *titles), *(_row(row, causes) for row in rows)]
    if len({row.namespace for row in rows}) > 1:
        spaces = ["NAMESPACE", *(row.namespace for row in rows)]
        table = [(space, *cells) for space, cells in zip(spaces, table, strict=True)]
    return columns(table)


def _row(row: RecoveryRow, causes: list[str]) -> tuple[str, ...]:
    times = [row.ready_s, row.delay_s, *(getattr(row, cause) for cause in causes)]
    return row.disturbance, _seconds(row.ended_s), row.pod, *(_seconds(time) for time in times)


def _seconds(time: Seconds | None) -> str:
    return "<never>" if time is None else f"{time:.1f}s"
