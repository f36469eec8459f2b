"""Timeline documents become timeline events: each read by its own module, then sorted by time and checked in order."""

from collections.abc import Iterable, Iterator

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.timeline.event_table import kind_of
from imagesim.scenarios.timeline.known import Known
from imagesim.scenarios.timeline.model import EventSpec, TimelineDocument
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent


def read_timelines(timelines: list[tuple[Document, TimelineDocument]], known: Known) -> tuple[TimelineEvent, ...]:
    """Return the events of all timelines, by time; of one time in the order in which they are written.

    Raises ScenarioError for a name that means nothing, and for a Secret or a node that is not there by then.
    """
    events = [
        _read(event, document, index, known)
        for document, timeline in timelines
        for index, event in enumerate(timeline.spec.events)
    ]
    events.sort(key=lambda placed: placed[0].at_s)
    timeline = tuple(event for event, _ in events)
    for number, problem in problems(timeline, known.presence()):
        raise events[number][1].error(problem.rule, suggestion=problem.suggestion)
    return timeline


def problems(timeline: Iterable[TimelineEvent], presence: Presence) -> Iterator[tuple[int, Problem]]:
    """Which events, by their places in the *timeline*, cannot happen with what there is by then, and why."""
    for number, event in enumerate(timeline):
        check = kind_of(event).check
        problem = check(event, presence) if check is not None else None
        if problem is not None:
            yield number, problem


def _read(event: EventSpec, document: Document, index: int, known: Known) -> tuple[TimelineEvent, EventPlace]:
    kind, spec = event.what
    place = EventPlace(document, ("spec", "events", index, kind.name), known)
    return kind.read(spec, event.at, place), place
