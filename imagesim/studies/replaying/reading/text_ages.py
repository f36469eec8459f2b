"""Ages in a paste: `3m12s (x4 over 10m)`, also those of an old kubectl, as seconds before the paste was made."""

import re
from collections.abc import Iterable

from imagesim.rules.printers.ages import AGE_PATTERN, is_of_old_kubectl, read_age, read_short_age
from imagesim.studies.replaying.listed import Span

AGE = rf"(?:{AGE_PATTERN}|<unknown>|<invalid>)"
"""What stands in a column of ages."""
_ALONE = re.compile(r"[2-9]m")
_ENOUGH = 3


def is_old(ages: Iterable[str]) -> bool:
    """Whether an old kubectl has printed *ages*: it cuts them off to one unit, where newer ones say `5m12s`.

    One `5m` may be five minutes to the second; three ages like that are none of a newer kubectl.
    """
    listed = list(ages)
    if any(is_of_old_kubectl(age) for age in listed):
        return True
    if any(re.search(r"\d[ydhm]\d", age) or re.fullmatch(r"[6-9]\ds|1[01]\ds|\d{3,}m", age) for age in listed):
        return False
    return len([age for age in listed if _ALONE.fullmatch(age)]) >= _ENOUGH


def span_of(age: str, *, old: bool) -> Span | None:
    """The seconds in which that was; None for what has no age, or one that lies ahead."""
    if age.startswith("<"):
        return None
    try:
        found = read_short_age(age) if old else read_age(age)
    except ValueError:
        return None
    return Span(1 - int(found.below), 1 - int(found.least))
