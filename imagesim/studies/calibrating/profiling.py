"""How far a parameter may be off: its profile, with all others fitted anew at each of its values.

A value belongs to the interval if the sum of squares there is at most 1 + F / (n - p) times the least one, F the 95 %
point of the F distribution with 1 and n - p degrees of freedom (Bates and Watts, Nonlinear Regression Analysis, 6.1).
Where no value on one side is that bad, the interval is open there: the data do not say.

Pulls that were under way together share their luck, so they are no independent witnesses: F / (n - p) is multiplied by
how much larger the squared sums of errors of such groups are than the squares themselves (the design effect of cluster
samples; Kish, Survey Sampling, 5.4).
"""

import math
from dataclasses import dataclass

from imagesim.extras import STUDIES, needing
from imagesim.studies.calibrating.fitting import Fit, polished
from imagesim.studies.calibrating.observed import groups
from imagesim.studies.calibrating.problem import EGRESS, FIXED, NODE, FitProblem
from imagesim.studies.calibrating.starting import FREE, starts, usual_rate

_FACTORS = {1: 100.0, -1: 1e7}
"""An interval that reaches so far above, or below, its value is open: a limit that never binds is found anywhere."""
_FIRST, _WIDEN, _NARROW = 0.02, 1.8, 8
_NO_BETTER = 0.002
"""What no time is known better than, relative to it: messages round, and clocks tick."""


@dataclass(frozen=True, slots=True)
class ProfileInterval:
    """From `low` to `high`, None where it is open."""

    low: float | None
    high: float | None


def tolerated(problem: FitProblem, fit: Fit) -> float:
    """The largest sum of squares that the data cannot tell from that of *fit*; inf if there are too few pulls."""
    with needing(STUDIES, "calibrations", "scipy"):
        from scipy.stats import f

    count = len(problem.measured)
    spare = count - len(problem.parameters)
    if spare < 1:
        return math.inf
    least = max(fit.squares, spare * _NO_BETTER**2)
    return fit.squares + least * _together(problem, fit) * float(f.ppf(0.95, 1, spare)) / spare


def _together(problem: FitProblem, fit: Fit) -> float:
    """How much less the pulls are worth than as many that have nothing to do with each other; at least 1."""
    errors = problem.residuals(fit.x)
    sums = [sum(errors[place] for place in group) for group in groups(problem.pulls)]
    return max(1.0, sum(each * each for each in sums) / max(fit.squares, 1e-12))


def interval(problem: FitProblem, fit: Fit, place: int, others: tuple[Fit, ...] = ()) -> ProfileInterval:
    """The interval of the parameter at *place* around *fit*; *others* are minima worth beginning at, too."""
    most = tolerated(problem, fit)
    return ProfileInterval(_edge(problem, fit, place, -1, most, others), _edge(problem, fit, place, 1, most, others))


def _edge(problem: FitProblem, fit: Fit, place: int, side: int, most: float, others: tuple[Fit, ...]) -> float | None:
    inner, step, warm = 0.0, _FIRST, fit
    while True:
        warm_there = _at(problem, fit.x[place] + side * step, place, (warm, *others), most)
        if warm_there.squares > most:
            break
        if step > math.log(_FACTORS[side]):
            return None
        inner, warm, step = step, warm_there, step * _WIDEN
    outer = step
    for _ in range(_NARROW):
        if outer - inner < 0.01:
            break
        middle = (inner + outer) / 2
        there = _at(problem, fit.x[place] + side * middle, place, (warm, *others), most)
        if there.squares > most:
            outer = middle
        else:
            inner, warm = middle, there
    return math.exp(fit.x[place] + side * (inner + outer) / 2)


def _at(problem: FitProblem, value: float, place: int, starts: tuple[Fit, ...], most: float) -> Fit:
    """The best fit with the parameter at *place* at *value*; good enough is one that the data cannot tell apart."""
    found: list[Fit] = []
    for start in starts:
        x = list(start.x)
        x[place] = value
        found.append(polished(problem, x, fixed=place))
        if found[-1].squares <= most:
            break
    return min(found, key=lambda fit: fit.squares)


def alternatives(problem: FitProblem) -> tuple[Fit, ...]:
    """Where else to begin than at the best fit, since the surface has flat parts on which no search finds its way.

    First the best fits if only nodes, or only registries, limited anything, then what the first search began with.
    """
    found = []
    for what in (NODE, EGRESS):
        free = set(problem.places(what))
        if not free:
            continue
        usual = math.log(usual_rate(problem)) if what == EGRESS else math.log(10 * usual_rate(problem))
        begin = [math.log(FREE) if place in free else value for place, value in enumerate(starts(problem)[0])]
        for place, each in enumerate(problem.parameters):
            if each.what not in (what, FIXED):
                begin[place] = min(begin[place], usual)
        found.append(polished(problem, begin))
    return (*found, *(Fit(start, math.inf) for start in starts(problem)[:2]))
