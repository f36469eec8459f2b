"""Events as the objects that a client of the API sees: made from the rows of the log when somebody asks.

An event that happens again is an update of its object: same name, higher count, later time (client-go
tools/record/events_cache.go). The API server forgets an event an hour after its last update (--event-ttl). Who told of
it has not forgotten: told again, it is created anew under its old name, with its first time and a count that goes on
(recordEvent in tools/record/event.go: what cannot be patched, since it is not found, is created).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from imagesim.engine.records import EventRecord
from imagesim.rules.api.kinds import BY_NAME
from imagesim.rules.api.names import ObjectName
from imagesim.rules.client_go.event_correlator import COMBINED
from imagesim.rules.golang.time import nanoseconds
from imagesim.rules.units import Seconds

EVENT_TTL_S: Seconds = 3600.0
"""How long an event is kept after its last update."""

SCHEDULER = "default-scheduler"
_OF_THE_SCHEDULER = frozenset({"Scheduled", "FailedScheduling", "Preempted"})


class StoredEvent(NamedTuple):
    """What happened `times` times between `first_s` and `last_s`. `resource_version` counts updates of events alone.

    `number` is the resource version of its first creation, `created` that of its last one. `field_path` is the part of
    the object that it is about, "" for all of it.
    """

    first_s: Seconds
    last_s: Seconds
    times: int
    namespace: str
    object: ObjectName
    type: str
    reason: str
    message: str
    number: int
    created: int
    resource_version: int
    field_path: str = ""

    @property
    def object_name(self) -> ObjectName:
        """Its own name: that of the object and the time in hexadecimal (recorder.go makeEvent)."""
        moment = nanoseconds(self.first_s) + self.number  # no two events of a real clock have the same nanosecond
        return ObjectName("Event", self.namespace, f"{self.object.name}.{moment:x}")

    @property
    def uid(self) -> str:
        """Counted like those of other objects, in a block of its own."""
        return f"00000000-0000-4000-bfff-{self.created:012x}"

    @property
    def source(self) -> str:
        """The component that told it: the controller of the object's kind, the scheduler, or the kubelet."""
        if self.object.kind == "Pod" and self.reason in _OF_THE_SCHEDULER:
            return SCHEDULER
        kind = BY_NAME.get(self.object.kind)
        return (kind.controller if kind is not None else "") or "kubelet"

    def expired(self, now: Seconds) -> bool:
        """Whether the API server has forgotten it by *now*."""
        return self.last_s + EVENT_TTL_S <= now


def stored_events(rows: Iterable[EventRecord]) -> list[StoredEvent]:
    """The events that *rows* made, in the order of their last updates; also those that have expired since."""
    latest = {event.number: event for event in event_updates(rows)}
    return sorted(latest.values(), key=lambda event: event.resource_version)


def event_updates(rows: Iterable[EventRecord]) -> Iterator[StoredEvent]:
    """What each of *rows* made or changed, one event a row.

    A count starts again once the kubelet has forgotten an event, so a row belongs to the event whose count it
    continues. One that is combined from similar events is one event, which says what the last of them said.
    """
    alike: dict[tuple[object, ...], list[StoredEvent]] = {}
    for version, row in enumerate(rows, start=1):
        key = row.namespace, row.object, row.type, row.reason, row.message
        combined = row.message.startswith(COMBINED)
        events = alike.setdefault((*key[:4], COMBINED) if combined else (*key, row.field_path), [])
        before = max(
            (event for event in events if event.times < row.count), key=lambda event: event.times, default=None
        )
        if row.count == 1 or before is None:
            since = row.time_s
            event = StoredEvent(since, since, row.count, *key, version, version, version, row.field_path)
            events.append(event)
            yield event
        else:
            place = events.index(before)
            events[place] = before._replace(
                last_s=row.time_s,
                times=row.count,
                message=row.message,
                created=version if before.expired(row.time_s) else before.created,
                resource_version=version,
            )
            yield events[place]


def held(events: Iterable[StoredEvent], now: Seconds) -> list[StoredEvent]:
    """Those of *events* that the API server still has at *now*."""
    return [event for event in events if not event.expired(now)]
