"""Tables of a run as columns: short in a file, and quick to read in a browser.

A column of texts is `{"texts": [each text once], "at": [its place for each row]}`, any other a list. Times are rounded
to a hundredth of a second, which no screen can show.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

Column = list[Any] | dict[str, Any]
Columns = dict[str, Column]


def columns(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Columns:
    """The *rows* as a column for each of *names*; a column in which there is a text is one of texts."""
    found = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: _column(values) for name, values in zip(names, found, strict=True)}


def second(time_s: Seconds | None) -> Seconds | None:
    """A time as it stands in a file; None stays."""
    return None if time_s is None else round(time_s, 2)


def texts(column: Column) -> list[str]:
    """The different texts of a column."""
    return [text for text in column["texts"] if text is not None] if isinstance(column, dict) else []


def _column(values: Sequence[Any]) -> Column:
    if not any(isinstance(value, str) for value in values):
        return list(values)
    places: dict[str | None, int] = {}
    at = [places.setdefault(value, len(places)) for value in values]
    return {"texts": [None if text is None else gate.line(text) for text in places], "at": at}
