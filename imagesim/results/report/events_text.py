"""The events of the run as `kubectl events` prints them: equal ones in one line, the latest last.

Models k8s.io/kubectl/pkg/cmd/events/event_printer.go. Unlike in a cluster, events older than an hour are still there.
"""

from collections.abc import Iterable
from typing import NamedTuple

from imagesim.engine.records import EventRecord, Records
from imagesim.results.report.kubectl_format import age, columns
from imagesim.rules.api.names import ObjectName
from imagesim.rules.units import Seconds


class EventLine(NamedTuple):
    """An event object of the API: what happened `times` times between `first_s` and `last_s`."""

    first_s: Seconds
    last_s: Seconds
    times: int
    namespace: str
    object: ObjectName
    type: str
    reason: str
    message: str


def events(records: Records, *, most: int | None = None) -> str:
    """The table; with *most* only the last ones, and how many were left out."""
    lines = event_lines(records.events)
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


def _row(line: EventLine, now: Seconds) -> tuple[str, ...]:
    seen = age(line.first_s, line.last_s, line.times, now)
    return seen, line.type, line.reason, f"{line.object.kind}/{line.object.name}", line.message


def event_lines(events: Iterable[EventRecord]) -> list[EventLine]:
    """Equal events as one, in the order in which they happened last.

    Two containers of a pod have events that read alike and are counted apart, and a count starts again once the
    kubelet has forgotten an event; so a row belongs to the line whose count it continues.
    """
    alike: dict[tuple[object, ...], list[tuple[int, EventLine]]] = {}
    for place, row in enumerate(events):
        key = row.namespace, row.object, row.type, row.reason, row.message
        lines = alike.setdefault(key, [])
        before = max(
            (line for line in lines if line[1].times < row.count), key=lambda line: line[1].times, default=None
        )
        if row.count == 1 or before is None:
            lines.append((place, EventLine(row.time_s, row.time_s, row.count, *key)))
        else:
            lines[lines.index(before)] = place, before[1]._replace(last_s=row.time_s, times=row.count)
    every = sorted(line for lines in alike.values() for line in lines)
    return [line for _, line in every]
