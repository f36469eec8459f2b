"""Event thinning: what of a component's events reaches the API server, and with which count.

Models EventCorrelator in k8s.io/client-go tools/record/events_cache.go with its defaults, as the kubelet and the
controllers use it (read at 1.31.14 to 1.36.2 and at 1.37's code freeze). Three steps, in this order:

1. *Aggregate.* Similar events have the same object, type and reason. From the tenth different message on, an event
   becomes `(combined from similar events): MESSAGE` and all of these are one event. Ten minutes without any similar
   event start this anew.
2. *Count.* An event that was seen before, in the same words about the same part of the object, is that event again.
3. *Filter.* Each object has a bucket of 25 for Normal and one of 25 for Warning events, refilled by one in 300 s. What
   finds it empty is not sent. It was counted, so the next one that passes carries the whole count. Up to 1.31 both
   types share one bucket: the type came into its key with kubernetes#124747.

Upstream remembers nine of the messages in step 1 and forgets one of them at random when another comes; here it is the
one that has been there longest. Its caches hold 4,096 entries; here they are not limited.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from imagesim.rules.client_go.token_bucket import TokenBucket
from imagesim.rules.units import Seconds

MAX_EVENTS = 10
INTERVAL_S: Seconds = 600.0
BURST = 25
QPS = 1.0 / 300.0
COMBINED = "(combined from similar events): "

Said = tuple[str, str, str]
"""The type, the reason and the message of an event."""

Key = tuple[str, ...]


def event_key(object_key: str, type_: str, reason: str, message: str, field_path: str) -> Key:
    """What makes an event the same as another. What differs most stands first: it is compared often."""
    return message, field_path, reason, type_, object_key


def path_of(key: Key) -> str:
    """The part of the object that the event of a *key* is about."""
    return key[1]


_Early = list[Any]
"""The first events about an object: what each said, about which part, and when, in turns. Many objects share a text."""
_NOTHING: _Early = []
_EARLY_LENGTH = 3 * (MAX_EVENTS - 1)


@dataclass(slots=True)
class _Similar:
    last: Seconds = -math.inf
    messages: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Known:
    """An event that was seen before: how often, and what else decides about it."""

    similar: _Similar
    bucket: TokenBucket
    count: int = 0


class EventCorrelator:
    """The correlator of one source: a kubelet, a controller. *by_type*: each type of event has a bucket of its own.

    An object's first nine events can neither be combined nor dropped, so they are only listed and counted. Hardly an
    object has a tenth; what is known of one that has is then worked out from the list.
    """

    def __init__(self, *, by_type: bool = True) -> None:
        self._bucket_key = slice(3, None) if by_type else slice(4, None)
        self._early: dict[str, _Early | None] = {}
        self._known: dict[Key, _Known] = {}
        self._similar: dict[Key, _Similar] = {}
        self._buckets: dict[Key, TokenBucket] = {}

    def correlate(self, now: Seconds, object_key: str, said: Said, field_path: str = "") -> tuple[Said, int] | None:
        """Take one event and say what is sent: the event and its count, or None if it is dropped.

        *object_key* identifies the object (a pod's UID), *field_path* the part of it (`spec.containers{web}`). A count
        above 1 means that the event of that message is updated, not that there is a new one.
        """
        early = self._early.get(object_key, _NOTHING)
        if early is not None and len(early) < _EARLY_LENGTH:
            count = _count(early, said, field_path) if said in early[::3] else 0
            if early is _NOTHING:
                self._early[object_key] = [said, field_path, now]
            else:
                early += said, field_path, now
            return said, count + 1
        for earlier, path, moment in _in_turns(early) if early is not None else ():
            self._correlate(moment, event_key(object_key, *earlier, path), earlier)
        self._early[object_key] = None
        return self._correlate(now, event_key(object_key, *said, field_path), said)

    def correlate_again(self, now: Seconds, event: Key, said: Said) -> tuple[Said, int] | None:
        """`correlate` for an event whose key is at hand, since it comes again and again."""
        if event in self._known:
            return self._correlate(now, event, said)
        return self.correlate(now, event[4], said, event[1])

    def dropped_until(self, now: Seconds, events: Sequence[Key]) -> Seconds:
        """Until when all of *events* are dropped, each time anew, if they come again from *now* on; 0 if they may pass.

        They are about one object and come at least every ten minutes, and nothing else about it comes meanwhile.
        """
        until = math.inf
        for event in events:
            known = self._known.get(event)
            if known is None or event[0] not in known.similar.messages or now - known.similar.last > INTERVAL_S:
                return 0.0
            until = min(until, known.bucket.empty_until())
        return until

    def drop(self, events: Sequence[Key], times: int, last: Seconds) -> None:
        """All of *events* came *times* times, at last at *last*, and were dropped as `dropped_until` has said."""
        for event in events:
            known = self._known[event]
            known.similar.last = last
            known.count += times

    def _correlate(self, now: Seconds, event: Key, said: Said) -> tuple[Said, int] | None:
        known = self._known.get(event) or self._learn(event)
        similar = known.similar
        messages = similar.messages
        if now - similar.last > INTERVAL_S:
            messages.clear()
        similar.last = now
        messages.setdefault(event[0])
        if len(messages) >= MAX_EVENTS:
            del messages[next(iter(messages))]
            said = said[0], said[1], COMBINED + said[2]
            known = self._known.get(event[2:]) or self._learn(event, event[2:])
        known.count += 1
        return (said, known.count) if known.bucket.try_accept(now) else None

    def _learn(self, event: Key, key: Key | None = None) -> _Known:
        """Make room for an event that is new, under its own key or under that of all that are similar to it."""
        similar = self._similar.setdefault(event[2:], _Similar())
        bucket = self._buckets.setdefault(event[self._bucket_key], TokenBucket(QPS, BURST))
        known = self._known[key or event] = _Known(similar, bucket)
        return known


def _in_turns(early: _Early) -> Iterator[tuple[Said, str, Seconds]]:
    return zip(early[::3], early[1::3], early[2::3], strict=True)


def _count(early: _Early, said: Said, field_path: str) -> int:
    return sum(said == earlier and field_path == path for earlier, path, _ in _in_turns(early))
