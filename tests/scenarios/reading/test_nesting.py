"""The depth of a JSON text is counted by its brackets, and those in quotes are none."""

import json

import pytest

from imagesim.scenarios.reading.limits import DEEPEST
from imagesim.scenarios.reading.nesting import is_nested_deeper, loads


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("1", 0),
        ("[]", 1),
        ('{"a": [{}, {}, [1]]}', 3),
        ("[[]] [[]] [[[]]]", 3),
        ('["[[[[", "]]]]", [1]]', 2),
        (r'["\"[[", {"\\": ["\\\"["]}]', 3),
        (r'["\\", [[]], "\\\\\""]', 3),
        ('["\N{SNOWMAN}\ud800[", []]', 2),
        ("]]][[", 0),
    ],
)
def test_the_depth_is_that_of_brackets_outside_of_quotes(text, depth):
    assert not is_nested_deeper(text, depth)
    assert depth == 0 or is_nested_deeper(text, depth - 1)


@pytest.mark.parametrize("depth", [DEEPEST, DEEPEST + 1, 100_000])
def test_what_is_too_deep_is_refused_before_it_is_read(depth):
    for text in ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
        if depth == DEEPEST:
            assert loads(text) == loads(text.encode("utf-16")) == json.loads(text)
        else:
            with pytest.raises(ValueError, match=r"^values are nested more than 100 levels deep$"):
                loads(text)
