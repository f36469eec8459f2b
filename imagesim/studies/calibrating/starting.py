"""Where a search begins: rates that were seen, in several combinations, the best of them by their errors."""

import itertools
import math
import statistics
from collections.abc import Iterator

from imagesim.rules.units import BytesPerSecond, Seconds
from imagesim.studies.calibrating.observed import ObservedPull
from imagesim.studies.calibrating.problem import FIXED, NODE, UNPACK, FitProblem, Parameter, Point

FREE: BytesPerSecond = 1e12
"""A limit that is taken not to bind."""
_MOST = 4


def starts(problem: FitProblem) -> list[Point]:
    """Points to begin at: the node is the limit, the registry is, or both are at what was seen of them."""
    points = [_point(problem, *each) for each in itertools.product((0.7, 0.3), _NODE, _EGRESS)]
    return sorted(dict.fromkeys(points), key=problem.squares)[:_MOST]


_NODE = (0.95, 0.5, None)
"""A node takes in as much as this part of its kind's pulls stays below; None: any amount."""
_EGRESS = (1.0, 0.7, 1.5, None)
"""A registry sends so many times what was seen of it; None: any amount."""


def _point(problem: FitProblem, part: float, node: float | None, egress: float | None) -> Point:
    fixed = part * min(problem.measured)
    return tuple(math.log(_guess(problem, parameter, fixed, node, egress)) for parameter in problem.parameters)


def _guess(
    problem: FitProblem, parameter: Parameter, fixed: Seconds, node: float | None, egress: float | None
) -> float:
    if parameter.what == FIXED:
        return fixed
    if parameter.what == UNPACK:
        return 4 * max(_rate(pull, fixed) for pull in problem.pulls)
    if parameter.what == NODE:
        rates = sorted(_rate(pull, fixed) for pull in problem.pulls if pull.kind == parameter.of)
        return FREE if node is None else rates[int(node * (len(rates) - 1))]
    seen = max(_sent(pull for pull in problem.pulls if pull.registry == parameter.of))
    return FREE if egress is None else egress * seen


def _rate(pull: ObservedPull, fixed: Seconds) -> BytesPerSecond:
    return pull.size / max(pull.took_s - fixed, 0.1 * pull.took_s)


def _sent(pulls: Iterator[ObservedPull]) -> Iterator[BytesPerSecond]:
    """Bytes per second that were under way at the beginning of each pull, each pull at its mean rate."""
    running: list[ObservedPull] = []
    for pull in pulls:
        running = [each for each in running if each.ended_s > pull.started_s]
        running.append(pull)
        yield sum(each.size / each.took_s for each in running)


def usual_rate(problem: FitProblem) -> BytesPerSecond:
    """How fast a pull was, in the middle."""
    return statistics.median(_rate(pull, 0.0) for pull in problem.pulls)
