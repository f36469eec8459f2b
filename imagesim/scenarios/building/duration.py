"""How long a run lasts, where the Simulation says so and where it does not."""

import math

from imagesim.rules.units import Seconds
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.processes.drawing import expected_events
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world_documents import World

_DEFAULT: Seconds = 1800
MOST_DRAWN = 10_000
"""So often a process may happen in a run."""


def duration(
    world: World, timeline: tuple[TimelineEvent, ...], processes: tuple[Process, ...], notes: Notes
) -> Seconds:
    """The duration of the run.

    Raises ScenarioError for one that is not longer than 0, for none where a process goes on for ever, and for a process
    of which very much would happen.
    """
    lasts = _duration(world, timeline, processes, notes)
    document, _ = world.simulation
    for process in processes:
        often = len(expected_events(process, lasts)) if _may_be_counted(process, lasts) else math.inf
        if often > MOST_DRAWN:
            rule = f"the process {process.name} would happen more than {MOST_DRAWN:,} times in it"
            raise document.error(rule, ("spec", "duration"), suggestion="write a longer every, or until")
    return lasts


def _may_be_counted(process: Process, lasts: Seconds) -> bool:
    return process.every_s is None or lasts / process.every_s <= MOST_DRAWN


def _duration(
    world: World, timeline: tuple[TimelineEvent, ...], processes: tuple[Process, ...], notes: Notes
) -> Seconds:
    document, model = world.simulation
    given = model.spec.duration
    if given is not None and given <= 0:
        raise document.error("must be longer than 0", ("spec", "duration"), suggestion="write for example 30m")
    if given is not None:
        note_late(timeline, given, notes)
        return given
    for process in processes:
        if process.until_s is None:
            rule = f"is missing, and the process {process.name} goes on for ever"
            raise document.error(rule, ("spec", "duration"), suggestion="write a duration, or until of the process")
    lasts, sentence = unsaid_duration(timeline, processes)
    notes.assume(sentence)
    return lasts


def unsaid_duration(timeline: tuple[TimelineEvent, ...], processes: tuple[Process, ...]) -> tuple[Seconds, str]:
    """The duration of a run where none is given, and the sentence that says so."""
    ends = [event.ends_s for event in timeline] + [process.until_s or 0.0 for process in processes]
    last = max(ends, default=0.0)
    lasts = last + _DEFAULT
    after = ", 30m after the last event of the timeline" if ends else ""
    return lasts, f"No duration is given: the run lasts {format_duration(lasts)}{after}."


def note_late(timeline: tuple[TimelineEvent, ...], duration_s: Seconds, notes: Notes) -> None:
    """Say how many events never happen. One at the very end does: it is the last thing that happens in the run."""
    late = sum(event.at_s > duration_s for event in timeline)
    if late:
        notes.assume(f"{late} events of the timeline lie after the end of the run and never happen.")
