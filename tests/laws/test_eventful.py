"""Ten events of any kind over ten random scenarios: all laws hold, and every kind of event is drawn sooner or later."""

import pytest

from imagesim.scenarios.timeline.event_table import EVENT_KINDS
from tests.laws.checking import broken_laws
from tests.laws.drawing.draw import Document
from tests.laws.drawing.eventful import draw_eventful


@pytest.mark.parametrize("number", range(10))
def test_ten_events_of_any_kind_break_no_law(number: int) -> None:
    assert broken_laws(draw_eventful(f"eventful/{number}")) == []


def test_every_kind_of_event_is_drawn() -> None:
    drawn = {kind for number in range(150) for event in _events(draw_eventful(f"eventful/{number}")) for kind in event}
    assert {kind.name for kind in EVENT_KINDS} - drawn == set()


def _events(documents: list[Document]) -> list[Document]:
    return [event for each in documents if each["kind"] == "Timeline" for event in each["spec"]["events"]]
