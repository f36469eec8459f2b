"""Events are kept in columns and read as rows."""

import pytest

from imagesim.engine.event_rows import EventRows
from imagesim.engine.records import EventRecord
from imagesim.rules.api.names import ObjectName

POD, NODE = ObjectName("Pod", "shop", "a"), ObjectName("Node", "", "n")
SAID = ("Normal", "Pulling", "x")


def rows(*times: float) -> EventRows:
    made = EventRows()
    for number, time in enumerate(times):
        made.add(time, POD, ("Normal", "Pulling", str(number)), 1)
    return made


def test_a_row_is_a_record_and_one_of_a_node_is_in_the_default_namespace():
    made = EventRows()
    made.add(1.5, POD, SAID, 3)
    made.add(2.5, NODE, SAID, 1)
    assert list(made) == [EventRecord(1.5, "shop", POD, *SAID, 3), EventRecord(2.5, "default", NODE, *SAID, 1)]
    assert made[-1] == made[1:][0] == list(made)[1]


@pytest.mark.parametrize("count", [0, 1, 1000, 2500])
def test_in_order_rows_of_one_instant_stand_as_they_came(count):
    times = [float(number * 7919 % 97) for number in range(count)]
    expected = sorted(enumerate(times), key=lambda each: each[1])
    ordered = rows(*times).in_order()
    assert [(int(row.message), row.time_s) for row in ordered] == expected
    assert len(ordered) == count


def test_what_is_added_later_is_not_among_them():
    made = rows(3.0, 1.0)
    ordered = made.in_order()
    made.add(0.0, POD, SAID, 1)
    assert [row.time_s for row in ordered] == [1.0, 3.0]
    assert [row.time_s for row in made] == [3.0, 1.0, 0.0]


def test_rows_are_equal_to_a_sequence_of_the_same_records():
    assert rows(1.0, 2.0) == list(rows(1.0, 2.0))
    assert rows(1.0, 2.0) != rows(1.0, 3.0)
    assert rows(1.0) != rows(1.0, 2.0)
