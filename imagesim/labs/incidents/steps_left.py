"""Which steps of an incident's own remedy have not been done yet, so that nobody is told to do them again."""

from collections.abc import Iterable
from dataclasses import replace

from imagesim.labs.incidents.documents import Document
from imagesim.labs.incidents.incident import HelpingStep, Incident
from imagesim.rules.units import Seconds
from imagesim.scenarios.building.doing import Doing
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent


def steps_left(
    incident: Incident, scenario: Scenario, done: Iterable[TimelineEvent], now_s: Seconds
) -> tuple[HelpingStep, ...]:
    """The steps of `incident.mend` from the first on that was not done in its order and not before its time.

    *done* is what was done in the run of *scenario*, which has come to *now_s*. An event counts however it was written:
    as Python or YAML, with a workload's full name or a short one.
    """
    rest = list(done)
    for number, step in enumerate(incident.mend):
        from_s = incident.scene.alarm_s + step.after_s
        if step.event is None:
            if now_s < from_s:
                return incident.mend[number:]
            continue
        wanted = _read(step.event, scenario)
        places = [
            place for place, event in enumerate(rest) if event.at_s >= from_s and replace(event, at_s=0) == wanted
        ]
        if not places:
            return incident.mend[number:]
        rest = rest[places[0] + 1 :]
    return ()


def _read(event: Document, scenario: Scenario) -> TimelineEvent:
    return replace(Doing(scenario).read(event, 0).event, at_s=0)
