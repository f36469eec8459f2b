"""How long a run lasts, where the Simulation says so and where it does not."""

from imagesim.rules.units import Seconds
from imagesim.scenarios.building.again_and_again import check_periods
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.quantities import counted, format_duration
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world_documents import World

_DEFAULT: Seconds = 1800


def duration(
    world: World, timeline: tuple[TimelineEvent, ...], processes: tuple[Process, ...], notes: Notes
) -> Seconds:
    """The duration of the run.

    Raises ScenarioError for one that is not longer than 0, for none where a process goes on for ever, and for one in
    which something would come very often.
    """
    lasts = _duration(world, timeline, processes, notes)
    check_periods(world, processes, lasts)
    return lasts


def _duration(
    world: World, timeline: tuple[TimelineEvent, ...], processes: tuple[Process, ...], notes: Notes
) -> Seconds:
    document, model = world.simulation
    given = model.spec.duration
    if given is not None and given <= 0:
        raise document.error("must be longer than 0", ("spec", "duration"), suggestion="write for example 30m")
    if given is not None:
        note_late(timeline, processes, given, notes)
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


def note_late(
    timeline: tuple[TimelineEvent, ...], processes: tuple[Process, ...], duration_s: Seconds, notes: Notes
) -> None:
    """Say how many events never happen, and which processes.

    An event at the very end does: it is the last thing that happens in the run.
    """
    late = sum(event.at_s > duration_s for event in timeline)
    if late:
        lie, happen = ("lies", "happens") if late == 1 else ("lie", "happen")
        notes.assume(f"{counted(late, 'event')} of the timeline {lie} after the end of the run and never {happen}.")
    for process in processes:
        times = sum(at_s >= duration_s for at_s in process.times_s)
        if process.from_s >= duration_s:
            notes.assume(f"The process {process.name} begins after the end of the run and never happens.")
        elif times:
            notes.assume(f"The process {process.name} has {counted(times, 'time')} after the end of the run.")
