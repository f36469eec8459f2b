"""JSON text becomes plain values, as YAML does that says the same.

JSON is a part of YAML, nearly: what only JSON can read (very long keys, several values without a separator) is read
here alone, and a mistake is left to yaml_values, which knows its line. A character that JSON writes as a pair of
surrogates is written out first, so that both read the same text, and no text escapes the limits of either.
"""

import json
import re

from imagesim.scenarios.reading.limits import DEEPEST, LONGEST_SCALAR
from imagesim.scenarios.reading.nesting import is_nested_deeper
from imagesim.scenarios.reading.yaml_values import YamlMistake, plain_value

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_ESCAPE = re.compile(r"\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)|\\u[dD][89a-fA-F]..|\\.", re.DOTALL)
_LONG = re.compile(rf'"[^"]{{{LONGEST_SCALAR + 1}}}')


def join_surrogates(text: str) -> str:
    """Return *text* with each character in place of the two surrogates that JSON writes for it.

    YamlMistake for a surrogate alone, which is half a character.
    """
    if not _SURROGATE.search(text):
        return text
    return _STRING.sub(lambda found: _joined(found, text), text)


def _joined(string: re.Match[str], text: str) -> str:
    def join(escape: re.Match[str]) -> str:
        high, low = escape.groups()
        if high is not None:
            return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
        if _SURROGATE.match(escape[0]):
            line = text.count("\n", 0, string.start() + escape.start()) + 1
            raise YamlMistake(f"the surrogate {escape[0]} stands alone, and is half a character", line)
        return escape[0]

    return _ESCAPE.sub(join, string[0]) if _SURROGATE.search(string[0]) else string[0]


def read_json(text: str) -> list[object] | None:
    """Return the values that stand in *text* one after another, or None if yaml_values has to look at it.

    That is so for what is no JSON, a key that stands twice, values that are nested too deep and texts that are too
    long.
    """
    if is_nested_deeper(text):
        return None
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
    except ValueError:
        return None
    return None if _LONG.search(text) else values


def is_too_deep(values: list[object]) -> bool:
    """Whether something in *values* stands more than DEEPEST levels deep."""
    level: list[object] = values
    for _ in range(DEEPEST + 1):
        level = [
            inner
            for value in level
            if type(value) is dict or type(value) is list
            for inner in (value.values() if type(value) is dict else value)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return False
    return True


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
