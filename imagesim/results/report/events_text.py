"""The events of the run as `kubectl events` prints them: equal ones in one line, the latest last.

Models k8s.io/kubectl/pkg/cmd/events/event_printer.go. As in a cluster, what was last seen an hour ago has been
forgotten; the table `events` has everything.
"""

from imagesim.engine.api.stored_events import StoredEvent, held, stored_events
from imagesim.engine.records import Records
from imagesim.results.report.grouped_events import grouped
from imagesim.results.report.kubectl_format import columns
from imagesim.rules.printers.durations import event_age
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds


def events(records: Records, *, most: int | None = None) -> gate.Shown:
    """The table; of more than *most* the groups of events that read alike, so that the first failures are seen."""
    everything = stored_events(records.events)
    lines = held(everything, records.end_s)
    expired = expired_note(len(everything) - len(lines))
    if not lines:
        return gate.lines(line for line in ("No events found.", expired) if line)
    notes = (expired, _unsent(records.events_dropped))
    if most is not None and len(lines) > most:
        names = {pod.pod for pod in records.pods} | {pod.node for pod in records.pods}
        shown = grouped(lines, names, records.end_s, most)
        every = f"({len(lines):,} events, by what they are about; --all-events prints each)"
        return gate.stacked([gate.line(every), shown, *map(gate.line, notes)])
    several = len({line.namespace for line in lines}) > 1
    head: tuple[str, ...] = ("LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE")
    rows = [head, *(_row(line, records.end_s) for line in lines)]
    if several:
        spaces = ["NAMESPACE", *(line.namespace for line in lines)]
        rows = [(space, *row) for space, row in zip(spaces, rows, strict=True)]
    return gate.stacked([columns(rows, padding=3, least=6), *map(gate.line, notes)])


def expired_note(number: int) -> str:
    """What is said of *number* events that are no longer there; "" for none."""
    if not number:
        return ""
    are = "1 event was" if number == 1 else f"{number:,} events were"
    return f"({are} last seen an hour or more before: the API server has forgotten, the table `events` has not.)"


def _unsent(number: int) -> str:
    if not number:
        return ""
    return (
        f"({number} more events happened than the API was told of: like a real kubelet's client, this one sends 25 "
        "of a kind for a pod and then one in 5 minutes; the counts above go on.)"
    )


def _row(line: StoredEvent, now: Seconds) -> tuple[str, ...]:
    seen = event_age(line.first_s, line.last_s, line.times, now)
    return seen, line.type, line.reason, f"{line.object.kind}/{line.object.name}", line.message
