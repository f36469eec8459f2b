"""Holds the rows of one case and version against simulated runs of their documents.

A row agrees if what it shows is possible: its kinds of events in an order that occurs, their counts at each moment, its
pulls, its statuses, and all gaps between them. Several rows together must also look like the simulated ones as
distributions. What runs of the simulation do not agree about themselves is chance; the seeds say how much.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from imagesim.rules.pods.sync_result import BACK_OFF_PERIOD_S
from imagesim.rules.pods.sync_timing import GRID_S, LONGEST_AFTER_FAILURE_S
from tests.stream.measures import Gaps, changes, counts_at, gaps_of, lags_of, orders
from tests.stream.pairing import RACES
from tests.stream.ranges import BEYOND, ENOUGH, allowed, distance, impossible
from tests.stream.row import Row
from tests.stream.seen import Seen
from tests.stream.words import Kind

CLOSE_S = 0.5
"""How far a time may be off: a pod starts up in up to 0.41 s, as many do so on two cores."""
CLOSE_IN_A_QUEUE_S = 1.0
"""The same where a pull waits for others: the documents' pulls take up to 4 % longer."""
LOOKS = 8
"""Moments at which counts and statuses are compared."""

BEYOND_FOR_PULLS = 30.0
"""As ranges.BEYOND: when a pull begins is a sum of many gaps, and its extremes are rare."""


@dataclass
class Comparison:
    """What came of a group: what is wrong with each row, and how far the samples are apart."""

    group: tuple[str, str]
    rows: int
    problems: dict[int, str]
    distances: dict[str, float]

    @property
    def agreed(self) -> int:
        """How many rows agree."""
        return self.rows - len(self.problems)


def compare(rows: Sequence[Row], runs: Sequence[Sequence[Seen]]) -> Comparison:
    """Compare *rows* with simulated *runs*: of each row its own, or once for all."""
    together = [seen for those in runs for seen in those]
    simulated = _Simulated(together)
    alike = [_Alike(those) for those in runs]
    problems = {
        number: problem
        for number, row in enumerate(rows)
        if (problem := next(row_problems(row, simulated, alike[number % len(alike)]), ""))
    }
    distances, apart = _distances(rows, together, simulated)
    if apart:
        problems = dict.fromkeys(range(len(rows)), apart) | problems
    return Comparison(rows[0].group, len(rows), problems, distances)


class _Simulated:
    """What the simulated runs of a group show, together."""

    def __init__(self, together: Sequence[Seen]) -> None:
        self.kinds = {said.kind for seen in together for said in seen.events}
        self.orders = {order for seen in together for order in orders(seen)}
        self.changes = {change for seen in together for change in changes(seen)}
        self.gaps = gaps_of(together)
        self.lags = lags_of(together)


def row_problems(row: Row, simulated: _Simulated, alike: "_Alike") -> Iterator[str]:
    """What is wrong with one row; what is *alike* are simulated runs of the same pod."""
    seen = row.seen
    for kind in dict.fromkeys(said.kind for said in seen.events):
        if kind not in simulated.kinds:
            yield f"event never said: {' '.join(kind)}"
    for before, after in orders(seen):
        if (before, after) not in simulated.orders:
            yield f"order of events: {' '.join(before or ('first',))} then {' '.join(after)}"
    for was, becomes in changes(seen):
        if (was, becomes) not in simulated.changes:
            yield f"order of statuses: {was or 'first'} then {becomes}"
    yield from _counts(row, alike)
    yield from _pulls(row, alike.runs)
    for what, gaps, possible in (
        ("gap", gaps_of([seen], row.settled_s), simulated.gaps),
        ("status", lags_of([seen], row.settled_s), simulated.lags),
    ):
        for name, values in gaps.items():
            got = possible.get(name, [])
            for value in values:
                if len(got) >= ENOUGH and impossible(value, got, _close_gap_s(value)):
                    yield f"{what} {name}: {value:.2f} s, simulated {min(got):.2f} to {max(got):.2f}"


class _Alike:
    """Simulated runs of one pod; `counts` are those of each run at a moment, made once."""

    def __init__(self, runs: Sequence[Seen]) -> None:
        self.runs = runs
        self._counts: dict[float, list[Counter[Kind]]] = {}

    def counts(self, moment: float) -> list[Counter[Kind]]:
        """How often each kind of event had come in each run."""
        if moment not in self._counts:
            self._counts[moment] = [counts_at(seen, moment) for seen in self.runs]
        return self._counts[moment]


def _counts(row: Row, alike: _Alike) -> Iterator[str]:
    """The counts of each kind at some moments."""
    for look in range(1, LOOKS + 1):
        moment = row.until_s * look / LOOKS
        counts = counts_at(row.seen, moment)
        early, late = alike.counts(moment - close_s(row)), alike.counts(moment + close_s(row))
        for kind in counts.keys() | set().union(*late):
            least, most = min(each[kind] for each in early), max(each[kind] for each in late)
            slack = 0 if least == most else 1 + (most - least) // 4
            if not least - slack <= counts[kind] <= most + slack:
                yield f"count at {moment:.0f} s of {' '.join(kind)}: {counts[kind]}, simulated {least} to {most}"


def _pulls(row: Row, runs: Sequence[Seen]) -> Iterator[str]:
    """When each pull began and what came of it, and how many there were."""
    for number, (at, ok) in enumerate(row.seen.rounds):
        there = [seen.rounds[number] for seen in runs if len(seen.rounds) > number]
        beyond = BEYOND if number < 2 else BEYOND_FOR_PULLS
        if not there or impossible(at, [each for each, _ in there], close_s(row), beyond):
            span = f"{min(there)[0]:.2f} to {max(there)[0]:.2f} s" if there else "never"
            yield f"pull {number + 1}: at {at:.2f} s, simulated {span}"
        elif all(worked != ok for _, worked in there):
            yield f"pull {number + 1}: {'works' if ok else 'fails'}, simulated never so"
    counts = [len(seen.until(row.until_s).rounds) for seen in runs]
    if not min(counts) - 1 <= len(row.seen.rounds) <= max(counts) + 1:
        yield f"pulls: {len(row.seen.rounds)}, simulated {min(counts)} to {max(counts)}"


def close_s(row: Row) -> float:
    """How far a time of the row may be off."""
    return CLOSE_IN_A_QUEUE_S if row.case.split()[0] in RACES else CLOSE_S


def _close_gap_s(gap: float) -> float:
    """How far a gap may be off, in seconds.

    A sync that took some ms may be due a tick later. Syncs between two bursts may have said nothing, and one more of
    them is chance.
    """
    if gap < BACK_OFF_PERIOD_S:
        return CLOSE_S
    return GRID_S if gap < LONGEST_AFTER_FAILURE_S + CLOSE_S else LONGEST_AFTER_FAILURE_S


def _distances(rows: Sequence[Row], together: Sequence[Seen], simulated: _Simulated) -> tuple[dict[str, float], str]:
    """The greatest distance of each kind of sample, and which of them is too great."""
    recorded = [row.seen for row in rows]
    end = min(row.until_s for row in rows)
    runs = len({row.run for row in rows})
    samples = {
        "counts": (_counts_then(recorded, end), _counts_then(together, end)),
        "gaps": (_settled(rows, gaps_of), simulated.gaps),
        "statuses": (_settled(rows, lags_of), simulated.lags),
    }
    distances, apart = {}, ""
    for what, (had, got) in samples.items():
        most = 0.0
        for name, values in had.items():
            there = got.get(name, [])
            if len(there) < ENOUGH:
                continue
            apart_by = distance(values, there)
            most = max(most, apart_by)
            # Pods of one kubelet share its looks, so short gaps of one run are one observation.
            independent = len(values) if what == "gaps" and min(values) > 5 else min(len(values), runs)
            if apart_by > allowed(independent, len(there)) and not apart:
                apart = f"{what} {name}: distance {apart_by:.2f} over {len(values)} and {len(there)}"
        distances[what] = most
    return distances, apart


def _settled(rows: Sequence[Row], of: Callable[[Sequence[Seen], float], Gaps]) -> Gaps:
    """The gaps of all rows, of each from when on its kubelet had no rush."""
    found: dict[str, list[float]] = {}
    for row in rows:
        for name, values in of([row.seen], row.settled_s).items():
            found.setdefault(name, []).extend(values)
    return found


def _counts_then(streams: Sequence[Seen], moment: float) -> Gaps:
    counts: dict[str, list[float]] = {}
    ends = [counts_at(seen, moment) for seen in streams]
    for kind in set().union(*ends):
        counts[" ".join(kind)] = [float(end[kind]) for end in ends]
    return counts
