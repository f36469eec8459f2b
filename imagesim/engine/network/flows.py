"""What is shared, and by whom: links, flows, and classes of flows that are alike."""

import math
from collections.abc import Iterator

import simpy

from imagesim.engine.network.clocks import VOID, Clock, Time
from imagesim.engine.network.demand import Branch, Leaf
from imagesim.rules.units import Bytes, BytesPerSecond

_ALMOST_NOTHING = 1e-6
"""Bytes; a byte of which no more is missing, or no more than the clock can show, is there."""


class Link:
    """A network card, a NAT, a registry's egress: `capacity` bytes per second (inf: no limit) for all its flows."""

    __slots__ = ("branch", "capacity", "classes", "lowers", "meshed", "name", "spread", "uppers")

    def __init__(self, name: str, capacity: BytesPerSecond) -> None:
        self.name = name
        self.capacity = capacity
        # Dicts, not sets: their order does not depend on hashes.
        self.classes: dict[FlowClass, None] = {}
        self.uppers: dict[Link | None, int] = {}  # the next link, of how many classes; None where this is the last
        self.lowers = 0  # the classes of which this is not the first link
        self.branch: Branch | None = None  # its place in a tree
        self.spread = False  # its flows are in several trees
        self.meshed = False  # it is part of a component that is no tree

    @property
    def odd(self) -> bool:
        """Whether its flows go on to different next links."""
        return len(self.uppers) > 1

    @property
    def flows(self) -> "list[Flow]":
        """The flows over this link, in the order in which they started."""
        flows = [flow for alike in self.classes for flow in alike.flows()]
        return sorted(flows, key=lambda flow: flow.ticket)


class Flow:
    """A transfer under way. The value of its event `done` says whether all bytes arrived (True) or it was cut."""

    __slots__ = ("_alike", "_end", "_received", "done", "links", "size", "ticket")

    def __init__(self, size: Bytes, links: tuple[Link, ...], done: simpy.Event) -> None:
        self.size = size
        self.links = links
        self.done = done
        self.ticket = VOID
        self._alike: FlowClass | None = None
        self._end = 0.0
        self._received: Bytes = 0

    @property
    def received(self) -> Bytes:
        """Whole bytes that have arrived so far (exact when the flow is over)."""
        if self._alike is None:
            return self._received
        clock = self._alike.clock
        missing = self._end - clock.read() - max(_ALMOST_NOTHING, clock.grain)
        return min(self.size, max(0, self.size - math.ceil(missing)))

    @property
    def rate(self) -> BytesPerSecond:
        """How fast it runs; 0 before the end of the instant of its start, and when it is over."""
        return self._alike.clock.per_second if self._alike is not None else 0.0

    @property
    def alike(self) -> "FlowClass | None":
        """Its class while it runs."""
        return self._alike

    def start(self, alike: "FlowClass") -> None:
        """Join the class *alike*."""
        self._alike = alike
        self._end = alike.clock.start(self.size, self)
        alike.count += 1

    def end(self, *, arrived: bool) -> None:
        """Leave the class, with all bytes or with those that are here."""
        self._received = self.size if arrived else self.received
        if self._alike is not None:
            self._alike.count -= 1
            self._alike = None
        self.ticket = VOID
        self.done.succeed(arrived)


class FlowClass:
    """Flows over the same links with the same limit `cap` each: one rate for all. `limits` are the limited links."""

    __slots__ = ("cap", "clock", "count", "leaf", "limits", "links", "most", "path")

    def __init__(self, links: tuple[Link, ...], cap: BytesPerSecond, time: Time) -> None:
        self.links = links
        self.limits = tuple(dict.fromkeys(link for link in links if link.capacity < math.inf))
        self.cap = cap
        self.count = 0
        self.clock = Clock(time)
        # Its place in a tree: below which of the limits, and how much a flow may have there.
        self.leaf: Leaf | None = None
        self.path: tuple[Link, ...] = ()
        self.most = cap

    def flows(self) -> list[Flow]:
        """The flows of this class that run, in no particular order."""
        return [thing for _, _, thing in self.clock.heap.valid() if isinstance(thing, Flow)]

    def enter(self) -> None:
        """Be known to the links."""
        for link in self.links:
            link.classes[self] = None
        for link, upper in self._steps():
            link.uppers[upper] = link.uppers.get(upper, 0) + 1
            link.lowers += link is not self.limits[0]

    def leave(self) -> None:
        """Be known to them no more."""
        for link in dict.fromkeys(self.links):
            del link.classes[self]
        for link, upper in self._steps():
            link.lowers -= link is not self.limits[0]
            link.uppers[upper] -= 1
            if not link.uppers[upper]:
                del link.uppers[upper]

    def _steps(self) -> "Iterator[tuple[Link, Link | None]]":
        return zip(self.limits, (*self.limits[1:], None), strict=False)
