"""How long a run lasts, where the Simulation says so and where it does not."""

from imagesim.rules.units import Seconds
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world_documents import World

_DEFAULT: Seconds = 1800


def duration(world: World, timeline: tuple[TimelineEvent, ...], notes: Notes) -> Seconds:
    """The duration of the run. Raises ScenarioError for one that is not longer than 0."""
    document, model = world.simulation
    given = model.spec.duration
    if given is not None and given <= 0:
        raise document.error("must be longer than 0", ("spec", "duration"), suggestion="write for example 30m")
    if given is not None:
        note_late(timeline, given, notes)
        return given
    lasts, sentence = unsaid_duration(timeline)
    notes.assume(sentence)
    return lasts


def unsaid_duration(timeline: tuple[TimelineEvent, ...]) -> tuple[Seconds, str]:
    """The duration of a run where none is given, and the sentence that says so."""
    last = max((event.ends_s for event in timeline), default=0.0)
    lasts = last + _DEFAULT
    after = ", 30m after the last event of the timeline" if timeline else ""
    return lasts, f"No duration is given: the run lasts {format_duration(lasts)}{after}."


def note_late(timeline: tuple[TimelineEvent, ...], duration_s: Seconds, notes: Notes) -> None:
    """Say how many events never happen. One at the very end does: it is the last thing that happens in the run."""
    late = sum(event.at_s > duration_s for event in timeline)
    if late:
        notes.assume(f"{late} events of the timeline lie after the end of the run and never happen.")
