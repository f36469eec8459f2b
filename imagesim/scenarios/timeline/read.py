"""Timeline documents become timeline events: each read by its own module, then sorted by time and checked in order."""

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.timeline.event_table import kind_of
from imagesim.scenarios.timeline.known import Known
from imagesim.scenarios.timeline.model import EventSpec, TimelineDocument
from imagesim.scenarios.timeline.place import EventPlace
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
    presence = known.presence()
    for event, place in events:
        check = kind_of(event).check
        problem = check(event, presence) if check is not None else None
        if problem is not None:
            raise place.error(problem.rule, suggestion=problem.suggestion)
    return tuple(event for event, _ in events)


def _read(event: EventSpec, document: Document, index: int, known: Known) -> tuple[TimelineEvent, EventPlace]:
    kind, spec = event.what
    place = EventPlace(document, ("spec", "events", index, kind.name), known)
    return kind.read(spec, event.at, place), place
