"""json.dumps piece by piece: the same text, without one call that takes many seconds and lets nothing else happen."""

import json
from collections.abc import Iterator

_ROWS = 2_000


def dumps(document: object) -> str:
    """Return what `json.dumps(document, allow_nan=False)` does. ValueError where that raises it."""
    return "".join(_pieces(document))


def _pieces(value: object) -> Iterator[str]:
    if isinstance(value, dict) and all(type(key) is str for key in value):
        yield "{"
        for place, (key, inner) in enumerate(value.items()):
            yield f"{', ' if place else ''}{json.dumps(key)}: "
            yield from _pieces(inner)
        yield "}"
    elif isinstance(value, list | tuple) and len(value) > _ROWS:
        yield "["
        for first in range(0, len(value), _ROWS):
            rows = json.dumps(value[first : first + _ROWS], allow_nan=False)
            yield f"{', ' if first else ''}{rows[1:-1]}"
        yield "]"
    else:
        yield json.dumps(value, allow_nan=False)
