"""A command that does nothing but sleep: the only one of which it is known how long it takes; it hides nothing."""

import re

from imagesim.rules.units import Seconds

_SLEEP = re.compile(r"(?:(?:/bin/|/usr/bin/)?(?:sh|bash)\0-c\0)?(?:/bin/|/usr/bin/)?sleep[\0 ]([0-9]{1,6})")


def sleeps_for(command: object) -> Seconds | None:
    """How long *command*, a list of words, sleeps; None if it does anything else."""
    if not isinstance(command, list) or not all(isinstance(word, str) for word in command):
        return None
    found = _SLEEP.fullmatch("\0".join(command))
    return None if found is None else float(found.group(1))
