"""The order in which kubectl sorts by a field: as people count, `web-2` before `web-10`.

Models NaturalLess of github.com/fvbommel/sortorder, which kubectl's sorter calls, and isLess of
k8s.io/kubectl/pkg/cmd/get/sorter.go. A date of the API sorts as text just as it does as a date.
"""

import re
from typing import Any

_CHUNK = re.compile(r"(\d+)")


def natural_key(value: Any) -> tuple[Any, ...]:
    """What to sort a value by. What is missing comes first, then truth values and numbers, then texts."""
    if value is None:
        return (0,)
    if isinstance(value, bool | int | float):
        return 1, value
    if isinstance(value, str):
        return 2, *(_chunk(part) for part in _CHUNK.split(value) if part)
    return (3,)


def _chunk(part: str) -> tuple[int, int, str]:
    """A number before any text; of two equal numbers the one with fewer zeros in front of it."""
    return (0, int(part), part) if part.isascii() and part.isdigit() else (1, 0, part)
