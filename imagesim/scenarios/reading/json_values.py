"""JSON text becomes plain values, as YAML does that says the same.

JSON is a part of YAML, nearly: what only JSON can read (surrogate pairs, very long keys, several values without a
separator) is read here alone, and a mistake is left to yaml_values, which knows its line.
"""

import json

from imagesim.scenarios.reading.yaml_values import plain_value


def read_json(text: str) -> list[object] | None:
    """Return the values that stand in *text* one after another, or None if yaml_values has to look at it."""
    values: list[object] = []
    number = _Numbers().__getitem__
    decoder = json.JSONDecoder(
        object_pairs_hook=_without_duplicates, parse_int=number, parse_float=number, parse_constant=_no_number
    )
    position = _next(text, 0)
    try:
        while position < len(text):
            value, position = decoder.raw_decode(text, position)
            values.append(value)
            position = _next(text, position)
    except (ValueError, RecursionError):
        return None
    return values


def _next(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key stands twice")
    return keys


def _no_number(written: str) -> object:
    raise ValueError(f"{written} is no JSON")


class _Numbers(dict[str, object]):
    """What numbers mean, by how they are written."""

    def __missing__(self, written: str) -> object:
        value = self[written] = plain_value(written)
        return value
