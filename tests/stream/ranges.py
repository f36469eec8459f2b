"""Whether a recorded value is a possible one among simulated values, and how far two samples are apart."""

from collections.abc import Sequence
from math import sqrt

KS_AT_ONE_IN_A_THOUSAND = 1.95
BEYOND = 5.0
"""Of a sample of n: in how many nths of its span beyond its extremes another value may be."""
ENOUGH = 20
"""Fewer simulated values say little about which are possible."""


def impossible(value: float, got: Sequence[float], close: float, beyond: float = BEYOND) -> bool:
    """Whether *value* lies outside of the simulated ones, by more than *close* and what a greater sample would have."""
    if not got:
        return True
    least, most = min(got), max(got)
    slack = close + (most - least) * min(0.5, beyond / len(got))
    return not least - slack <= value <= most + slack


def distance(recorded: Sequence[float], got: Sequence[float]) -> float:
    """Kolmogorov and Smirnov's distance of two samples, which are rounded first: noise of ms is no difference."""
    one, other = sorted(map(_rounded, recorded)), sorted(map(_rounded, got))
    if not one or not other:
        return 0.0 if not one and not other else 1.0
    most, left, right = 0.0, 0, 0
    while left < len(one) and right < len(other):
        value = min(one[left], other[right])
        while left < len(one) and one[left] == value:
            left += 1
        while right < len(other) and other[right] == value:
            right += 1
        most = max(most, abs(left / len(one) - right / len(other)))
    return most


def allowed(recorded: int, got: int) -> float:
    """The distance that chance exceeds once in a thousand times."""
    return KS_AT_ONE_IN_A_THOUSAND * sqrt((recorded + got) / (recorded * got)) if recorded and got else 1.0


def _rounded(value: float) -> float:
    return round(value * 4) / 4
