import json
from typing import Any

import pytest

from imagesim.rules.shown.long_json import dumps

ROWS = [{"a": number, "b": [None, True, 0.5, "é\x7f\u202e"]} for number in range(5_001)]


@pytest.mark.parametrize(
    "document",
    [{}, [], None, "x", 1.5, {"a": {"b": ROWS, "c": []}}, ROWS, tuple(ROWS[:4_000]), {"a": {1: 2}}, [[]] * 2_001],
    ids=range(10),
)
def test_the_text_is_that_of_json_dumps(document: Any) -> None:
    assert dumps(document) == json.dumps(document, allow_nan=False)


def test_what_is_no_json_is_refused_in_every_piece() -> None:
    for document in ({"a": float("nan")}, [*ROWS, float("inf")]):
        with pytest.raises(ValueError, match="not JSON compliant"):
            dumps(document)
