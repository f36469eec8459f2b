"""Demand in a tree of links: how much each part would take if every flow got at most a level.

Let every flow below a link get at most L bytes per second. What the part then takes is a concave function of L, made
of straight pieces: `fixed` + `free` * L, where `free` counts the flows that would take more and `fixed` is what the
others take, since they are held back by their own limit or by a link below. A link fills up at the level at which the
demand of its members reaches its capacity (water-filling; Bertsekas and Gallager, Data Networks, 6.5.2). A flow's rate
is the least of the levels of its links and its own cap: below a tree's root a level depends on nothing above it.

Each member of a link remembers one piece, the one at the link's present level, and where it begins and ends (`low`,
`high`). A small change of the level stays on most pieces, so only those that it leaves are looked at. What is `fixed`
is made of given limits alone, never of levels, and is summed in whole units: sums are exact, whatever their order.
"""

import heapq
import itertools
import math
from collections.abc import Callable
from typing import TypeAlias

from imagesim.engine.network.clocks import Clock

_UNIT = 2.0**-40
"""Bytes per second in which limits are counted."""

Moved: TypeAlias = "dict[Member, None]"


def units(limit: float) -> int:
    """A limit in bytes per second as whole units; 0 for no limit, which is never summed."""
    return round(limit / _UNIT) if limit < math.inf else 0


class Member:
    """A part of a link's demand: a class of flows, or a link below with all of its members."""

    __slots__ = ("clock", "fixed", "free", "high", "low", "parent")

    def __init__(self, clock: Clock, parent: "Branch | None") -> None:
        self.clock = clock
        self.parent = parent
        self.fixed = self.free = 0
        self.low, self.high = 0.0, math.inf
        if parent is not None:
            parent.members += 1

    @property
    def own_level(self) -> float | None:
        """The level that it sets itself, if it does."""
        raise NotImplementedError

    def show(self, fixed: int, free: int, low: float, high: float) -> None:
        """The piece at the parent's level is now this one."""
        if self.parent is not None:
            self.parent.member_shows(self, fixed, free, low, high)
        self.fixed, self.free, self.low, self.high = fixed, free, low, high

    def remove(self) -> None:
        """Take no more part in the parent's demand."""
        self.show(0, 0, 0.0, math.inf)
        if self.parent is not None:
            self.parent.members -= 1
        self.parent = None

    def step_up(self, moved: Moved) -> None:
        """Go on to the piece that begins at `high`."""
        raise NotImplementedError

    def step_down(self, moved: Moved) -> None:
        """Go back to the piece that ends at `low`."""
        raise NotImplementedError


class Leaf(Member):
    """A class of `count` flows that take at most `most` each."""

    __slots__ = ("_units", "capped", "count", "most")

    def __init__(self, clock: Clock, parent: "Branch") -> None:
        super().__init__(clock, parent)
        self.most = math.inf
        self._units = 0
        self.count = 0
        self.capped = False

    @property
    def own_level(self) -> float | None:
        return self.most if self.capped else None

    def update(self, count: int, most: float) -> None:
        """There are *count* flows now, which take at most *most* each."""
        self.count = count
        if most != self.most:
            self.most = most
            self._units = units(most)
        if self.capped:
            self.show(count * self._units, 0, most, math.inf)
        else:
            self.show(0, count, 0.0, most)

    def step_up(self, moved: Moved) -> None:
        self.capped = True
        self.update(self.count, self.most)
        moved[self] = None

    def step_down(self, moved: Moved) -> None:
        self.capped = False
        self.update(self.count, self.most)
        moved[self] = None


class Branch(Member):
    """A link of a tree. It is `full` where its own capacity sets the level of its free members."""

    __slots__ = ("_capacity", "_falling", "_fixed", "_free", "_own", "_rising", "_seq", "depth", "full", "members")

    def __init__(self, clock: Clock, parent: "Branch | None", capacity: float) -> None:
        super().__init__(clock, parent)
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.members = 0
        self.full = False
        self._capacity = units(capacity)
        self._own = math.inf
        self._fixed = self._free = 0
        self._rising: list[tuple[float, int, Member]] = []  # by `high`, the least first
        self._falling: list[tuple[float, int, Member]] = []  # by -`low`
        self._seq = itertools.count()

    @property
    def own_level(self) -> float | None:
        return self._own if self.full else None

    @property
    def level(self) -> float:
        """What a free flow below gets: by this link if it is full, else by the nearest above that is."""
        if self.full:
            return self._own
        return self.parent.level if self.parent is not None else math.inf

    def member_shows(self, member: Member, fixed: int, free: int, low: float, high: float) -> None:
        """*member* is about to change its piece."""
        self._fixed += fixed - member.fixed
        self._free += free - member.free
        if high != member.high and high < math.inf:
            heapq.heappush(self._rising, (high, next(self._seq), member))
            if len(self._rising) > 64 + 4 * self.members:
                self._rising = _only(self._rising, lambda key, one: one.parent is self and one.high == key)
        if low != member.low and low > 0:
            heapq.heappush(self._falling, (-low, next(self._seq), member))
            if len(self._falling) > 64 + 4 * self.members:
                self._falling = _only(self._falling, lambda key, one: one.parent is self and one.low == -key)

    def settle(self, moved: Moved) -> None:
        """The members changed: find the level anew, and the members' pieces at it."""
        limit = self.parent.level if self.parent is not None else math.inf
        fills = self._fills_at()
        # Down first and then up, and never back: rounding cannot make this go round in circles.
        while (fills if fills < limit else limit) < self._low():
            self._falling[0][2].step_down(moved)
            fills = self._fills_at()
        while (fills if fills < limit else limit) > self._high():
            self._rising[0][2].step_up(moved)
            fills = self._fills_at()
        self._fill(fills, full=fills <= limit, moved=moved)

    def step_up(self, moved: Moved) -> None:
        fills = self._fills_at()
        if fills <= self._high():
            self._fill(fills, full=True, moved=moved)
        else:
            self._rising[0][2].step_up(moved)
            self._fill(self._fills_at(), full=False, moved=moved)

    def step_down(self, moved: Moved) -> None:
        if not self.full:
            self._falling[0][2].step_down(moved)
        self._fill(self._fills_at(), full=False, moved=moved)

    def _fill(self, fills: float, *, full: bool, moved: Moved) -> None:
        """The members would fill this link at the level *fills*, and do so if it is *full*."""
        own = fills if full else math.inf
        self.full = own < math.inf
        if own != self._own:
            self._own = own
            moved[self] = None
        if self.parent is None:
            return
        if self.full:
            self.show(self._capacity, 0, own, math.inf)
        else:
            high = self._high()
            self.show(self._fixed, self._free, self._low(), high if high < fills else fills)

    def _fills_at(self) -> float:
        """The level at which the members, each on its present piece, take the whole capacity."""
        left = self._capacity - self._fixed
        if self._free:
            return left / self._free * _UNIT
        return math.inf if left >= 0 else -math.inf

    def _low(self) -> float:
        """Where the first member's piece begins, seen from the level."""
        heap = self._falling
        while heap and (heap[0][2].parent is not self or heap[0][2].low != -heap[0][0]):
            heapq.heappop(heap)
        return -heap[0][0] if heap else 0.0

    def _high(self) -> float:
        """Where the first member's piece ends."""
        heap = self._rising
        while heap and (heap[0][2].parent is not self or heap[0][2].high != heap[0][0]):
            heapq.heappop(heap)
        return heap[0][0] if heap else math.inf


def _only(
    heap: list[tuple[float, int, Member]], valid: Callable[[float, Member], bool]
) -> list[tuple[float, int, Member]]:
    """The heap without void entries and without doubles."""
    kept = {member: (key, seq, member) for key, seq, member in heap if valid(key, member)}
    smaller = list(kept.values())
    heapq.heapify(smaller)
    return smaller
