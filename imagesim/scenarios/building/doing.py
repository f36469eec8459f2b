"""What is done while a run lasts: read as the events of a Timeline document are, with what there is by then."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from imagesim.rules.units import Seconds
from imagesim.scenarios.building.with_done import with_done
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document, parse
from imagesim.scenarios.reading.errors import ScenarioError, alone
from imagesim.scenarios.reading.plain_values import check_plain
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.redaction.document import redacted
from imagesim.scenarios.redaction.unread import Unread
from imagesim.scenarios.timeline.applied_files import with_applied_files
from imagesim.scenarios.timeline.event_table import kind_of
from imagesim.scenarios.timeline.known import Known
from imagesim.scenarios.timeline.model import EVENTS, TimelineDocument
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.read import problems
from imagesim.scenarios.timeline.so_far import with_events
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.document import API_VERSION
from imagesim.scenarios.world.mistakes import read_world

Doable = Mapping[str, Any] | str | TimelineEvent
"""An event as people write it: `{"scale": {...}}`, the same as YAML, or its value, of which the time does not count."""

_DO = "do"
_PATH = ("spec", "events", 0)
_EXAMPLE = "write for example {scale: {workload: web, replicas: 3}}"


class Deed(NamedTuple):
    """An event that may happen, and what is taken for granted in it."""

    event: TimelineEvent
    notes: Notes


class Doing:
    """What is done during a run of *scenario*. A mistake names `do` in the place of a file, and nothing is done."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._known = Known.of_scenario(scenario, Notes())
        self._numbers: dict[str, str] = {}
        self._deeds: list[Deed] = []

    def read(self, written: Doable, at_s: Seconds) -> Deed:
        """What is to be done at *at_s*. ScenarioError for what is no event, or cannot happen by then.

        That goes for the events that are planned for later, too: what makes one of them impossible is refused.
        """
        with alone():
            try:
                deed = self._read(written, at_s)
                self._check(deed.event)
            except ScenarioError as mistake:
                raise _of_do(mistake) from None
        return deed

    def keep(self, deed: Deed) -> None:
        """It has been done."""
        self._deeds.append(deed)

    def scenario(self, duration_s: Seconds, seed: int) -> Scenario:
        """The scenario with all that has been done, of this duration and seed."""
        events = [deed.event for deed in self._deeds]
        return with_done(self._scenario, events, duration_s, seed, [deed.notes for deed in self._deeds])

    def _read(self, written: Doable, at_s: Seconds) -> Deed:
        whole = with_applied_files(_document(written, at_s))
        document = redacted(whole, Unread(self._numbers, manifests=False), world=True)
        kind, spec = read_world(TimelineDocument, document).spec.events[0].what
        notes = Notes()
        place = EventPlace(document, (*_PATH, kind.name), self._known.noting(notes))
        return Deed(kind.read(spec, at_s, place), notes)

    def _check(self, event: TimelineEvent) -> None:
        """ScenarioError if it cannot happen with what there is by then, or if something planned no longer can."""
        timeline = with_events(self._scenario, [*(each.event for each in self._deeds), event]).timeline
        for number, problem in problems(timeline, self._known.presence()):
            other = timeline[number]
            name = kind_of(event).name
            if other is event:
                raise ScenarioError(problem.rule, field=name, suggestion=problem.suggestion)
            rule = f"{other.text()}, planned for {format_duration(other.at_s)}, could not happen then: {problem.rule}"
            raise ScenarioError(rule, field=name, suggestion="wait until that is over, or do something else")


def _document(written: Doable, at_s: Seconds) -> Document:
    """A Timeline document with that one event. ScenarioError for what is none."""
    event = _mapping(written)
    check_plain(event)
    if not event:
        raise ScenarioError("nothing is to be done", suggestion=f"give one of {', '.join(EVENTS)}")
    if "at" in event:
        raise ScenarioError("is for a Timeline: what is done happens now", field="at", suggestion="leave it out")
    spec = {"events": [{"at": format_duration(at_s), **event}]}
    metadata = {"name": _DO}
    return Document(value={"apiVersion": API_VERSION, "kind": "Timeline", "metadata": metadata, "spec": spec}, file=_DO)


def _mapping(written: Doable) -> dict[str, Any]:
    if isinstance(written, TimelineEvent):
        return {kind_of(written).name: written.write()}
    if isinstance(written, Mapping):
        return dict(written)
    if not isinstance(written, str):
        raise ScenarioError("is no event", value=written, suggestion=_EXAMPLE)
    documents = parse(written, _DO, what=f"an event; {_EXAMPLE}")
    if len(documents) > 1:
        raise ScenarioError(f"there are {len(documents)} events", suggestion="do one after the other")
    return dict(documents[0].value) if documents else {}


def _of_do(mistake: ScenarioError) -> ScenarioError:
    """The same mistake in the words of who has written no document."""
    own = mistake.object in ("", f"Timeline/{_DO}")
    field = mistake.field.removeprefix("spec.events[0]").removeprefix(".") if own else mistake.field
    object_ = mistake.object.removeprefix(f"Timeline/{_DO}: spec.events[0].")
    object_ = "" if own else object_
    if mistake.file not in ("", _DO):  # in a file that was applied
        return mistake.elsewhere(file=mistake.file, line=mistake.line, object=object_, field=field)
    return mistake.elsewhere(file=_DO, object=object_, field=field)
