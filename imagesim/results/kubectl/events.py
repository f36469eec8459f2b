"""`kubectl events` of a run (k8s.io/kubectl/pkg/cmd/events)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from imagesim.engine.api.stored_events import StoredEvent, event_updates
from imagesim.results.api.events import event_document
from imagesim.results.api.objects import ApiObjects
from imagesim.results.kubectl.get import Printout
from imagesim.results.kubectl.machine import written
from imagesim.results.report.kubectl_format import columns
from imagesim.rules.api.names import ObjectName
from imagesim.rules.golang.text import duration, trim_space
from imagesim.rules.kubectl.errors import KubectlError
from imagesim.rules.kubectl.resources import kind_named
from imagesim.rules.printers.durations import event_age
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_HEAD = ("LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE")
_TYPES = ("normal", "warning")


class WantedEvents(NamedTuple):
    """Which events, and how: of one namespace unless that is None, about one object, of some types."""

    namespace: str | None
    about: str = ""
    types: Sequence[str] = ()
    output: str = ""
    headers: bool = True
    watch: bool = False


def events(objects: ApiObjects, now: Seconds, wanted: WantedEvents) -> Printout:
    """What `kubectl events` prints at *now*, the end of the run; with `watch` every event from the start on.

    KubectlError for what kubectl refuses.
    """
    about = _about(wanted.about)
    if any(type_.lower() not in _TYPES for type_ in wanted.types):
        raise KubectlError("error: valid --types are Normal or Warning")
    told: Iterable[StoredEvent] = event_updates(objects.records.events) if wanted.watch else objects.events(now)
    found = [event for event in told if _is_wanted(event, about, wanted)]
    if wanted.output:
        documents = [event_document(event, objects.history, objects.calendar) for event in found]
        return Printout(written(wanted.output, documents, one=False))
    if not found:
        where = f" in {wanted.namespace} namespace." if wanted.namespace else "."
        return Printout(gate.NOTHING, (f"No events found{where}",))
    rows = [list(_HEAD), *(_row(event, event.last_s if wanted.watch else now) for event in found)]
    if wanted.namespace is None:
        rows = _before(rows, ["NAMESPACE", *(event.namespace for event in found)])
    if wanted.watch:
        rows = _before(rows, ["TIME", *(duration(event.last_s) for event in found)])
    return Printout(columns(rows if wanted.headers else rows[1:]))


def _before(rows: Sequence[Sequence[str]], cells: Sequence[str]) -> list[list[str]]:
    return [[cell, *row] for cell, row in zip(cells, rows, strict=True)]


def _about(text: str) -> tuple[str, str] | None:
    """Kind and name of `--for pod/web-0`."""
    if not text:
        return None
    type_, slash, name = text.partition("/")
    if not slash or not type_ or not name:
        raise KubectlError("error: --for must be in resource/name form")
    return kind_named(type_).name, name


def _is_wanted(event: StoredEvent, about: tuple[str, str] | None, wanted: WantedEvents) -> bool:
    name: ObjectName = event.object
    return (
        wanted.namespace in (None, event.namespace)
        and about in (None, (name.kind, name.name))
        and (not wanted.types or event.type.lower() in {type_.lower() for type_ in wanted.types})
    )


def _row(event: StoredEvent, now: Seconds) -> list[str]:
    seen = event_age(event.first_s // 1, event.last_s // 1, event.times, now)  # the API has whole seconds
    return [seen, event.type, event.reason, f"{event.object.kind}/{event.object.name}", trim_space(event.message)]
