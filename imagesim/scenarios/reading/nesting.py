"""How deep the values of a JSON text stand within one another, known before anything reads it.

What reads JSON calls itself for each level, and so does Python when it takes such values apart. In CPython that ends in
a RecursionError; in a browser, whose stack is small, it ends the interpreter. So a text that is nested too deep is
refused by its brackets: those outside of quotes, counted without a call per level.
"""

import json
from itertools import accumulate

from imagesim.scenarios.reading.limits import DEEPEST

_BRACKETS = b"[]{}"
_OTHERS = bytes(set(range(256)) - set(_BRACKETS))
_STEP = [(chr(code) in "[{") - (chr(code) in "]}") for code in range(256)]


def is_nested_deeper(text: str, most: int = DEEPEST) -> bool:
    """Whether something in the JSON *text* stands more than *most* levels deep, as far as it is JSON."""
    if text.count("[") + text.count("{") <= most:
        return False
    # Without what is escaped, every second piece between quotes is outside of them.
    outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    brackets = outside.encode("utf-8", "surrogatepass").translate(None, _OTHERS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > most


def loads(text: str | bytes) -> object:
    """What json.loads returns. ValueError for what is no JSON, or is nested more than DEEPEST levels deep."""
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    if is_nested_deeper(text):
        raise ValueError(f"values are nested more than {DEEPEST} levels deep")
    return json.loads(text)
