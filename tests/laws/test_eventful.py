"""Ten events of any kind over ten random scenarios: all laws hold."""

import pytest

from tests.laws.checking import broken_laws
from tests.laws.drawing.eventful import draw_eventful


@pytest.mark.parametrize("number", range(10))
def test_ten_events_of_any_kind_break_no_law(number: int) -> None:
    assert broken_laws(draw_eventful(f"eventful/{number}")) == []
