"""Whether a paste is a possible output of the simulation, and where its values lie.

A count is held against the counts at the moments that fit its ages: the event came first and last as long ago as
printed, give or take `SLACK_S` and a second for each further attempt, since the duration of an attempt was itself read
from ages in whole seconds. Of a pod in which nothing failed it is not known at all how long its pulls and init
containers took: pulls are tried quick and slow, and its last event may have come up to `START_S` later. A count agrees
if such counts come. The places of counts and ages, which are to be uniform over all rows, are those among all moments
at which the oldest event is as old as printed.
"""

from collections.abc import Sequence
from statistics import pvariance
from typing import NamedTuple

from tests.field.looking import MOMENTS, Look, Runs, Shown
from tests.field.percentiles import Place, place
from tests.field.row import Pasted, Row

SEEDS = 200
MOST_SEEDS = 1_600
"""Runs of a row: the usual number, and that after which no moment is looked for any more that would fit."""
ENOUGH = 20
"""Moments that fit an event's ages."""
SLACK_S = 2.0
START_S = 20.0


class Judged(NamedTuple):
    """One event of a row. `problem` is "" if it agrees; `counts` are those at the moments that fit its ages.

    `age` (of the last time) and `number` are places, and their spreads those of the simulated values.
    """

    pasted: Pasted
    counts: tuple[int, ...]
    age: Place
    age_spread: float
    number: Place
    number_spread: float
    problem: str


def judge(row: Row, seeds: int = SEEDS) -> list[Judged]:
    """Simulate *row* and judge each of its events."""
    runs, looks = Runs(row), list[Look]()
    done, wanted = 0, seeds
    while done < wanted:
        looks += runs.looks(range(done, wanted))
        done = wanted
        fitting = min(_fitting(row, looks, pasted) for pasted in row.events)
        if fitting < ENOUGH and done < MOST_SEEDS * seeds // SEEDS:
            wanted = 2 * done
    return [_judged(row, pasted, looks) for pasted in row.events]


def fits(row: Row, pasted: Pasted, shown: Shown | None) -> bool:
    """Whether both ages of an event are as pasted."""
    slack = SLACK_S + row.attempts - 1
    if shown is None or not pasted.first.has(shown.first, slack):
        return False
    last = pasted.last
    if row.starts:
        last = last._replace(below=last.below + START_S)
    return last.has(shown.last, slack)


def _fitting(row: Row, looks: Sequence[Look], pasted: Pasted) -> int:
    return sum(fits(row, pasted, look[pasted]) for look in looks)


def _judged(row: Row, pasted: Pasted, looks: Sequence[Look]) -> Judged:
    seen = [shown for look in looks if (shown := look[pasted]) is not None]
    counts = tuple(sorted({shown.times for shown in seen if fits(row, pasted, shown)}))
    if not seen:
        return Judged(pasted, (), Place(0, 1), 0.0, Place(0, 1), 0.0, "never comes")
    ages, times = [shown.last for shown in seen], [shown.times for shown in seen]
    young = sum(age < pasted.last.least for age in ages)
    fewer = sum(count < pasted.count for count in times)
    return Judged(
        pasted,
        counts,
        place(young, sum(map(pasted.last.has, ages)), len(ages)),
        pvariance(ages),
        place(fewer, times.count(pasted.count), len(times)),
        pvariance(times),
        _problem(pasted, counts, ages, len(looks) // MOMENTS),
    )


def _problem(pasted: Pasted, counts: Sequence[int], ages: Sequence[float], runs: int) -> str:
    if not counts:
        return f"in none of {runs} runs that old: {min(ages):.0f} to {max(ages):.0f} s"
    if not counts[0] <= pasted.count <= counts[-1]:
        return f"x{pasted.count} is outside of x{counts[0]} to x{counts[-1]}"
    return ""


def most_telling(row: Row, judged: Sequence[Judged]) -> tuple[Place | None, Place | None]:
    """The places of one count and one age of a row: those that vary most in the simulation; None if none does.

    Only one each, since the events of a pod are not independent of each other. Where it is not known how long a start
    took, neither says anything.
    """
    if row.starts:
        return None, None
    number = max(judged, key=lambda each: each.number_spread)
    age = max(judged, key=lambda each: each.age_spread)
    return (number.number if number.number_spread else None), (age.age if age.age_spread > 1 else None)
