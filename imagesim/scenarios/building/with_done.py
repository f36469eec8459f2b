"""A scenario with what was done while it ran: once saved, it is the run that people have made."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, count

from imagesim.rules.units import Seconds
from imagesim.scenarios.building.assumed import note_assumptions
from imagesim.scenarios.building.duration import note_late, unsaid_duration
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.so_far import with_events
from imagesim.scenarios.timeline.write import timeline_document
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent

_NAME = "done"


def with_done(
    scenario: Scenario, done: Sequence[TimelineEvent], duration_s: Seconds, seed: int, notes: Iterable[Notes]
) -> Scenario:
    """The *scenario* with what was *done* in its timeline, of this duration and seed.

    What it takes for granted is said anew; *notes* are those of what was done.
    """
    made = replace(with_events(scenario, done), duration_s=duration_s, seed=seed)
    gone, follows = (
        {unsaid_duration(scenario.timeline, scenario.processes)[1], *_what_follows(scenario)},
        _what_follows(made),
    )
    kept = [sentence for sentence in scenario.assumptions if sentence not in gone or sentence in follows]
    read = list(notes)
    assumptions = [*kept, *follows, *(sentence for each in read for sentence in each.assumptions())]
    not_modelled = [*scenario.not_modelled, *(sentence for each in read for sentence in each.sentences())]
    return replace(
        made,
        assumptions=tuple(dict.fromkeys(assumptions)),
        not_modelled=tuple(dict.fromkeys(not_modelled)),
        documents=_documents(scenario, done, duration_s, seed),
    )


def _what_follows(scenario: Scenario) -> list[str]:
    """The assumptions that follow from the whole of a scenario."""
    notes = Notes()
    note_late(scenario.timeline, scenario.processes, scenario.duration_s, notes)
    note_assumptions(scenario, notes)
    return list(notes.assumptions())


def _documents(
    scenario: Scenario, done: Sequence[TimelineEvent], duration_s: Seconds, seed: int
) -> tuple[dict[str, object], ...]:
    """The source documents, with one more; none for a scenario that was made without."""
    if not scenario.documents:
        return ()
    length = {"duration": format_duration(duration_s), "seed": seed}
    kept = [
        each | {"spec": {**(each.get("spec") or {}), **length}} if each.get("kind") == "Simulation" else each  # type: ignore[dict-item]
        for each in scenario.documents
    ]
    return (*kept, *(timeline_document(done, _free_name(scenario)) if done else ()))


def _free_name(scenario: Scenario) -> str:
    """No two documents of a kind have one name, and a run that was saved may be gone on with."""
    names = {document["metadata"]["name"] for document in scenario.documents if document.get("kind") == "Timeline"}  # type: ignore[index]  # a model has read it
    return next(name for name in chain([_NAME], (f"{_NAME}-{number}" for number in count(2))) if name not in names)
