"""The events of the run as `kubectl events` prints them: equal ones in one line, the latest last.

Models k8s.io/kubectl/pkg/cmd/events/event_printer.go. Unlike in a cluster, events older than an hour are still there.
"""

from imagesim.engine.api.stored_events import StoredEvent, stored_events
from imagesim.engine.records import Records
from imagesim.results.report.kubectl_format import age, columns
from imagesim.rules.units import Seconds


def events(records: Records, *, most: int | None = None) -> str:
    """The table; with *most* only the last ones, and how many were left out."""
    lines = stored_events(records.events)
    if not lines:
        return "No events found."
    left_out = 0 if most is None else max(0, len(lines) - most)
    lines = lines[left_out:]
    several = len({line.namespace for line in lines}) > 1
    head: tuple[str, ...] = ("LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE")
    rows = [head, *(_row(line, records.end_s) for line in lines)]
    if several:
        spaces = ["NAMESPACE", *(line.namespace for line in lines)]
        rows = [(space, *row) for space, row in zip(spaces, rows, strict=True)]
    note = f"({left_out} earlier events are not shown)\n" if left_out else ""
    return note + columns(rows, padding=3, least=6) + _unsent(records.events_dropped)


def _unsent(number: int) -> str:
    if not number:
        return ""
    return (
        f"\n({number} more events happened than the API was told of: like a real kubelet's client, this one sends 25 "
        "of a kind for a pod and then one in 5 minutes; the counts above go on.)"
    )


def _row(line: StoredEvent, now: Seconds) -> tuple[str, ...]:
    seen = age(line.first_s, line.last_s, line.times, now)
    return seen, line.type, line.reason, f"{line.object.kind}/{line.object.name}", line.message
