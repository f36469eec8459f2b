"""Plain values that come from a program and not from a file: the same limits hold for them, and the same types."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from imagesim.scenarios.reading.documents import dotted
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.json_values import is_too_deep
from imagesim.scenarios.reading.limits import DEEPEST

_PLAIN = (str, int, float, date, Mapping, list, tuple, type(None))
"""What a file may hold; PyYAML makes dates of some texts."""

Way = tuple[Any, ...]
"""The way to a value, its last step first: ("name", ("metadata", ()))."""


def check_plain(value: object, field: str = "", object_: str = "") -> None:
    """ScenarioError for a value that no file can hold: nested too deep, of another type, half a character in it.

    It names the *field*, where one is given, or the path within the value, and the *object_*.
    """
    if is_too_deep([value]):
        raise ScenarioError(f"values are nested more than {DEEPEST} levels deep", field=field, object=object_)
    waiting: list[tuple[object, Way]] = [(value, ())]
    while waiting:
        each, way = waiting.pop()
        if isinstance(each, dict):
            for name, inner in each.items():
                if not isinstance(name, str):
                    rule = f"holds a name of the type {type(name).__name__}, and names are text"
                    raise _error(rule, field, object_, way, "put it in quotes")
                waiting += ((name, way), (inner, (name, way)))
        elif isinstance(each, list | tuple):
            waiting += ((inner, (index, way)) for index, inner in enumerate(each))
        elif isinstance(each, str):
            if not each.isascii() and any("\ud800" <= letter <= "\udfff" for letter in each):
                raise _error("holds a surrogate alone, which is half a character", field, object_, way)
        elif not isinstance(each, _PLAIN):
            rule = f"is of the type {type(each).__name__}, which no file can hold"
            raise _error(rule, field, object_, way, "give text, a number, true, false, a list or a mapping")


def _error(rule: str, field: str, object_: str, way: Way, suggestion: str = "") -> ScenarioError:
    steps: list[str | int] = []
    while way:
        step, way = way
        steps.insert(0, step)
    return ScenarioError(rule, field=field or dotted(tuple(steps)), object=object_, suggestion=suggestion)
