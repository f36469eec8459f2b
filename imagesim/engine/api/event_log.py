"""The Events of a cluster: what its parts say about objects.

A row of the records is the form in which an event is stored, since a large run has ten million. They have resource
versions of their own, as in a cluster that keeps events in an etcd of their own (--etcd-servers-overrides).
"""

import simpy

from imagesim.engine.api.stored_events import StoredEvent, held, stored_events
from imagesim.engine.event_rows import EventRows
from imagesim.rules.api.names import ObjectName


class EventLog:
    """All events of a run, in the order in which the API server got them, but for those that are told of later.

    A kubelet takes the events of a pod in back-off in one go, afterwards; when a run ends its rows are sorted by time.
    """

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self.rows = EventRows()

    def list(self, namespace: str | None = None) -> list[StoredEvent]:
        """The events that the API server still holds, as objects, in the order of their last updates."""
        events = held(stored_events(self.rows), self._env.now)
        return [event for event in events if namespace in (None, event.namespace)]

    def record(self, about: ObjectName, type_: str, reason: str, message: str, count: int = 1) -> None:
        """Store an event about an object that comes now; one that came before goes to the `rows`."""
        self.rows.add(self._env.now, about, (type_, reason, message), count)
