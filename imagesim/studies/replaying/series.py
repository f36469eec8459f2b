"""The events about one container's image, sorted by what they mean: attempts, their failures, syncs in back-off."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from imagesim.studies.replaying.joining import ListedStory, image_of
from imagesim.studies.replaying.listed import ListedContainer, ListedEvent, Span


@dataclass(frozen=True, slots=True)
class Series:
    """Events of one meaning, which may differ in their words: how often, first and last.

    `count` is 0 where the list does not say it.
    """

    events: tuple[ListedEvent, ...] = ()

    @property
    def count(self) -> int:
        """How often it has happened, as far as the list tells; those that are combined among them."""
        return sum(event.count for event in self.events)

    @property
    def first(self) -> Span | None:
        """When it came first."""
        spans = [event.first for event in self.events if event.first is not None]
        return min(spans) if spans else None

    @property
    def last(self) -> Span | None:
        """When it came last."""
        spans = [event.last for event in self.events if event.last is not None]
        return max(spans, key=lambda span: (span.least, span.below)) if spans else None

    @property
    def latest(self) -> ListedEvent | None:
        """The event of the last time."""
        told = [event for event in self.events if event.last is not None]
        return max(told, key=lambda event: event.last or Span(0, 0)) if told else next(iter(self.events), None)

    def __bool__(self) -> bool:
        return bool(self.events)


@dataclass(frozen=True, slots=True)
class ContainerSeries:
    """All that the list tells of the pulls of one container's image."""

    container: ListedContainer
    pulling: Series
    failed: Series
    error_pull: Series
    back_off: Series
    error_back_off: Series
    pulled: Series

    @property
    def failures(self) -> int:
        """How many attempts have failed, at the least."""
        return max(self.failed.count, self.error_pull.count)

    @property
    def back_offs(self) -> int:
        """How many syncs found the back-off, at the least."""
        return max(self.back_off.count, self.error_back_off.count)

    @property
    def is_empty(self) -> bool:
        """Whether the list says nothing."""
        return not any((self.pulling, self.failed, self.error_pull, self.back_off, self.error_back_off))


def series_of(story: ListedStory, container: ListedContainer) -> ContainerSeries:
    """The events of *story* about the image of *container*."""
    own = [event for event in story.events if _is_about(event, container)]
    return ContainerSeries(
        container,
        pulling=_those(own, lambda event: event.said[:13].lower() == "pulling image"),
        failed=_those(own, lambda event: event.reason == "Failed" and event.said.startswith("Failed to pull image")),
        error_pull=_those(own, lambda event: event.said == "Error: ErrImagePull"),
        back_off=_those(own, lambda event: event.reason == "BackOff" and event.said.startswith("Back-off pulling")),
        error_back_off=_those(own, lambda event: event.said == "Error: ImagePullBackOff"),
        pulled=_those(own, lambda event: event.reason == "Pulled"),
    )


def kubelets_events(story: ListedStory) -> list[ListedEvent]:
    """The events that the kubelet told of this pod, whatever they are about."""
    return [
        event
        for event in story.events
        if event.source.startswith("kubelet") or (not event.source and event.reason != "Scheduled")
    ]


def _those(events: Sequence[ListedEvent], wanted: Callable[[ListedEvent], bool]) -> Series:
    return Series(tuple(_filtered(events, wanted)))


def _filtered(events: Iterable[ListedEvent], wanted: Callable[[ListedEvent], bool]) -> Iterable[ListedEvent]:
    return (event for event in events if wanted(event))


def _is_about(event: ListedEvent, container: ListedContainer) -> bool:
    if event.container != container.name:
        return False
    image = image_of(event)
    return not image or not container.image or image == container.image
