"""Ages as kubectl prints them, read back: what a printed one leaves open.

Models HumanDuration of k8s.io/apimachinery/pkg/util/duration/duration.go, backwards, and ShortHumanDuration, with which
kubectl wrote ages up to 1.10 or so. The times of an event from a kubelet are stored in whole seconds (metav1.Time),
those of the scheduler's in microseconds (metav1.MicroTime).
"""

import re
from typing import NamedTuple

from imagesim.rules.units import Seconds

AGE_PATTERN = r"(?:\d{1,9}[ydhms])+"
"""A regular expression for any age."""

_AGE = re.compile(r"(?:(\d{1,9})y)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?")
_UNITS = (31_536_000, 86_400, 3_600, 60, 1)
_FINEST = ((600, 1), (8 * 3_600, 60), (8 * 86_400, 3_600), (2 * 31_536_000, 86_400))
"""Up to which age the text tells so many seconds apart."""
_NAMES = ("y", "d", "h", "m", "s")


class Age(NamedTuple):
    """Seconds: at least `least`, less than `below`."""

    least: Seconds
    below: Seconds

    def has(self, seconds: Seconds, slack: Seconds = 0.0) -> bool:
        """Whether an age of so many *seconds* may be meant, give or take *slack*."""
        return self.least - slack <= seconds < self.below + slack


def read_age(text: str) -> Age:
    """The ages that kubectl prints as *text*. ValueError if it prints none so."""
    least = _seconds(text)
    finest = next((each for below, each in _FINEST if least < below), 31_536_000)
    return Age(least, least + finest)


def read_short_age(text: str) -> Age:
    """The ages that an old kubectl prints as *text*: in one unit, cut off. ValueError if none is printed so."""
    least = _seconds(text)
    finest = _UNITS[_NAMES.index(text[-1])]
    return Age(least, least + finest)


def is_of_old_kubectl(text: str) -> bool:
    """Whether only an old kubectl prints this age: one whole minute, which newer ones write as 60s."""
    return text == "1m"


def _seconds(text: str) -> int:
    found = _AGE.fullmatch(text)
    if found is None or not text:
        raise ValueError(f"age(={text!r}) is none that kubectl prints, such as 4m32s")
    return sum(int(number) * unit for number, unit in zip(found.groups("0"), _UNITS, strict=True))
