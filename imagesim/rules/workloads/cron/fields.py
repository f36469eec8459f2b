"""One field of a cron schedule, `0-30/5,45`, as the set of values that it names.

Models getField, getRange and parseIntOrName of github.com/robfig/cron v3.0.1, parser.go, with their error texts.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from imagesim.rules.golang.dates import DAY_NAMES, MONTH_NAMES
from imagesim.rules.golang.text import quote

_ATOI = re.compile(r"[+-]?[0-9]+", re.ASCII)
_LARGEST = 2**63 - 1


class ScheduleError(ValueError):
    """The text is no schedule; the message is the library's."""


class Bounds(NamedTuple):
    """The values that a field may have, and the names of some of them in lower case."""

    first: int
    last: int
    names: Mapping[str, int] = {}


class FieldValues(NamedTuple):
    """The values of a field. `star` says that it is `*` or `?`, with no step above 1."""

    values: frozenset[int]
    star: bool = False


MINUTES, HOURS, DAYS_OF_MONTH = Bounds(0, 59), Bounds(0, 23), Bounds(1, 31)
MONTHS = Bounds(1, 12, {name.lower(): number for number, name in enumerate(MONTH_NAMES, start=1)})
DAYS_OF_WEEK = Bounds(0, 6, {name.lower(): (number + 1) % 7 for number, name in enumerate(DAY_NAMES)})


def read_field(text: str, bounds: Bounds) -> FieldValues:
    """The values of a comma-separated list of ranges. Raises ScheduleError. Commas alone name no value at all."""
    ranges = [_read_range(part, bounds) for part in text.split(",") if part]
    return FieldValues(frozenset().union(*(each.values for each in ranges)), any(each.star for each in ranges))


def _read_range(text: str, bounds: Bounds) -> FieldValues:
    """`number`, `number-number`, either with `/step`; `N/step` is `N-last/step`."""
    span, *steps = text.split("/")
    low, *highs = span.split("-")
    star = low in ("*", "?")
    first, last = (bounds.first, bounds.last) if star else _ends(text, low, highs, bounds)
    step = 1
    if len(steps) == 1:
        step = _number(steps[0])
        last = last if highs else bounds.last
        star = star and step <= 1
    elif steps:
        raise ScheduleError(f"too many slashes: {text}")
    _check(text, first, last, step, bounds)
    return FieldValues(frozenset(range(first, last + 1, step)), star)


def _ends(text: str, low: str, highs: list[str], bounds: Bounds) -> tuple[int, int]:
    first = _number_or_name(low, bounds)
    if len(highs) > 1:
        raise ScheduleError(f"too many hyphens: {text}")
    return first, _number_or_name(highs[0], bounds) if highs else first


def _check(text: str, first: int, last: int, step: int, bounds: Bounds) -> None:
    if first < bounds.first:
        raise ScheduleError(f"beginning of range ({first}) below minimum ({bounds.first}): {text}")
    if last > bounds.last:
        raise ScheduleError(f"end of range ({last}) above maximum ({bounds.last}): {text}")
    if first > last:
        raise ScheduleError(f"beginning of range ({first}) beyond end of range ({last}): {text}")
    if step == 0:
        raise ScheduleError(f"step of range should be a positive number: {text}")


def _number_or_name(text: str, bounds: Bounds) -> int:
    named = bounds.names.get(text.lower())
    return _number(text) if named is None else named


def _number(text: str) -> int:
    """strconv.Atoi, of what is not negative."""
    if not _ATOI.fullmatch(text):
        raise ScheduleError(f"failed to parse int from {text}: strconv.Atoi: parsing {quote(text)}: invalid syntax")
    if len(text) > 20 or not -_LARGEST - 1 <= int(text) <= _LARGEST:
        raise ScheduleError(f"failed to parse int from {text}: strconv.Atoi: parsing {quote(text)}: value out of range")
    if int(text) < 0:
        raise ScheduleError(f"negative number ({int(text)}) not allowed: {text}")
    return int(text)
