"""The events that one kubelet sends, about its pods and about its node, thinned as client-go thins them."""

from collections.abc import Sequence

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.record_book import RecordBook
from imagesim.rules.api.names import ObjectName
from imagesim.rules.client_go.event_correlator import EventCorrelator, Key, path_of
from imagesim.rules.pods.kubelet_texts import Event
from imagesim.rules.units import Seconds


class NodeEvents:
    """The event recorder of the kubelet of *node*. *by_type*: see EventCorrelator."""

    def __init__(
        self, env: simpy.Environment, node: str, api: ApiServer, records: RecordBook, *, by_type: bool
    ) -> None:
        self._env = env
        self._node = ObjectName("Node", "", node)
        self._rows = api.events.rows
        self._records = records
        self._correlator = EventCorrelator(by_type=by_type)

    def about_pod(self, pod: ApiPod, event: Event, field_path: str, time_s: Seconds | None = None) -> bool:
        """Record an event of a part of a pod; False if it was dropped. *time_s* is when it came, if that is past."""
        now = self._env.now if time_s is None else time_s
        return self._send(now, pod.object_name, self._correlator.correlate(now, pod.uid, event, field_path), field_path)

    def again(self, now: Seconds, pod: ApiPod, event: Event, key: Key) -> bool:
        """As `about_pod`, for an event with that *key* that comes again and again."""
        return self._send(now, pod.object_name, self._correlator.correlate_again(now, key, event), path_of(key))

    def _send(self, now: Seconds, about: ObjectName, kept: tuple[Event, int] | None, path: str = "") -> bool:
        if kept is None:
            self._records.events_dropped += 1
            return False
        said, count = kept
        self._rows.add(now, about, said, count, path)
        return True

    def dropped_until(self, now: Seconds, events: Sequence[Key]) -> Seconds:
        """Until when all of these are dropped if they come again and again from *now* on, 0 if they may pass."""
        return self._correlator.dropped_until(now, events)

    def drop(self, events: Sequence[Key], times: int, last: Seconds) -> None:
        """All of these came *times* times, at last at *last*, and were dropped."""
        self._correlator.drop(events, times, last)
        self._records.events_dropped += times * len(events)

    def about_node(self, event: Event) -> None:
        """Record an event of the node itself."""
        self._send(self._env.now, self._node, self._correlator.correlate(self._env.now, str(self._node), event))
