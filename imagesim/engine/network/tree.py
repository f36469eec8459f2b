"""Rates where links form trees: a change costs about log n.

Only the links from a changed class up to its root are settled again, the deepest first, and only the parts whose mode
changes are touched: what is held back by a link above runs on that link's clock, what holds itself back runs on time.
"""

from collections.abc import Iterable, Sequence

from imagesim.engine.network.clocks import Clock, Time
from imagesim.engine.network.demand import Branch, Leaf, Member, Moved
from imagesim.engine.network.flows import FlowClass, Link


class Trees:
    """All links of which the flows go on to one and the same next link, and their classes."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self._moved: Moved = {}
        self._guarded: dict[Member, FlowClass] = {}
        self._unsettled: dict[int, dict[Branch, None]] = {}  # by depth

    def remove(self, alike: FlowClass) -> None:
        """Take a class out, and links that have nothing left to carry."""
        alike.clock.leave()
        if alike.leaf is None:
            return
        alike.leaf.remove()
        self._guarded.pop(alike.leaf, None)
        alike.leaf = None
        for link in alike.path:
            assert link.branch is not None, "every link of a leaf has a branch"
            if link.branch.members:
                self._unsettle(link.branch)
                return
            link.branch.remove()
            link.branch.clock.leave()
            link.branch = None

    def dissolve(self, links: Iterable[Link], classes: Iterable[FlowClass]) -> None:
        """Forget the places of all these, which are whole trees."""
        for link in links:
            if link.branch is not None:
                self._unsettled.get(link.branch.depth, {}).pop(link.branch, None)
                link.branch = None
        for alike in classes:
            if alike.leaf is not None:
                self._guarded.pop(alike.leaf, None)
                alike.leaf = None

    def solve(self, changed: Sequence[FlowClass]) -> list[FlowClass]:
        """Find the rates again after *changed* began, or got more flows or fewer, or may have more or less each.

        Returns the classes that are at their guard, by which the trees alone do not tell what is fair.
        """
        for alike in changed:
            leaf = alike.leaf or self._add(alike)
            leaf.update(alike.count, alike.most)
            assert leaf.parent is not None, "a leaf hangs somewhere"
            self._unsettle(leaf.parent)
            if leaf.capped:
                self._moved[leaf] = None
            if alike.most < alike.cap:
                self._guarded[leaf] = alike
            else:
                self._guarded.pop(leaf, None)
        while self._unsettled:
            for branch in self._unsettled.pop(max(self._unsettled)):
                branch.settle(self._moved)
                if branch.parent is not None:
                    self._unsettle(branch.parent)
        at_guard = [self._guarded[leaf] for leaf in self._moved if leaf in self._guarded and leaf.own_level is not None]
        self._set_clocks()
        for alike in changed:
            alike.clock.announce()
        return at_guard

    def _add(self, alike: FlowClass) -> Leaf:
        """Put a new class below the first of its links, and links below their next ones where they are new."""
        parent: Branch | None = None
        for link in reversed(alike.path):
            if link.branch is None:
                link.branch = Branch(Clock(self._time), parent, link.capacity)
                self._moved[link.branch] = None
            parent = link.branch
        assert parent is not None, "a class without links needs no tree"
        alike.leaf = Leaf(alike.clock, parent)
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
