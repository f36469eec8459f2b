"""What was seen: events and pods as somebody's kubectl printed them, whatever the format. Unknown is None or "".

Times are whole seconds, since the API's are, counted from the second in which kubectl printed: 0 is that second, and
what happened before is negative. Where a printed age is coarse, a Span has all the seconds that it leaves open.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from imagesim.rules.client_go.event_correlator import COMBINED


class Span(NamedTuple):
    """One of the seconds from `least` up to, not including, `below`."""

    least: int
    below: int

    @property
    def exact(self) -> bool:
        """Whether the second is known."""
        return self.below - self.least == 1

    @property
    def middle(self) -> float:
        """The middle of what is possible."""
        return (self.least + self.below - 1) / 2


def second(at: int) -> Span:
    """The span of one second."""
    return Span(at, at + 1)


class ListedEvent(NamedTuple):
    """An event of a list. `count` is 0 where the list does not tell it, `first` and `last` None where it has no time.

    `container` is the part of the pod that it is about, "" where the list does not say. `skew_s` is how far the clock
    of its teller ran ahead of the API server's, where that shows.
    """

    kind: str
    namespace: str
    name: str
    type: str
    reason: str
    message: str
    count: int  # type: ignore[assignment]  # nobody counts fields in an event
    first: Span | None
    last: Span | None
    container: str = ""
    source: str = ""
    host: str = ""
    uid: str = ""
    own_name: str = ""
    skew_s: float | None = None
    series: bool = False

    @property
    def combined(self) -> bool:
        """Whether it stands for several that read alike."""
        return self.message.startswith(COMBINED)

    @property
    def said(self) -> str:
        """The message without the words that it is combined, or that it is about a container."""
        return self.message.removeprefix(COMBINED)


class ListedContainer(NamedTuple):
    """A container of a pod, as its status shows it."""

    name: str
    image: str = ""
    state: str = ""
    reason: str = ""
    message: str = ""
    ready: bool = False
    restarts: int = 0
    image_id: str = ""
    init: bool = False
    policy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPod:
    """A pod. `described` is whether its state was printed together with its events; `created` is when it was made.

    `gone` is whether a list of pods lacks it, `events_shown` whether its events were printed at all.
    """

    namespace: str
    name: str
    uid: str = ""
    node: str = ""
    phase: str = ""
    reason: str = ""
    owner: tuple[str, str] = ("", "")
    created: Span | None = None
    started: Span | None = None
    deleting: bool = False
    containers: tuple[ListedContainer, ...] = ()
    pull_secrets: tuple[str, ...] = ()
    described: bool = False
    gone: bool = False
    events_shown: bool = True


@dataclass(slots=True)
class Listed:
    """All that was read, in the order in which it stands there.

    `now` is when it was printed, in seconds of Unix time, None where only ages are known. `now_known` is False where
    it was taken from the latest time in the list. `notes` say what was not read, or how.
    """

    events: list[ListedEvent] = field(default_factory=list)
    pods: list[ListedPod] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    now: float | None = None
    now_known: bool = True
    counts_known: bool = True
    of: str = ""
