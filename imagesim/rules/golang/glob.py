"""Shell patterns as Go's filepath.Match reads them.

`*` is any run of characters without `/`, `?` one character that is not `/`, `[a-c]` and `[^a-c]` one character of a
class, `\\` takes the next character as it is. The pattern has to match the whole name. A malformed pattern, such as a
class that never ends, matches nothing: Go returns an error then, and the kubelet reads that as no match.
"""

import re
from functools import lru_cache

_CLASS = re.compile(r"\[(\^?)((?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+)\]", re.DOTALL)
_RANGE = re.compile(r"(\\.|[^\\])(?:-(\\.|[^\\]))?", re.DOTALL)
_OTHER = re.compile(r"\*|\?|\\.|[^*?\[\\]", re.DOTALL)
_NOTHING = re.compile("(?!)")


def glob_matches(pattern: str, name: str) -> bool:
    """Whether the whole of *name* matches *pattern*."""
    return _compiled(pattern).fullmatch(name) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    position, expression = 0, ""
    while position < len(pattern):
        match = _CLASS.match(pattern, position) or _OTHER.match(pattern, position)
        if match is None:
            return _NOTHING
        expression += _translated(match)
        position = match.end()
    return re.compile(expression, re.DOTALL)


def _translated(match: re.Match[str]) -> str:
    text = match.group()
    if text.startswith("["):
        return _translated_class(*match.groups())
    return {"*": "[^/]*", "?": "[^/]"}.get(text) or re.escape(text[-1])


def _translated_class(negation: str, ranges: str) -> str:
    """A class. A range that runs backwards holds nothing."""
    bounds = [(low[-1], (high or low)[-1]) for low, high in _RANGE.findall(ranges)]
    parts = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high in bounds if low <= high)
    if not parts:
        return "." if negation else "(?!)"
    return f"[{negation}{parts}]"
