"""Factors as a table's head has them: as much of the end of a path as tells them apart."""

import re
from collections.abc import Sequence

_LAST_STEPS = re.compile(r"[^.\[\]:]+(?:\[[^\]]*\])*|\[[^\]]*\]")


def short_names(factors: Sequence[str]) -> list[str]:
    """For each path the last of its steps, more of them where two would read alike, the whole path if need be."""
    parts = [_LAST_STEPS.findall(factor) for factor in factors]
    names = list(factors)
    for place, steps in enumerate(parts):
        for count in range(1, len(steps) + 1):
            short = ".".join(steps[-count:])
            others = (".".join(each[-count:]) for other, each in enumerate(parts) if other != place)
            if short not in others:
                names[place] = short
                break
    return names
