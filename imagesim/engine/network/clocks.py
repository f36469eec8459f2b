"""Service clocks: how many bytes each flow of a group has got, and which flow is over next.

Flows of one rate need one clock, not a counter each: it counts the bytes that every one of them has got, and a flow of
`size` that starts when the clock shows S is over when it shows S + size (virtual time, as in generalized processor
sharing: Parekh and Gallager, 1993). A clock runs on a host at a rate: on time itself, or on another clock at rate one.
A thousand cards that are all limited by one egress run on the egress's clock, and a change of its rate touches one
clock. Each clock keeps a heap of what ends on it next: flows, and the clocks that it hosts.
"""

import heapq
import itertools
import math
from typing import Protocol

import simpy

_ROUNDING = 8 * 2.0**-53
"""What a few additions may leave of a number, relative to it. It is floating point, not data."""


class Timed(Protocol):
    """What stands in a clock's heap. An entry with another ticket than its thing has is void."""

    ticket: int


Entry = tuple[float, int, Timed]

VOID = -1
"""The ticket of a thing of which no entry is valid."""


class Heap:
    """Entries (key, ticket, thing) by their keys. Void ones are thrown away when they come up, or outnumber."""

    __slots__ = ("_bound", "entries")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._bound = 64

    def push(self, key: float, ticket: int, thing: Timed) -> None:
        thing.ticket = ticket
        heapq.heappush(self.entries, (key, ticket, thing))
        if len(self.entries) > self._bound:
            self.entries[:] = self.valid()
            heapq.heapify(self.entries)
            self._bound = 64 + 2 * len(self.entries)

    def first(self) -> float:
        """The least key (inf: none)."""
        entries = self.entries
        while entries and entries[0][2].ticket != entries[0][1]:
            heapq.heappop(entries)
        return entries[0][0] if entries else math.inf

    def pop(self, until: float) -> Timed | None:
        """Take out the first thing if its key is *until* at most."""
        return heapq.heappop(self.entries)[2] if self.first() <= until else None

    def valid(self) -> list[Entry]:
        return [entry for entry in self.entries if entry[2].ticket == entry[1]]


class Time:
    """The host of hosts: simulated time, in seconds."""

    __slots__ = ("_env", "_tickets", "heap")

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._tickets = itertools.count()
        self.heap = Heap()

    def read(self) -> float:
        return self._env.now

    @property
    def per_second(self) -> float:
        return 1.0

    @property
    def grain(self) -> float:
        """Moments that are no further apart are one."""
        return _ROUNDING * self._env.now

    def ticket(self) -> int:
        return next(self._tickets)

    def announce(self) -> None:
        """Nobody is above time: who wants to know what comes next reads the heap."""

    def due(self) -> list[Timed]:
        """Take out the flows that are over by now, in the order in which they started."""
        over: list[Timed] = []
        _take(self.heap, self._env.now, self.grain, over)
        over.sort(key=lambda flow: flow.ticket)
        return over


class Clock:
    """Counts the bytes that each flow of a group has got since some moment.

    While its host goes on by one (second, or byte) the clock goes on by `rate`.
    """

    __slots__ = ("_at", "_key", "_time", "_value", "heap", "host", "rate", "ticket")

    def __init__(self, time: Time) -> None:
        self.heap = Heap()
        self.host: Time | Clock = time
        self.rate = 0.0
        self.ticket = VOID
        self._time = time
        self._value = 0.0
        self._at = 0.0
        self._key = math.inf

    def read(self) -> float:
        """What the clock shows now."""
        return self._value + self.rate * (self.host.read() - self._at) if self.rate else self._value

    @property
    def per_second(self) -> float:
        """How fast it runs, in bytes per second."""
        return self.rate * self.host.per_second

    @property
    def grain(self) -> float:
        """Bytes by which what it shows may be off."""
        return self.rate * self.host.grain + _ROUNDING * self.read()

    def run(self, host: "Time | Clock", rate: float) -> None:
        """From now on the clock runs on *host* at *rate*."""
        if host is self.host and rate == self.rate:
            return
        self._value = self.read()
        self._at = host.read()
        if host is not self.host:
            self.leave()
            self.host = host
        self.rate = rate
        self.announce()

    def start(self, size: float, flow: Timed) -> float:
        """A flow of *size* bytes begins; returns what the clock will show at its end. `announce` when all is said."""
        end = self.read() + size
        self.heap.push(end, self._time.ticket(), flow)
        return end

    def announce(self) -> None:
        """Tell the host, and the host's host, when the next entry is due."""
        if self._enter():
            self.host.announce()

    def _enter(self) -> bool:
        """Stand in the host's heap with the next entry; whether that is news."""
        first = self.heap.first()
        key = self._at + (first - self._value) / self.rate if first < math.inf and self.rate else math.inf
        if key == self._key:
            return False
        self._key = key
        self.ticket = VOID
        if key < math.inf:
            self.host.heap.push(key, self._time.ticket(), self)
        return True

    def leave(self) -> None:
        """The host need not wait for this clock any more."""
        self.ticket = VOID
        self._key = math.inf
        self.host.announce()

    def take_due(self, tolerance: float, over: list[Timed]) -> None:
        """The host has come to this clock's entry: what is first here is due, whatever rounding says."""
        self.ticket = VOID
        self._key = math.inf
        first = self.heap.first()
        if first < math.inf:
            shows = max(self.read(), first)
            _take(self.heap, shows, self.rate * tolerance + _ROUNDING * shows, over)
            self._enter()


def _take(heap: Heap, shows: float, tolerance: float, over: list[Timed]) -> None:
    """Move to *over* the flows of which the entries are due when their clock shows *shows*."""
    until = shows + tolerance
    while (thing := heap.pop(until)) is not None:
        if isinstance(thing, Clock):
            thing.take_due(tolerance, over)
        else:
            over.append(thing)
