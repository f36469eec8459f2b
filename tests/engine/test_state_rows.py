"""What containers were shown as is kept in columns and read as rows."""

from operator import attrgetter

import pytest

from imagesim.engine.records import StateRecord
from imagesim.engine.state_rows import ShownState, StateRows, Whose
from imagesim.rules.api.names import ObjectName

WEB = ObjectName("Deployment", "shop", "web")
WAITS: ShownState = ("Waiting", "ErrImagePull", "web:v1", "", "no", None, False, False)
ENDED: ShownState = ("Terminated", "Error", "web:v1", "", "", 137, False, False)


def of(pod: str, container: str = "web", namespace: str = "shop", node: str = "n") -> Whose:
    return namespace, pod, container, node, WEB


def test_a_row_is_a_record_whose_end_is_none_while_it_lasts():
    made = StateRows()
    made.add(of("a"), 1.5, 3.0, WAITS)
    made.add(of("a"), 3.0, None, ENDED)
    expected = [
        StateRecord("shop", "a", "web", "n", 1.5, 3.0, "Waiting", "ErrImagePull", "web:v1", "", "no", WEB),
        StateRecord("shop", "a", "web", "n", 3.0, None, "Terminated", "Error", "web:v1", "", "", WEB, 137),
    ]
    assert list(made) == expected
    assert made == expected
    assert made[-1] == made[1:][0] == expected[1]
    assert made != expected[:1]
    assert made != list(reversed(expected))


@pytest.mark.parametrize("count", [0, 1, 1000, 2500])
def test_in_order_rows_of_one_instant_stand_by_namespace_pod_and_container(count):
    """Also where one container was on two nodes; what is shown of one in no time at all stays as it came."""
    made = StateRows()
    for number in range(count):
        whose = of(f"pod-{number * 31 % 7}", "ab"[number % 2], f"ns-{number % 3}", f"node-{number % 5}")
        shown = *WAITS[:4], str(number), *WAITS[5:]
        made.add(whose, float(number * 7919 % 97), None, shown)
    fields = attrgetter("started_s", "namespace", "pod", "container")
    assert list(made.in_order()) == sorted(made, key=fields)


def test_what_is_added_later_is_not_among_them():
    made = StateRows()
    made.add(of("b"), 3.0, None, WAITS)
    made.add(of("a"), 3.0, None, WAITS)
    ordered = made.in_order()
    made.add(of("c"), 0.0, None, WAITS)
    assert [row.pod for row in ordered] == ["a", "b"]
    assert [row.pod for row in made] == ["b", "a", "c"]
