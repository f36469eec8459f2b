import pytest

from imagesim.scenarios.reading.json_values import read_json
from imagesim.scenarios.reading.yaml_values import compose, construct

SAME = [
    '{"a": [1, -2, 1.5, 1e3, -0, 1e999], "b": {"c": null, "d": true, "e": "true"}}',
    '{"long": ' + "9" * 50 + "}",
    '["\\u00e9\\n", {}, []]',
    '{"<<": 1}',
]


@pytest.mark.parametrize("text", SAME, ids=range(len(SAME)))
def test_json_means_what_it_means_as_yaml(text: str) -> None:
    assert read_json(text) == [construct(node) for node in compose(text)]


def test_values_may_stand_one_after_another() -> None:
    assert read_json(' {"a": 1}\n{"b": 2} ') == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize("text", ["{a: 1}", '{"a": 1, "a": 2}', '{"a": NaN}', '{"a": 1}\n---\n{}', "[" * 100_000])
def test_what_is_no_json_or_a_mistake_is_left_to_yaml(text: str) -> None:
    assert read_json(text) is None
