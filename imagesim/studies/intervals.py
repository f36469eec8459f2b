"""Confidence intervals of what was seen in independent runs: means, shares, medians. They need scipy.

- A mean has Student's t interval: exact for normal values, good for means of twenty or more others.
- A share of runs has Wilson's score interval (E. B. Wilson, JASA 22, 1927), which is right for 0 of n, too.
- A median has the interval between two order statistics, which takes no shape for granted and bears infinite values.

Every interval stands for itself: of twenty independent ones of 95 %, one does not hold the truth, in the mean.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from imagesim.extras import STUDIES, needing

LEVEL = 0.95


class Interval(NamedTuple):
    """An estimate from *n* values, and the interval around it; its ends are no numbers (NaN) where n is too small."""

    estimate: float
    low: float
    high: float
    n: int

    @property
    def half(self) -> float:
        """The longer half of the width: how far the truth may be off the estimate."""
        return max(self.high - self.estimate, self.estimate - self.low)

    @property
    def is_known(self) -> bool:
        """Whether there is an interval at all."""
        return not (math.isnan(self.low) or math.isnan(self.high))


NOTHING = Interval(math.nan, math.nan, math.nan, 0)


def mean(values: Sequence[float], level: float = LEVEL) -> Interval:
    """The mean of finite *values* with Student's t interval; without values NOTHING, of one value no interval.

    Values that are all the same have an interval of no width, which says what was seen and no more.
    """
    n = len(values)
    if not n:
        return NOTHING
    estimate = math.fsum(values) / n
    if min(values) == max(values):
        estimate = float(values[0])  # a mean of equal values may be off by a rounding
    if n == 1:
        return Interval(estimate, math.nan, math.nan, 1)
    variance = math.fsum((value - estimate) ** 2 for value in values) / (n - 1)
    half = _t(level, n - 1) * math.sqrt(variance / n)
    return Interval(estimate, estimate - half, estimate + half, n)


def share(count: int, n: int, level: float = LEVEL) -> Interval:
    """*count* of *n* with Wilson's interval, in parts of 1; NOTHING of none."""
    if not n:
        return NOTHING
    z = _z(level)
    part, shrunk = count / n, 1 + z * z / n
    middle = (part + z * z / (2 * n)) / shrunk
    half = z / shrunk * math.sqrt(part * (1 - part) / n + z * z / (4 * n * n))
    # Exactly 0 and 1 where nothing, or everything, was counted: rounding would leave a hair.
    low = 0.0 if count == 0 else middle - half
    high = 1.0 if count == n else middle + half
    return Interval(part, low, high, n)


def median(values: Sequence[float], level: float = LEVEL) -> Interval:
    """The median of *values*, infinite ones too, between two order statistics that hold it with *level* or more.

    Fewer than six values have no such interval of 95 %; none give NOTHING.
    """
    n = len(values)
    if not n:
        return NOTHING
    ordered = sorted(values)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    rank = _rank(level, n)
    if rank == 0:
        return Interval(middle, math.nan, math.nan, n)
    return Interval(middle, ordered[rank - 1], ordered[n - rank], n)


def _t(level: float, degrees: int) -> float:
    with needing(STUDIES, "intervals", "scipy"):
        from scipy.special import stdtrit
    return float(stdtrit(degrees, (1 + level) / 2))


def _z(level: float) -> float:
    with needing(STUDIES, "intervals", "scipy"):
        from scipy.special import ndtri
    return float(ndtri((1 + level) / 2))


def _rank(level: float, n: int) -> int:
    """The largest r for which the r-th value from below and from above hold the median with *level*; 0 if none."""
    with needing(STUDIES, "intervals", "scipy"):
        from scipy.special import bdtr
    rank = 0
    while rank < n // 2 and 1 - 2 * float(bdtr(rank, n, 0.5)) >= level:
        rank += 1
    return rank
