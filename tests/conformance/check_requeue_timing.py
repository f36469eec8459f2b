"""requeue_timing.json: when the k-th pull of an image that never pulls starts, as a distribution over 3,000 runs.

Here the whole engine runs, with its registry and its pulls; IMAGESIM_TIMING_RUNS times for each row.
"""

import os

from tests.conformance.checking import Row
from tests.conformance.sync_timing import compare_starts, pull_starts

RUNS = int(os.environ.get("IMAGESIM_TIMING_RUNS", "100"))
"""Enough for means within about 1 %; 3,000 give the recorded precision."""


def check(row: Row) -> str | None:
    """Compare means and ranges of pulls 2 to 9."""
    recorded = row["start_of_kth_pull_s"]
    starts = pull_starts("1.32", row["pull_fails_after_ms"] / 1000, pulls=len(recorded), runs=RUNS)
    return "; ".join(compare_starts(recorded, starts)) or None


CHECKERS = {"requeue_timing.json": check}
