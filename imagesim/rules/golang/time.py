"""Go's idea of a time: a whole number of nanoseconds.

Kubernetes compares times that Go keeps in nanoseconds, so `elapsed < 10s` is exact there. Seconds as floats are not:
1234.567 + 10 and 1244.567 may differ in their last bit. A rule that turns on a boundary therefore counts in
nanoseconds, and a time that it hands out lands on the same nanosecond when it comes back.
"""

from imagesim.rules.units import Seconds

NANOSECONDS = 1_000_000_000


def nanoseconds(seconds: Seconds) -> int:
    """*seconds* as the nearest whole number of nanoseconds."""
    return round(seconds * NANOSECONDS)


def seconds(nanoseconds: int) -> Seconds:
    """*nanoseconds* as seconds."""
    return nanoseconds / NANOSECONDS
