"""Where a pasted value lies among simulated ones, and whether many such places look as they should.

If the simulation is right, a pasted value is one more draw from the simulated distribution, so its place in it is
uniform between 0 and 1. Counts and printed ages are discrete: a value covers the stretch from the share of the smaller
ones to that of the not larger ones, and lies anywhere in it (C. Czado, T. Gneiting, L. Held: Predictive model
assessment for count data, 2009). So no chance is needed here.
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple


class Place(NamedTuple):
    """The stretch between two shares that a value covers."""

    low: float
    high: float

    def text(self) -> str:
        """In percent."""
        low, high = round(100 * self.low), round(100 * self.high)
        return f"{low} %" if low == high else f"{low}-{high} %"


def place(below: int, within: int, of: int) -> Place:
    """The place of a value, of which *of* draws *below* are smaller and *within* are the same."""
    return Place(below / of, (below + within) / of)


def distance(places: Sequence[Place]) -> float:
    """The Kolmogorov-Smirnov distance of the *places* from the uniform distribution; 0 for none."""
    ends = {end for each in places for end in each}
    # The share of points, which cover nothing, jumps: both sides of the jump count.
    gaps = (abs(_share(places, end, jumped=jumped) - end) for end in ends for jumped in (False, True))
    return max(gaps, default=0.0)


def limit(places: Sequence[Place]) -> float:
    """What the distance stays below in 95 of 100 cases, if all is well."""
    return 1.36 / sqrt(len(places)) if places else 1.0


def _share(places: Sequence[Place], at: float, *, jumped: bool) -> float:
    """How much of the *places* lies below *at*, on average; points at it count if they have *jumped*."""
    return sum(_covered(each, at, jumped=jumped) for each in places) / len(places)


def _covered(each: Place, at: float, *, jumped: bool) -> float:
    if each.low == each.high == at:
        return float(jumped)
    if at >= each.high:
        return 1.0
    return max(0.0, at - each.low) / (each.high - each.low) if at > each.low else 0.0
