"""A cause as the trainee may name it: what it would show, and whether that was to be seen."""

from collections.abc import Callable
from dataclasses import dataclass

from imagesim.labs.incidents.seen import Seen, Sight


@dataclass(frozen=True, slots=True)
class Cause:
    """`words` name it in a list. `shows` is a sentence: what kubectl would show if it were so.

    `sign` finds just that in what was to be seen. `but` speaks where something of it was to be seen and it is another
    cause all the same, else it says "".
    """

    words: str
    shows: str
    sign: Callable[[Seen], Sight | None]
    but: Callable[[Seen], str] = lambda _: ""

    def against(self, seen: Seen) -> str:
        """What of what was to be seen speaks against it, which is not the cause."""
        return f"{self.shows} {self.but(seen) or 'Nothing of the kind was to be seen.'}"
