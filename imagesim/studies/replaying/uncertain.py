"""What is not known of what really happened, in sentences, and whose clocks disagree."""

from collections.abc import Iterator

from imagesim.engine.api.stored_events import EVENT_TTL_S
from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.replaying.joining import ListedStory
from imagesim.studies.replaying.listed import Listed

_ORDER_S = 2
_SCHEDULER = "default-scheduler"


def uncertain(seen: Listed, stories: list[ListedStory]) -> Iterator[str]:
    """The sentences."""
    yield ("Only the first and the last time of an event are told, so what lies between has no rows.")
    yield (f"The API forgets an event {EVENT_TTL_S / 3600:.0f} h after its last update, so none has what ended before.")
    yield "What registries held, who pushed and what nodes had on their disks is not told; no request is known."
    if not seen.now_known:
        yield "When the list was printed is not told; the latest time in it stands for that. Give it with --now."
    if any(_is_coarse(story) for story in stories):
        yield "Ages of ten minutes or more are told to the minute or coarser; a row has the middle of that."
    unshown = [story.pod.name for story in stories if story.pod.described and not story.pod.events_shown]
    if unshown:
        yield f"The events of {counted(len(unshown), 'pod')} were not in the paste: {', '.join(unshown[:3])}."
    unknown = sum(event.last is None for story in stories for event in story.events)
    if unknown:
        yield f"Without a time, and so in no table: {counted(unknown, 'event')}."
    yield from _clocks(seen, stories)


def _is_coarse(story: ListedStory) -> bool:
    return any(span is not None and not span.exact for event in story.events for span in (event.first, event.last))


def _clocks(listed: Listed, stories: list[ListedStory]) -> Iterator[str]:
    """Clocks of which it shows that they disagree, and not by how much."""
    early = [story.pod.name for story in stories if _before_scheduled(story)]
    if early:
        yield (
            f"Of {counted(len(early), 'pod')} ({', '.join(early[:3])}) the kubelet told something before the scheduler "
            "had bound it: their clocks disagree, so times of the two cannot be compared."
        )
    if any(event.last is not None and event.last.least > 1 for event in listed.events):
        yield "Some events are later than the list itself: a clock is ahead."


def _before_scheduled(story: ListedStory) -> bool:
    bound = [event.last for event in story.events if event.reason == "Scheduled" and event.last is not None]
    told = [
        event.first
        for event in story.events
        if event.source != _SCHEDULER and event.reason != "Scheduled" and event.first is not None
    ]
    return bool(bound and told) and min(span.below for span in told) <= min(span.least for span in bound) - _ORDER_S
