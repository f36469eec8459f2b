"""Clocks that disagree: a kubelet dates its events by its node's clock, and the API server notes when it got them.

An event reaches the API server as soon as it is told, so its first time and its creation are the same moment by two
clocks. One that was forgotten and told again was created later than it came first; so the latest of the differences
of a node is the nearest one.
"""

from math import floor

from imagesim.rules.units import Seconds
from imagesim.studies.replaying.listed import Listed, ListedEvent, Span
from imagesim.studies.replaying.words import lasting

_NOTICED_S: Seconds = 2.0
"""Times are in whole seconds, and sending takes a moment."""


def corrected(listed: Listed) -> None:
    """Move the events of each node whose clock is off to the API server's time, and note it."""
    ahead: dict[str, Seconds] = {}
    for event in listed.events:
        if event.skew_s is not None and event.host and event.source == "kubelet":
            ahead[event.host] = max(ahead.get(event.host, event.skew_s), event.skew_s)
    off = {host: floor(skew) for host, skew in sorted(ahead.items()) if abs(skew) > _NOTICED_S}
    for host, skew in off.items():
        way = "ahead of" if skew > 0 else "behind"
        listed.notes.append(
            f"The clock of {host} is about {lasting(abs(skew))} {way} the API server's: the times of its events were "
            "moved by that, and may be off by a second or two."
        )
    if off:
        listed.events = [_moved(event, off.get(event.host, 0)) for event in listed.events]


def _moved(event: ListedEvent, ahead: int) -> ListedEvent:
    if not ahead or event.source != "kubelet":
        return event
    return event._replace(first=_earlier(event.first, ahead), last=_earlier(event.last, ahead))


def _earlier(span: Span | None, seconds: int) -> Span | None:
    return None if span is None else Span(span.least - seconds, span.below - seconds)
