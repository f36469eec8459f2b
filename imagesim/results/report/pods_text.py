"""The pods at the end of the run, as `kubectl get pods -o wide` prints them; several namespaces as with `-A`."""

from imagesim.engine.records import Records
from imagesim.results.measures.pod_status import PodStatus, pod_statuses
from imagesim.results.report.kubectl_format import columns
from imagesim.rules.api.kinds import POD
from imagesim.rules.printers.durations import human_duration
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_NOT_HERE = ("IP", "Nominated Node", "Readiness Gates")
"""Pods here have no address, are nominated to no node, and have no gates."""
_HEAD = tuple(column.upper() for column in (*POD.columns, *POD.wide) if column not in _NOT_HERE)


def pods(records: Records) -> gate.Shown:
    """The table, sorted by name as the API server lists."""
    statuses = sorted(pod_statuses(records), key=lambda row: (row.namespace, row.pod))
    if not statuses:
        return gate.line("No resources found.")
    rows = [_HEAD, *(_row(status, records.end_s) for status in statuses)]
    if len({status.namespace for status in statuses}) > 1:
        spaces = ["NAMESPACE", *(status.namespace for status in statuses)]
        return columns([(space, *row) for space, row in zip(spaces, rows, strict=True)])
    return columns(rows)


def _row(status: PodStatus, now: Seconds) -> tuple[str, ...]:
    restarts = str(status.restarts)
    if status.restarts and status.restarted_s is not None:
        restarts += f" ({human_duration(now - status.restarted_s)} ago)"
    return (
        status.pod,
        f"{status.ready}/{status.containers}",
        status.status,
        restarts,
        human_duration(now - status.created_s),
        status.node or "<none>",
    )
