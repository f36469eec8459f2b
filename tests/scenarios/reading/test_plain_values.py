"""Documents that a program gives as values: what no file can hold is refused with its place."""

from datetime import UTC, datetime
from typing import Any

import pytest

from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError

REFUSED: list[tuple[Any, str]] = [
    ({1: 2}, ": holds a name of the type int, and names are text; put it in quotes"),
    ({"a": [{None: 2}]}, ".a[0]: holds a name of the type NoneType, and names are text; put it in quotes"),
    (
        b"Pl4nted",
        ": is of the type bytes, which no file can hold; give text, a number, true, false, a list or a mapping",
    ),
    ([{"a": {1}}], "[0].a: is of the type set, which no file can hold"),
    (object(), ": is of the type object, which no file can hold"),
    ({"a": "\ud800"}, ".a: holds a surrogate alone, which is half a character"),
    ({"a\ud800": 1}, ": holds a surrogate alone, which is half a character"),
]


@pytest.mark.parametrize(("value", "said"), REFUSED, ids=[said for _, said in REFUSED])
@pytest.mark.parametrize("kind", ["v1 ConfigMap data", "v1 Pod spec", "imagesim/v1 NodePool spec"])
def test_what_no_file_can_hold_is_refused_with_its_place(kind: str, value: Any, said: str) -> None:
    api_version, name, field = kind.split()
    with pytest.raises(ScenarioError) as caught:
        load({"apiVersion": api_version, "kind": name, "metadata": {"name": "a"}, field: value})
    assert str(caught.value).startswith(f"{name}/a: {field}{said}")
    assert "Pl4nted" not in repr(caught.value)


def test_a_date_of_a_yaml_reader_may_stand_where_nobody_looks() -> None:
    made = {"name": "a", "creationTimestamp": datetime(2026, 1, 1, tzinfo=UTC)}
    load({"apiVersion": "v1", "kind": "ConfigMap", "metadata": made})
