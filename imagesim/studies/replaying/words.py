"""Times in words: how long ago, and in how long, with what the list leaves open."""

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.studies.replaying.listed import Span


def lasting(seconds: Seconds) -> str:
    """A length of time as people read it: 45s, 4m20s, 2h5m."""
    whole = max(0, round(seconds))
    if whole >= 3 * 3600:
        whole = round(whole / 60) * 60
    return format_duration(whole)


def ago(span: Span) -> str:
    """When that was: `4m2s ago`, `10m to 11m ago` where the list is coarse."""
    least, most = -span.below + 1, -span.least
    if most < 0:
        return f"{lasting(-most)} after the list was printed, by its clock"
    if most - least < 1:
        return f"{lasting(most)} ago"
    return f"{lasting(max(0, least))} to {lasting(most)} ago"


def between(begin: Span, end: Span) -> str:
    """How long from one to the other, about."""
    return lasting(max(0.0, end.middle - begin.middle))


def due_in(least_s: Seconds, most_s: Seconds) -> str:
    """An interval of the future."""
    return f"in {lasting(least_s)} to {lasting(most_s)}"
