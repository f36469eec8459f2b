"""Rates where links form trees: a change costs about log n.

Only the links from a changed class up to its root are settled again, the deepest first, and only the parts whose mode
changes are touched: what is held back by a link above runs on that link's clock, what holds itself back runs on time.
"""

from collections.abc import Sequence

from imagesim.engine.network.clocks import Clock, Time
from imagesim.engine.network.demand import Branch, Leaf, Moved
from imagesim.engine.network.flows import FlowClass


class Trees:
    """All links of which the flows go on to one and the same next link, and their classes."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self._moved: Moved = {}
        self._unsettled: dict[int, dict[Branch, None]] = {}  # by depth

    def remove(self, alike: FlowClass) -> None:
        """Take a class out, and links that have nothing left to carry."""
        if alike.leaf is None:
            return
        alike.leaf.remove()
        alike.leaf = None
        alike.clock.leave()
        for link in alike.limits:
            assert link.branch is not None, "every link of a leaf has a branch"
            if link.branch.members:
                self._unsettle(link.branch)
                return
            link.branch.remove()
            link.branch.clock.leave()
            link.branch = None

    def solve(self, changed: Sequence[FlowClass]) -> None:
        """Find the rates again after *changed* began, or got more flows or fewer."""
        for alike in changed:
            leaf = alike.leaf or self._add(alike)
            leaf.update(alike.count)
            assert leaf.parent is not None, "a leaf hangs somewhere"
            self._unsettle(leaf.parent)
        while self._unsettled:
            for branch in self._unsettled.pop(max(self._unsettled)):
                branch.settle(self._moved)
                if branch.parent is not None:
                    self._unsettle(branch.parent)
        self._set_clocks()
        for alike in changed:
            alike.clock.announce()

    def _add(self, alike: FlowClass) -> Leaf:
        """Put a new class below the first of its links, and links below their next ones where they are new."""
        parent: Branch | None = None
        for link in reversed(alike.limits):
            if link.branch is None:
                link.branch = Branch(Clock(self._time), parent, link.capacity)
                self._moved[link.branch] = None
            parent = link.branch
        assert parent is not None, "a class without links needs no tree"
        alike.leaf = Leaf(alike.clock, parent, alike.cap)
        self._moved[alike.leaf] = None
        return alike.leaf

    def _unsettle(self, branch: Branch) -> None:
        self._unsettled.setdefault(branch.depth, {})[branch] = None

    def _set_clocks(self) -> None:
        # The upper ones first, so that what they host finds them at their new rates.
        for member in reversed(self._moved):
            if member.own_level is not None:
                member.clock.run(self._time, member.own_level)
            elif member.parent is not None:
                member.clock.run(member.parent.clock, 1.0)
        self._moved.clear()
