"""When intervals are narrow enough: `5%`, `30s`, `10Mi` or `0.5` of each measure that is asked for.

It is looked at only when every setting has the same number of runs, 20, 30, 40, 50, 70, ... of them, so one stops at
the same place whoever computes them. An interval at which one stops is a little narrower than a fair one, the more so
the oftener one looks; hence the first look comes late, and looks get rarer.
"""

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imagesim.results.expectations import MEASURES
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.quantities import QuantityError, parse_duration, parse_size
from imagesim.studies.intervals import Interval

BATCH = 10
"""Looks are at whole batches of runs of each setting."""
_FIRST_LOOK = 20
_GROWTH = 1.25
"""How many times as many runs there are at the next look."""

_PERCENT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*%")
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")


class Within(NamedTuple):
    """Half an interval may be as long as `most`; where `relative`, in parts of the mean. `text` is what was written."""

    text: str
    most: float
    relative: bool

    def holds(self, interval: Interval, of: float) -> bool:
        """Whether *interval* is that narrow; *of* is the mean that a relative one is held against."""
        most = self.most * abs(of) if self.relative else self.most
        return interval.is_known and not math.isnan(most) and interval.half <= most


def looks(runs: int) -> Iterator[int]:
    """After how many runs of each setting one looks, the last time after all of them."""
    end = _FIRST_LOOK
    while end < runs:
        yield end
        end = math.ceil(end * _GROWTH / BATCH) * BATCH
    yield runs


def parse_within(text: str, measures: Sequence[str]) -> Within:
    """Read what was given to --until-within. ScenarioError unless it is a share, or fits the unit of all *measures*."""
    written = text.strip()
    if match := _PERCENT.fullmatch(written):
        within = Within(written, float(match[1]) / 100, True)
    else:
        units = {MEASURES[name].unit for name in measures}
        if len(units) > 1:
            raise _mistake(text, "has to be a share, since the measures have several units", "write for example 5%")
        within = Within(written, _length(text, written, units.pop()), False)
    if not within.most:
        raise _mistake(text, "must be more than 0", "write for example 5%")
    return within


def _length(text: str, written: str, unit: str) -> float:
    try:
        if unit == "time":
            return parse_duration(written)
        if unit == "size":
            return float(parse_size(written))
    except QuantityError as error:
        raise _mistake(text, error.rule, f"{error.suggestion}, or a share such as 5%") from None
    if not _NUMBER.fullmatch(written):
        raise _mistake(text, "is not a number", "write for example 0.5, or a share such as 5%")
    return float(written)


def _mistake(text: str, rule: str, suggestion: str) -> ScenarioError:
    return ScenarioError(rule, field="--until-within", value=text, suggestion=suggestion)
