"""A run that is stepped, in which much is done, has the records of a run of what was done."""

import pytest

from imagesim.scenarios import shipped
from imagesim.scenarios.loading import load
from tests.laws.drawing.draw import Document, Draw
from tests.laws.drawing.scenarios import draw_documents
from tests.laws.stepping import differences, stepped

SEED, SLICES, EACH = 21, 4, 10


@pytest.mark.parametrize("name", shipped.names())
def test_a_shipped_scenario_that_is_stepped_has_the_records_of_what_was_done(name: str) -> None:
    scenario = load(name)
    run = stepped(scenario, name)
    assert len(run.timeline()) >= 3
    assert list(differences(run, scenario)) == []


@pytest.mark.parametrize("part", range(SLICES))
def test_a_random_scenario_that_is_stepped_has_the_records_of_what_was_done(part: int) -> None:
    """Some of its timeline is done while it runs, and the rest is planned."""
    found = {number: broken for number in range(part * EACH, (part + 1) * EACH) if (broken := differs(number))}
    assert not found


def differs(number: int) -> list[str]:
    """What differs for the random scenario of that *number*."""
    draw = Draw(f"stepped/{SEED}/{number}")
    documents, given = _parted(draw_documents(SEED, number), draw)
    scenario = load(*documents)
    return list(differences(stepped(scenario, str(number), given), scenario))


def _parted(documents: list[Document], draw: Draw) -> tuple[list[Document], list[Document]]:
    """The documents without some events of their timelines, and those."""
    given: list[Document] = []
    kept: list[Document] = []
    for document in documents:
        if document["kind"] == "Timeline" and "events" in document["spec"]:
            out = [draw.chance(0.5) for _ in document["spec"]["events"]]
            events = document["spec"]["events"]
            given += [event for event, is_out in zip(events, out, strict=True) if is_out]
            rest = [event for event, is_out in zip(events, out, strict=True) if not is_out]
            document = {**document, "spec": {"events": _possible(rest)}}
        kept.append(document)
    return kept, given


def _possible(events: list[Document]) -> list[Document]:
    """What is about Secrets and paused roll-outs needs what came before it."""
    return [event for event in events if not _NEEDS.intersection(event)]


_NEEDS = {"createSecret", "replaceSecret", "deleteSecret", "rolloutPause", "rolloutResume"}
