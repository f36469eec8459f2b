"""Compares what runs gave with means and ranges of recorded runs, as closely as both samples allow."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, pstdev

SHARE = 0.02
SIGMAS = 3.0
RANGE_SIGMAS = 6.0  # how much lies outside two extreme values varies as a sum of two exponentials: a long tail


def mean_problem(what: str, recorded: float, recorded_n: int, got: Sequence[float], slack: float = 0.0) -> str:
    """What is wrong with the mean of *got*: it may be off by 2 %, by chance in both samples, and by *slack*."""
    if not got:
        return f"{what}: recorded {recorded:.3f}, got nothing"
    chance = SIGMAS * pstdev(got) * sqrt(1 / recorded_n + 1 / len(got))
    if abs(fmean(got) - recorded) <= SHARE * abs(recorded) + chance + slack:
        return ""
    return f"{what}: mean {fmean(got):.3f}, recorded {recorded:.3f}"


def range_problem(what: str, least: float, most: float, recorded_n: int, got: Sequence[float]) -> str:
    """What is wrong with the range of *got*, where *recorded_n* values went from *least* to *most*.

    Of another sample of the same kind two in *recorded_n* + 1 values lie outside on average; none should lie far
    outside. Where it is more, or farther, the two are not of the same kind.
    """
    close = 0.01  # seconds: what is recorded is rounded to milliseconds, once or several times
    expected = 2 * len(got) / (recorded_n + 1)
    allowed = 1 + expected + SIGMAS * sqrt(expected) + RANGE_SIGMAS * sqrt(2) * len(got) / recorded_n
    outside = sum(not least - close <= value <= most + close for value in got)
    far = 0.5 * (most - least) + 0.5
    if outside <= allowed and all(least - far <= value <= most + far for value in got):
        return ""
    span = f"{min(got):.2f} to {max(got):.2f}, recorded {least:.2f} to {most:.2f}"
    return f"{what}: {outside} of {len(got)} outside, {span}"
