"""The times of a replay: seconds since the first thing that the list tells of, as a run's since its start."""

from collections.abc import Iterable
from dataclasses import dataclass

from imagesim.rules.units import Seconds
from imagesim.studies.replaying.joining import ListedStory
from imagesim.studies.replaying.listed import Listed, Span

_MOST_S = 10 * 366 * 86_400


@dataclass(frozen=True, slots=True)
class Axis:
    """The replay begins at the second `start`; the list was printed `end_s` after that."""

    start: int

    @property
    def end_s(self) -> Seconds:
        """When the list was printed."""
        return float(-self.start)

    def at(self, span: Span) -> Seconds:
        """The middle of what the list leaves open, within the replay."""
        return min(max(0.0, span.middle - self.start), self.end_s)


def axis_of(seen: Listed, stories: Iterable[ListedStory]) -> Axis:
    """The axis on which everything that was seen has a place."""
    spans = [span for event in seen.events for span in (event.first, event.last) if span is not None]
    spans += [story.pod.created for story in stories if story.pod.created is not None]
    return Axis(min(0, max(min((span.least for span in spans), default=0), -_MOST_S)))
