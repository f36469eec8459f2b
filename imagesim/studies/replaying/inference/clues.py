"""What an event list tells of one container's attempts, as whole seconds of the kubelet's clock."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from imagesim.rules.units import Seconds
from imagesim.studies.replaying.inference.visibility import Visibility

What = Literal["attempt", "failure", "back-off"]


class Clue(NamedTuple):
    """Something that happened in one of the seconds from `least` up to, not including, `below`.

    An "attempt" began, the `number`-th (0 where that is not known), or its "failure" was its end; or a "back-off" was
    said.
    """

    what: What
    number: int
    least: int
    below: int

    @property
    def exact(self) -> bool:
        """Whether the second is known."""
        return self.below - self.least == 1


@dataclass(frozen=True, slots=True)
class Clues:
    """All about one container's image.

    `now` is the second in which the list was printed. `found` are the clues in the order of their seconds. `lasts` are
    ways in which a failing attempt may go: how long it takes, how long its sync goes on after it, and the share.
    `visible` says how likely a sync would have been seen. `shows` is the waiting reason that the API shows, "" where
    that is not known. `pulling` is whether the last attempt is not over, as the list has it.
    """

    now: int
    found: tuple[Clue, ...]
    lasts: tuple[tuple[Seconds, Seconds, float], ...]
    visible: Visibility
    shows: str = ""
    pulling: bool = False
