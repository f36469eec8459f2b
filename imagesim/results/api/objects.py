"""All objects of a run at any moment of it, as the API server would answer a list, a get and a watch."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple

from imagesim.engine.api.stored_events import StoredEvent, event_updates, held, stored_events
from imagesim.engine.records import EventRecord, Records
from imagesim.results.api.container_statuses import PodRows
from imagesim.results.api.events import event_document
from imagesim.results.api.namespaces import namespaces
from imagesim.results.api.node import node_document
from imagesim.results.api.node_images import NodeImages
from imagesim.results.api.pod import PodDocuments
from imagesim.results.api.stored_object import object_document
from imagesim.results.history import History, ObjectThen
from imagesim.rules.api.kinds import EVENT, NAMESPACE, NODE, POD, Kind
from imagesim.rules.api.names import ObjectName
from imagesim.rules.calendar import Calendar
from imagesim.rules.units import Seconds

Document = dict[str, Any]

_FAILED_SCHEDULING = "FailedScheduling"


class WatchEvent(NamedTuple):
    """At `time_s` an object was added, modified or deleted; `document` is the object then, or as it was at last."""

    time_s: Seconds
    type: Literal["ADDED", "MODIFIED", "DELETED"]
    document: Document


class ApiObjects:
    """What the API server of a run serves. A moment is in seconds since the start, None for the end of the run.

    *most_images* says by pool how many images its nodes list at most (nodeStatusMaxImages), 50 where it says nothing.
    """

    def __init__(
        self, records: Records, calendar: Calendar | None = None, most_images: Mapping[str, int] | None = None
    ) -> None:
        self._most_images = most_images or {}
        self.calendar = calendar or Calendar()
        self.history = History(records)
        self.records = records

    def list_of(self, kind: Kind, namespace: str | None = None, time_s: Seconds | None = None) -> list[Document]:
        """The objects of *kind*, of one namespace if that is given, in the order of etcd: by namespace and name."""
        moment = self._moment(time_s)
        if kind is NAMESPACE:
            return namespaces(self.records.objects, moment, self.calendar)
        if kind is EVENT:
            there = held(self._events_until(moment), moment)
            found = [event for event in there if namespace in (None, event.namespace)]
            return [
                event_document(event, self.history, self.calendar)
                for event in sorted(found, key=lambda event: event.object_name[1:])
            ]
        names = [name for name in self.history.names(kind.name) if namespace in (None, name.namespace)]
        thens = (self.history.at(name, moment) for name in sorted(names))
        return [self._document(then, moment) for then in thens if then is not None]

    def get(self, kind: Kind, namespace: str, name: str, time_s: Seconds | None = None) -> Document | None:
        """The object of that name, None if there is none."""
        moment = self._moment(time_s)
        if kind in (NAMESPACE, EVENT):
            found = self.list_of(kind, namespace if kind is EVENT else None, moment)
            return next((each for each in found if each["metadata"]["name"] == name), None)
        then = self.history.at(ObjectName(kind.name, namespace if kind.namespaced else "", name), moment)
        return self._document(then, moment) if then is not None else None

    def events(self, time_s: Seconds | None = None) -> list[StoredEvent]:
        """All events that the server has not forgotten, in the order of their last updates."""
        moment = self._moment(time_s)
        return held(self._events_until(moment), moment)

    def told_of(self, document: Mapping[str, Any]) -> list[StoredEvent]:
        """All events about that very object, also those that the server has forgotten by the end of the run.

        An event names its object; of several that had one name after another, it is about the one that was there.
        """
        metadata = document["metadata"]
        about = ObjectName(document["kind"], metadata.get("namespace", ""), metadata["name"])
        rows = self._events_by_object.get(about, [])
        return stored_events(row for row in rows if self.history.uid(about, row.time_s) == metadata["uid"])

    def pod_at_last(self, namespace: str, name: str, uid: str) -> Document:
        """A pod that was there once, as it stood at the end of the run or when it went. KeyError if it never was."""
        about = ObjectName(POD.name, namespace, name)
        then = self.history.last(about, uid=uid)
        if then is None:
            raise KeyError(uid)
        return self._document(then, self.records.end_s if then.removed_s is None else then.removed_s)

    def changes(self, kind: Kind) -> Iterator[WatchEvent]:
        """What a watch of *kind* tells from the start of the run to its end, in order of time.

        Of Events it tells nothing of those that are forgotten.
        """
        if kind is EVENT:
            for event in event_updates(self.records.events):
                told: Literal["ADDED", "MODIFIED"] = "ADDED" if event.created == event.resource_version else "MODIFIED"
                yield WatchEvent(event.last_s, told, event_document(event, self.history, self.calendar))
            return
        if kind is NAMESPACE:
            for document in self.list_of(kind):
                yield WatchEvent(self.calendar.seconds_of(document["metadata"]["creationTimestamp"]), "ADDED", document)
            return
        found = [event for name in self.history.names(kind.name) for event in self._changes_of(name)]
        yield from sorted(found, key=lambda event: event.time_s)  # stable: names of one instant in order of creation

    def _changes_of(self, name: ObjectName) -> Iterator[WatchEvent]:
        """One for each write to the object, and one where a pod's container shows something new between two writes."""
        written = {row.time_s for row in self.history.rows(name)}
        moments = set(self._rows.moments(name.namespace, name.name)) if name.kind == POD.name else set()
        uid = ""
        for moment in sorted(written | moments):
            then = self.history.last(name, moment)
            if then is None or (then.removed_s is not None and then.removed_s < moment):
                continue
            added, uid = then.uid != uid, then.uid
            document = self._document(then, moment)
            if then.removed_s is not None:
                yield WatchEvent(moment, "DELETED", document)
            else:
                yield WatchEvent(moment, "ADDED" if added else "MODIFIED", document)

    def _document(self, then: ObjectThen, moment: Seconds) -> Document:
        kind = then.object_name.kind
        if kind == POD.name:
            return self._pods.document(then, self.history.rows(then.object_name), moment)
        if kind == NODE.name:
            images = self._node_images.at(then.object_name.name, then.spec.pool, moment)
            return node_document(then, images, self.calendar)
        return object_document(then, self.calendar)

    def _moment(self, time_s: Seconds | None) -> Seconds:
        return self.records.end_s if time_s is None else time_s

    def _events_until(self, moment: Seconds) -> list[StoredEvent]:
        return stored_events(row for row in self.records.events if row.time_s <= moment)

    @cached_property
    def _events_by_object(self) -> dict[ObjectName, list[EventRecord]]:
        found: dict[ObjectName, list[EventRecord]] = {}
        for row in self.records.events:
            found.setdefault(row.object, []).append(row)
        return found

    @cached_property
    def _node_images(self) -> NodeImages:
        return NodeImages(self.records, self._most_images)

    @cached_property
    def _rows(self) -> PodRows:
        return PodRows(self.records)

    @cached_property
    def _pods(self) -> PodDocuments:
        said = {
            (row.object.namespace, row.object.name): row.message
            for row in self.records.events
            if row.reason == _FAILED_SCHEDULING
        }
        return PodDocuments(self._rows, said, self.calendar)
