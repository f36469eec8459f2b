"""Rates and times as people say them."""

import math

from imagesim.rules.units import BytesPerSecond, Seconds
from imagesim.studies.calibrating.outcome import FittedParameter
from imagesim.studies.calibrating.problem import EGRESS, FIXED, NODE

_UNITS = ((1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"))


def rate(value: BytesPerSecond) -> str:
    """ "159 MB/s"."""
    factor, unit = next(((factor, unit) for factor, unit in _UNITS if value >= 0.9995 * factor), (1.0, "B/s"))
    return f"{_digits(value / factor)} {unit}"


def seconds(value: Seconds) -> str:
    """ "1.12 s", "35 ms"."""
    return f"{_digits(value)} s" if value >= 1 else f"{_digits(1000 * value)} ms"


def amount(estimate: FittedParameter, value: float) -> str:
    """A *value* of the parameter of *estimate*, in its unit."""
    return seconds(value) if estimate.parameter.what == FIXED else rate(value)


def subject(estimate: FittedParameter, scope: str) -> str:
    """What the parameter is: "a node takes in"."""
    what, of = estimate.parameter.what, estimate.parameter.of
    if what == FIXED:
        return "fixed cost of a pull"
    if what == NODE:
        return f"a node of {of} takes in" if of else "a node takes in"
    if what == EGRESS:
        return f"{of or 'the registry'} sends, " + ("in all" if scope == "registry" else "of one image")
    return "a node unpacks"


def known(estimate: FittedParameter) -> str:
    """What is known of it: a value with its interval, a bound, or nothing."""
    low, high = estimate.interval.low, estimate.interval.high
    if low is not None and high is not None:
        return f"{amount(estimate, estimate.value)}  ({amount(estimate, low)} to {amount(estimate, high)})"
    if low is not None:
        return f"at least {amount(estimate, low)}"
    if high is not None:
        return f"at most {amount(estimate, high)}"
    return "not known"


def percent(error: float) -> str:
    """A logarithmic error as a signed percentage."""
    return f"{100 * math.expm1(error):+.0f} %"


def _digits(value: float) -> str:
    """Three digits that count."""
    if value <= 0:
        return "0"
    places = max(0, 2 - math.floor(math.log10(value)))
    return f"{value:.{places}f}"
