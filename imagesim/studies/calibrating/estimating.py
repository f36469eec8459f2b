"""From observed pulls to an outcome: which model fits, its parameters, their intervals."""

import math
import statistics
from dataclasses import replace
from typing import NamedTuple

from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.calibrating.fitting import Fit, best
from imagesim.studies.calibrating.observed import Observations, ObservedPull, at_once, groups
from imagesim.studies.calibrating.outcome import FitOutcome, FittedParameter, Residual
from imagesim.studies.calibrating.problem import EGRESS, NODE, FitProblem, Scope
from imagesim.studies.calibrating.profiling import alternatives, interval, tolerated

MOST_PULLS = 600
"""More than these are not fitted: whole groups of them, spread evenly over time, are."""


def fit(observed: Observations, *, unpack: bool = False) -> FitOutcome:
    """Fit the parameters to the pulls of *observed*; with *unpack* the time of unpacking is told from the network's.

    A pull that is far too fast for its size is left out: its node had part of the image, which no event says. One that
    is too slow stays.
    """
    all_pulls = evenly(observed.pulls)
    pulls = _plausible(all_pulls, _robust(all_pulls, unpack=unpack))
    chosen = _chosen(pulls, unpack=unpack)
    left = len(all_pulls) - len(pulls)
    if left:
        note = (
            f"Left out, {counted(left, 'pull')}: less than half as long as fits the others, so their nodes had part of "
            "the image already, such as layers of another one."
        )
        observed = replace(observed, notes=(*observed.notes, note))
    return _outcome(observed, chosen)


class _Chosen(NamedTuple):
    """A fit, whether the data prefer its scope (None: nothing was shared), and the error of the other scope."""

    problem: FitProblem
    fit: Fit
    scope_known: bool | None = None
    other_error: float | None = None


def _robust(pulls: tuple[ObservedPull, ...], *, unpack: bool) -> list[float]:
    """How far each pull is off, where those that are far off had little to say."""
    problem = FitProblem(pulls, "registry", unpack=unpack)
    return problem.residuals(best(problem, robust=True).x)


def _plausible(pulls: tuple[ObservedPull, ...], errors: list[float]) -> tuple[ObservedPull, ...]:
    """Without those that took less than half of what is fitted, far outside of what others are off; never most."""
    usual = 1.4826 * statistics.median(map(abs, errors))
    most = max(math.log(2), 4 * usual)
    kept = tuple(pull for pull, error in zip(pulls, errors, strict=True) if error <= most)
    return kept if 2 * len(kept) > len(pulls) else pulls


def _chosen(pulls: tuple[ObservedPull, ...], *, unpack: bool) -> _Chosen:
    """The fit of the scope that the data prefer: what a registry sends in all, unless an image's own is better."""
    one = _fitted(pulls, "registry", unpack=unpack)
    if not one.problem.places(EGRESS):
        return one
    if not _images_meet(pulls):
        return one._replace(scope_known=False)
    other = _fitted(pulls, "image", unpack=unpack)
    better, worse = sorted((one, other), key=lambda each: each.fit.squares)
    decided = worse.fit.squares > tolerated(better.problem, better.fit)
    if not decided:
        better, worse = one, other
    return better._replace(scope_known=decided, other_error=math.sqrt(worse.fit.squares / len(pulls)))


def _fitted(pulls: tuple[ObservedPull, ...], scope: Scope, *, unpack: bool) -> _Chosen:
    problem = FitProblem(pulls, scope, unpack=unpack)
    return _Chosen(problem, best(problem))


def _outcome(observed: Observations, chosen: _Chosen) -> FitOutcome:
    problem, found = chosen.problem, chosen.fit
    others = alternatives(problem)
    return FitOutcome(
        observations=observed,
        fitted=problem.pulls,
        estimates=tuple(_estimate(problem, found, place, others) for place in range(len(problem.parameters))),
        residuals=tuple(
            Residual(pull, seconds, at_once(pull, problem.pulls))
            for pull, seconds in zip(problem.pulls, problem.predicted(found.x), strict=True)
        ),
        scope=problem.scope,
        scope_known=chosen.scope_known,
        other_scope_error=chosen.other_error,
    )


def _estimate(problem: FitProblem, found: Fit, place: int, others: tuple[Fit, ...]) -> FittedParameter:
    parameter, within = problem.parameters[place], interval(problem, found, place, others)
    seen = found.x[place]
    if within.high is None and parameter.what in (NODE, EGRESS):
        most = tolerated(problem, found)
        seen = min([seen, *(each.x[place] for each in others if each.squares <= most)])
        if within.low is not None:
            seen = max(seen, math.log(within.low)) if seen < math.log(1e11) else math.log(within.low)
    return FittedParameter(parameter, math.exp(found.x[place]), within, math.exp(seen))


def _images_meet(pulls: tuple[ObservedPull, ...]) -> bool:
    """Whether two nodes ever pulled different images from one registry at once."""
    for group in groups(pulls):
        together = [pulls[place] for place in group]
        for place, pull in enumerate(together):
            for other in together[place + 1 :]:
                if other.started_s >= pull.ended_s:
                    break
                if other.image != pull.image and other.registry == pull.registry and other.node != pull.node:
                    return True
    return False


def evenly(pulls: tuple[ObservedPull, ...]) -> tuple[ObservedPull, ...]:
    """All pulls, or whole groups of them that are spread evenly, MOST_PULLS unless one group alone has more."""
    if len(pulls) <= MOST_PULLS:
        return pulls
    found = groups(pulls)
    share = MOST_PULLS / len(pulls)
    chosen: list[int] = []
    owed = 0.0
    for group in found:
        owed += share * len(group)
        if owed >= len(group) / 2:
            chosen += group
            owed -= len(group)
    return tuple(pulls[place] for place in chosen or found[0])
