"""Pulls as they were observed: who pulled what from where, from when to when, how many bytes."""

import math
from dataclasses import dataclass

from imagesim.rules.units import Bytes, Seconds

APART_S: Seconds = 0.002
"""What follows an end within this time did not overlap: times are known to a millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedPull:
    """One pull that brought an image of *size* bytes (as the kubelet counts) to *node*, of nodes of the kind *kind*.

    `started_s` and `ended_s` are on one clock whose zero is of no importance; the time between is what the pull itself
    took. Before that it waited `waited_s` for other pulls of its node (None: an old kubelet does not say).
    """

    image: str
    registry: str
    node: str
    kind: str
    started_s: Seconds
    ended_s: Seconds
    size: Bytes
    waited_s: Seconds | None = None

    @property
    def took_s(self) -> Seconds:
        """How long the pull itself took."""
        return self.ended_s - self.started_s

    def overlaps(self, other: "ObservedPull") -> bool:
        """Whether both were under way at some moment."""
        return self.started_s + APART_S < other.ended_s and other.started_s + APART_S < self.ended_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """The *pulls* in the order of their starts. `present_s`: how long those took whose image was there already.

    `notes` are sentences on what was left out or taken for granted.
    """

    pulls: tuple[ObservedPull, ...]
    present_s: tuple[Seconds, ...] = ()
    notes: tuple[str, ...] = ()


def at_once(pull: ObservedPull, pulls: tuple[ObservedPull, ...], *, same_image: bool = False) -> float:
    """How many pulls from its registry were under way while *pull* was, itself among them: the mean over its time."""
    took = max(pull.took_s, 1e-9)
    others = (
        other for other in pulls if other.registry == pull.registry and (not same_image or other.image == pull.image)
    )
    shared = (min(pull.ended_s, other.ended_s) - max(pull.started_s, other.started_s) for other in others)
    return sum(part for part in shared if part > 0) / took


def groups(pulls: tuple[ObservedPull, ...]) -> list[list[int]]:
    """The places of *pulls*, which stand in the order of their starts, in groups between which nothing was under way.

    What follows within a millisecond of an end is another group, since a node that pulls one after another does so.
    """
    found: list[list[int]] = []
    until = -math.inf
    for place, pull in enumerate(pulls):
        if pull.started_s + APART_S < until:
            found[-1].append(place)
        else:
            found.append([place])
        until = max(until, pull.ended_s)
    return found
