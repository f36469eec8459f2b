"""Numbers of a measure as people read them: one unit for a table or a picture, and no more digits than are known."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from imagesim.results.expectations import MEASURES
from imagesim.results.sizes import unit_of

_TIMES = ((2 * 3600.0, 3600.0, "h"), (120.0, 60.0, "min"))
_MOST_DECIMALS = 3
SUFFIX = {"time": "_s", "size": "_bytes", "count": ""}
"""What the unit adds to the name of a column."""


def column(measure: str) -> str:
    """The name of a measure as a column of a table, with its unit: "time to ready p50" is time_to_ready_p50_s."""
    return measure.replace(" ", "_") + SUFFIX[MEASURES[measure].unit]


class ShownIn(NamedTuple):
    """Values are divided by `factor`, are then in `unit` ("" for numbers of things), and are shown with `decimals`."""

    factor: float
    unit: str
    decimals: int

    def text(self, value: float, *, sign: bool = False) -> str:
        """*value* in this unit, without its name; "-" for no number."""
        if math.isnan(value):
            return "-"
        if math.isinf(value):
            return "never"
        shown = f"{value / self.factor:{'+' if sign else ''},.{self.decimals}f}"
        # A zero has no sign, neither one that was rounded away nor a plus.
        return shown if any(digit in shown for digit in "123456789") else shown.lstrip("+-")


def scale(measure: str, values: Iterable[float], halves: Iterable[float]) -> ShownIn:
    """The scale for *values* of *measure*, of which *halves* are the halves of intervals.

    The shortest interval that has a width decides on the decimals: half of it shows two digits.
    """
    finite = [abs(value) for value in values if math.isfinite(value)]
    factor, unit = _factor(MEASURES[measure].unit, max(finite, default=0.0))
    widths = [half / factor for half in halves if math.isfinite(half) and half > 0]
    if widths:
        return ShownIn(factor, unit, _decimals(min(widths)))
    whole = all((value / factor).is_integer() for value in finite)
    return ShownIn(factor, unit, 0 if whole else _MOST_DECIMALS - 1)


def _decimals(half: float) -> int:
    return min(_MOST_DECIMALS, max(0, 1 - math.floor(math.log10(half))))


def _factor(unit: str, most: float) -> tuple[float, str]:
    if unit == "time":
        return next(((factor, name) for least, factor, name in _TIMES if most >= least), (1.0, "s"))
    return unit_of(most) if unit == "size" else (1.0, "")
