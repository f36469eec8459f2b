"""Which simulated pods a row is compared with: the same pod over seeds; of pods that race, the one of the same rank.

Which of several pods is first in a queue or at a token is a race, so such pods are ranked in each run: the first of a
real run is held against the first of each simulated one.
"""

from collections.abc import Sequence

from tests.stream.playing import play
from tests.stream.row import Row
from tests.stream.seen import Seen

RACES = ("k", "l")
"""The cases, by their first letter, in which one run's pods race."""


ALIKE_S = 60.0
"""Recordings that end so close to each other are equally long: documents last a minute longer."""


def paired(rows: Sequence[Row], runs: int) -> tuple[Sequence[Row], list[list[Seen]]]:
    """The rows, and what simulated runs show: for each row its own where pods race, else *runs* once for all."""
    if rows[0].case.split()[0] in RACES:
        return _ranked(rows, runs // 2)
    longest = max(row.until_s for row in rows)
    rows_to_the_end = [row for row in rows if row.until_s > longest - ALIKE_S]
    # A seed gives a kubelet its phases, so no two runs have one.
    return rows, [[play(rows_to_the_end[seed % len(rows_to_the_end)], seed) for seed in range(1, runs + 1)]]


def _ranked(rows: Sequence[Row], runs: int) -> tuple[Sequence[Row], list[list[Seen]]]:
    """The rows of each kubelet in the order in which their pods came through, each with the pods of its rank."""
    order: list[Row] = []
    found: list[list[Seen]] = []
    for run in dict.fromkeys(row.run for row in rows):
        those = [row for row in rows if row.run == run]
        order += sorted(those, key=lambda row: _rank(row.seen))
        simulated = [sorted((play(row, seed) for row in those), key=_rank) for seed in range(1, runs + 1)]
        found += [list(alike) for alike in zip(*simulated, strict=True)]
    return order, found


def _rank(seen: Seen) -> tuple[bool, float]:
    """Those that were refused come last; of the others, when they were pulled."""
    refused = any("QPS" in said.kind[2] for said in seen.events)
    return refused, min((at for at, _ in seen.pulls), default=0.0)
