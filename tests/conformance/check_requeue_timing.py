"""requeue_timing.json: when the k-th pull of an image that never pulls starts, as a distribution over 3,000 runs."""

import os

from tests.conformance.checking import Row
from tests.conformance.sync_timing import compare_starts, pull_starts

RUNS = int(os.environ.get("IMAGESIM_TIMING_RUNS", "400"))
"""Enough for a mean within 1 %; 3,000 give the recorded precision."""


def check(row: Row) -> str | None:
    """Compare means (2 %) and ranges of pulls 2 to 9."""
    recorded = row["start_of_kth_pull_s"]
    starts = pull_starts("1.32", row["pull_fails_after_ms"] / 1000, pulls=len(recorded), runs=RUNS)
    return "; ".join(compare_starts(recorded, starts)) or None


CHECKERS = {"requeue_timing.json": check}
