"""The Events of a cluster: what its parts say about objects.

A row of the records is the form in which an event is stored, since a large run has ten million. They have resource
versions of their own, as in a cluster that keeps events in an etcd of their own (--etcd-servers-overrides).
"""

import simpy

from imagesim.engine.records import EventRecord
from imagesim.rules.api.names import ObjectName


class EventLog:
    """All events of a run, in the order in which the API server got them."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self.rows: list[EventRecord] = []

    def record(self, about: ObjectName, type_: str, reason: str, message: str, count: int = 1) -> None:
        """Store an event about an object; one of an object without a namespace is in `default`."""
        namespace = about.namespace or "default"
        self.rows.append(EventRecord(self._env.now, namespace, about.kubectl, type_, reason, message, count))
