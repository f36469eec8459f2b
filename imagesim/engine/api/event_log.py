"""The Events of a cluster: what its parts say about objects.

A row of the records is the form in which an event is stored, since a large run has ten million. They have resource
versions of their own, as in a cluster that keeps events in an etcd of their own (--etcd-servers-overrides).
"""

import simpy

from imagesim.engine.api.stored_events import StoredEvent, held, stored_events
from imagesim.engine.records import EventRecord
from imagesim.rules.api.names import ObjectName
from imagesim.rules.units import Seconds


class EventLog:
    """All events of a run, in the order in which the API server got them, but for those that are told of later.

    A kubelet takes the events of a pod in back-off in one go, afterwards; when a run ends its rows are sorted by time.
    """

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self.rows: list[EventRecord] = []

    def list(self, namespace: str | None = None) -> list[StoredEvent]:
        """The events that the API server still holds, as objects, in the order of their last updates."""
        events = held(stored_events(self.rows), self._env.now)
        return [event for event in events if namespace in (None, event.namespace)]

    def record(
        self, about: ObjectName, type_: str, reason: str, message: str, count: int = 1, time_s: Seconds | None = None
    ) -> None:
        """Store an event about an object; one of an object without a namespace is in `default`.

        *time_s* is when it came, if that is not now.
        """
        time_s = self._env.now if time_s is None else time_s
        self.rows.append(EventRecord(time_s, about.namespace or "default", about, type_, reason, message, count))
