"""What the program in a container does by itself, as somebody says: when it is up, when it hangs, when it ends.

What a command does is not looked at. A scenario may say it, of a container or of an image; where both do, what is said
of the container holds. Nothing said: the program is up at once and runs for ever.
"""

import math
from dataclasses import dataclass, fields
from typing import Literal

from imagesim.rules.units import Seconds

NEVER: Seconds = math.inf

ProbeKind = Literal["Startup", "Readiness", "Liveness"]
"""As the kubelet writes it in its events (pkg/kubelet/prober/prober_manager.go, probeType.String)."""

_SAME_INSTANT_S: Seconds = 1e-9
"""Two sums of floats that mean one instant differ by less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """All times count from each start of the container; None stands for what nobody said.

    Until `starts_in_s` and from `live_for_s` on every probe fails; until `ready_after_s` the readiness probe does. The
    process exits with `exit_code` after `runs_for_s`. NEVER is a time, too.
    """

    starts_in_s: Seconds | None = None
    ready_after_s: Seconds | None = None
    live_for_s: Seconds | None = None
    runs_for_s: Seconds | None = None
    exit_code: int | None = None

    def over(self, other: "App | None") -> "App":
        """What this says, and for the rest what *other* says."""
        if other is None:
            return self
        pairs = {each.name: (getattr(self, each.name), getattr(other, each.name)) for each in fields(self)}
        return App(**{name: theirs if mine is None else mine for name, (mine, theirs) in pairs.items()})

    def answers(self, kind: ProbeKind, since_s: Seconds) -> bool:
        """Whether a probe of that kind succeeds *since_s* after the start of the container."""
        begin, end = self._well(kind)
        return begin <= since_s + _SAME_INSTANT_S < end

    def next_change(self, kind: ProbeKind, since_s: Seconds) -> Seconds:
        """How long after the start the answer to such a probe changes next, NEVER if it stays as it is."""
        return min((each for each in self._well(kind) if each > since_s + _SAME_INSTANT_S), default=NEVER)

    def _well(self, kind: ProbeKind) -> tuple[Seconds, Seconds]:
        """From when until when such a probe succeeds."""
        begin = self.starts_in_s or 0.0
        if kind == "Readiness":
            begin = max(begin, self.ready_after_s or 0.0)
        return begin, NEVER if self.live_for_s is None else self.live_for_s


NOTHING_SAID = App()


def app_of(said: App | None, image: App | None) -> App:
    """What the program of a container does, of which *said* is said and of whose *image* that."""
    if said is None:
        return NOTHING_SAID if image is None else image
    return said.over(image)
