"""What a closed form says of a measure, beside what the measure said."""

from typing import NamedTuple


class Held(NamedTuple):
    """One figure. `form` is the closed form, or the independent check, in words.

    `found` may differ from `expected` by `within`, all in `unit` ("" for a count).
    """

    what: str
    form: str
    expected: float
    found: float
    unit: str = ""
    within: float = 0.0

    @property
    def agrees(self) -> bool:
        """Whether the measure said what the form says."""
        return abs(self.found - self.expected) <= self.within
