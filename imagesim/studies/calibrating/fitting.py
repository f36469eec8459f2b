"""Least squares on logarithmic errors: the parameters that come nearest to what was measured.

The times have kinks where another limit takes over, and flat parts where a limit never binds, so the search begins at
several points and keeps the best end.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from imagesim.extras import STUDIES, needing
from imagesim.studies.calibrating.problem import FASTEST, FIXED, LEAST_FIXED_S, SLOWEST, FitProblem, Point
from imagesim.studies.calibrating.starting import starts

_STEP, _EVALUATIONS = 1e-4, 30
_USUAL = 0.1
"""The logarithmic error up to which a pull counts in full where the outliers should not."""


class Fit(NamedTuple):
    """A point (logarithms of the parameters) and its sum of squared logarithmic errors."""

    x: Point
    squares: float


def best(problem: FitProblem, *, robust: bool = False) -> Fit:
    """The parameters with the least squares; if *robust*, of errors that count less the larger they are."""
    ends = [polished(problem, start, robust=robust) for start in starts(problem)]
    return min(ends, key=lambda fit: fit.squares)


def polished(problem: FitProblem, start: Sequence[float], fixed: int | None = None, *, robust: bool = False) -> Fit:
    """The nearest minimum to *start*; the parameter at the place *fixed* stays what it is there."""
    with needing(STUDIES, "calibrations", "scipy"):
        from scipy.optimize import least_squares

    free = [place for place in range(len(start)) if place != fixed]
    low, high = zip(*(_bounds(problem, place) for place in range(len(start))), strict=True)
    begin = [min(max(value, lower), upper) for value, lower, upper in zip(start, low, high, strict=True)]
    if fixed is not None:
        begin[fixed] = start[fixed]

    def whole(some: Iterable[Any]) -> list[float]:
        point = list(begin)
        for place, value in zip(free, some, strict=True):
            point[place] = float(value)
        return point

    if not free:
        return Fit(tuple(begin), problem.squares(begin))
    found = least_squares(
        lambda some: problem.residuals(whole(some)),
        [begin[place] for place in free],
        bounds=([low[place] - 1e-9 for place in free], [high[place] + 1e-9 for place in free]),
        loss="cauchy" if robust else "linear",
        f_scale=_USUAL if robust else 1.0,
        diff_step=_STEP,
        max_nfev=_EVALUATIONS,
        xtol=1e-5,
        ftol=1e-6,
        gtol=1e-8,
    )
    x = tuple(whole(found.x))
    return Fit(x, 2 * float(found.cost))


def _bounds(problem: FitProblem, place: int) -> tuple[float, float]:
    if problem.parameters[place].what == FIXED:
        return math.log(LEAST_FIXED_S), math.log(max(problem.measured))
    return math.log(SLOWEST), math.log(FASTEST)
