"""Rows of runs -> for every measure and setting its mean with an interval, and its difference from the first setting.

Differences are paired: run i of both settings has the same seed, so what chance did to both falls out. Where a thing
never happened in a run, that run is in no mean and in no difference; how many they are has an interval of its own.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from imagesim.studies import intervals
from imagesim.studies.intervals import Interval
from imagesim.studies.replications.setting import RunRow
from imagesim.studies.replications.work import DIGITS

DIFFERS, NOT_FOUND, EQUAL = "differs", "no difference found", "equal in every run"
OFTEN, UNPAIRED = "differs in how often it never happens", "nothing to compare"


class Estimated(NamedTuple):
    """One measure of one setting.

    `nothing` and `never` count the runs in which there was nothing to measure, and those in which it never happened.
    `mean` is over all other runs, `median` over those in which there was something to measure. `difference` is this
    setting's less the first one's, over pairs of runs; of the first one itself there is none.
    """

    measure: str
    setting: int
    runs: int
    nothing: int
    never: int
    mean: Interval
    median: Interval
    never_share: Interval
    difference: Interval | None
    verdict: str


def estimates(rows: Sequence[RunRow], measures: Sequence[str], settings: int) -> list[Estimated]:
    """An estimate for each measure and setting, in this order. *rows* are by setting and run."""
    found = []
    for place, measure in enumerate(measures):
        columns: list[dict[int, float]] = [{} for _ in range(settings)]
        for row in rows:
            columns[row.setting][row.run] = row.values[place]
        first: Estimated | None = None
        for setting, column in enumerate(columns):
            estimate = _estimate(measure, setting, column)
            if first is None:
                first = estimate
            else:
                estimate = _compared(estimate, column, first, columns[0])
            found.append(estimate)
    return found


def same_everywhere(found: Sequence[Estimated]) -> bool:
    """Whether a measure, of which these are all estimates, had one and the same value in all runs of all settings."""
    first = found[0]
    if any(each.nothing or each.never or each.mean.low != each.mean.high for each in found):
        return False
    return all(each.mean.estimate == first.mean.estimate for each in found)


def _estimate(measure: str, setting: int, column: dict[int, float]) -> Estimated:
    there = [value for value in column.values() if not math.isnan(value)]
    finite = [value for value in there if math.isfinite(value)]
    never = len(there) - len(finite)
    return Estimated(
        measure, setting, len(column), len(column) - len(there), never, intervals.mean(finite),
        intervals.median(there), intervals.share(never, len(there)), None, "",
    )  # fmt: skip


def _compared(estimate: Estimated, column: dict[int, float], first: Estimated, of: dict[int, float]) -> Estimated:
    pairs = [
        round(column[run] - of[run], DIGITS)
        for run in column
        if run in of and math.isfinite(column[run]) and math.isfinite(of[run])
    ]
    difference = intervals.mean(pairs)
    return estimate._replace(difference=difference, verdict=_verdict(difference, estimate, first))


def _verdict(difference: Interval, estimate: Estimated, first: Estimated) -> str:
    one, other = estimate.never_share, first.never_share
    if one.n and other.n and (one.low > other.high or other.low > one.high):
        return OFTEN
    if not difference.is_known:
        return UNPAIRED
    if difference.low == difference.high == 0:
        return EQUAL
    return NOT_FOUND if difference.low <= 0 <= difference.high else DIFFERS
