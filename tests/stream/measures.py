"""What is measured of a stream: what follows what, how often something had come, and how long it is in between."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tests.stream.seen import TIE_S, Seen
from tests.stream.words import Kind

Gaps = Mapping[str, list[float]]
"""Of each kind of gap, how long it was each time."""


def orders(seen: Seen) -> list[tuple[Kind | None, Kind]]:
    """Which event follows which."""
    kinds = [said.kind for said in seen.events]
    return list(pairwise([None, *kinds]))  # type: ignore[list-item]


def changes(seen: Seen) -> list[tuple[str, str]]:
    """Which status follows which."""
    return list(pairwise(["", *(shown.what for shown in seen.changes)]))


def counts_at(seen: Seen, moment: float) -> Counter[Kind]:
    """How often each kind of event had come by *moment*: the API server's count, over all its objects."""
    counts: Counter[Kind] = Counter()
    for said in seen.events:
        if said.at <= moment:
            # A text with a duration in it is another event each time.
            counts[said.kind] = counts[said.kind] + 1 if " in TIME" in said.kind[2] else said.times
    return counts


def gaps_of(streams: Sequence[Seen], since: float = 0.0) -> Gaps:
    """From burst to burst of events: by what they say. A reason alone says whether its partner was thinned out."""
    gaps: dict[str, list[float]] = {}
    for seen in streams:
        for before, after in pairwise(seen.bursts):
            name = f"{'+'.join(before.reasons)} -> {'+'.join(after.reasons)}"
            if before.at >= since:
                gaps.setdefault(name, []).append(after.at - before.until)
    return gaps


def lags_of(streams: Sequence[Seen], since: float = 0.0) -> Gaps:
    """From the last burst of events to a status: by what the events and the status say.

    The two go different ways to the API server, so events that come right after a status count as before it.
    """
    lags: dict[str, list[float]] = {}
    for seen in streams:
        for shown in seen.changes:
            before = [burst for burst in seen.bursts if burst.at < shown.at + TIE_S]
            if before and shown.at >= since:
                name = f"{'+'.join(before[-1].reasons)} -> {shown.what}"
                lags.setdefault(name, []).append(shown.at - before[-1].at)
    return lags
