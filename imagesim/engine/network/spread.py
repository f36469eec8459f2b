"""Links of which the flows go on to different next links, and which are taken apart for that.

A node pulls from two registries at once: its card belongs to two trees and so to none. But behind a busy egress a flow
gets far less than its part of the card, and a link matters only where it is full. So each class is a leaf right below
its next link, where an equal share of the card is its guard: while no flow reaches it, the card holds nobody back.

A card at which a guard was reached, or at which flows end (from a registry without a limit), is watched: after each
solution of the trees its own level follows from what the trees give its flows, and goes to the trees as their limit,
until nothing changes any more. Then every flow is held back by a full link on which none has more, which is what
max-min fair means. That takes a round or two; where trees push each other to and fro for longer, they become a mesh.
"""

import math
from collections.abc import Iterable, Mapping

from imagesim.engine.network.clocks import Time
from imagesim.engine.network.flows import FlowClass, Link
from imagesim.engine.network.tree import Trees
from imagesim.rules.units import BytesPerSecond

_SAME = 1e-13
"""Levels that differ by less, relative to them, differ by rounding."""


class Spread:
    """The links that are spread over several trees."""

    def __init__(self, time: Time, trees: Trees) -> None:
        self._time = time
        self._trees = trees
        self._watched: dict[Link, None] = {}

    def release(self) -> Iterable[FlowClass]:
        """Watch no longer where all flows go on and none needs more than its guard; returns whom that concerns."""
        quiet = [link for link in self._watched if not link.classes or _is_quiet(link)]
        for link in quiet:
            del self._watched[link]
        return [alike for link in quiet for alike in link.classes]

    def look_at(self, link: Link) -> Iterable[FlowClass]:
        """Its flows changed: spread it, or put it together; returns the classes that this concerns."""
        spread = link.odd and not link.lowers
        if not spread and not link.spread:
            return ()
        if spread != link.spread:
            link.spread = spread
            for alike in link.classes:
                self._trees.remove(alike)
        if not spread:
            self._watched.pop(link, None)
        elif any(len(alike.limits) == 1 for alike in link.classes):
            self._watched[link] = None
        return link.classes

    def give_up(self, link: Link) -> None:
        """The link has become part of a mesh."""
        link.spread = False
        self._watched.pop(link, None)

    def place(self, alike: FlowClass) -> None:
        """Say below which links a class hangs, and what a flow of it may have there at most."""
        near = alike.limits[0]
        if not near.spread:
            alike.path, alike.most = alike.limits, alike.cap
        elif alike.leaf is None or near not in self._watched:
            alike.path, alike.most = alike.limits[1:], min(alike.cap, share(near))

    def watch(self, at_guard: Iterable[FlowClass]) -> None:
        """These classes might be held back by the first of their links."""
        self._watched.update((alike.limits[0], None) for alike in at_guard)

    def limit(self) -> list[FlowClass]:
        """Set what classes may have at most to the levels of the watched links; returns those for which it changed."""
        changed: list[FlowClass] = []
        for link in self._watched:
            level = _level(link)
            for alike in link.classes:
                most = min(alike.cap, level)
                if alike.path and not math.isclose(most, alike.most, rel_tol=_SAME):
                    alike.most = most
                    changed.append(alike)
        return changed

    def serve_the_others(self) -> None:
        """Give the flows that end at a watched link its level."""
        for link in self._watched:
            ending = [alike for alike in link.classes if not alike.path]
            level = _level(link) if ending else math.inf
            for alike in ending:
                alike.clock.run(self._time, min(alike.cap, level))
                alike.clock.announce()


def _is_quiet(link: Link) -> bool:
    most = share(link)
    return all(len(alike.limits) > 1 and alike.clock.per_second <= most for alike in link.classes)


def _demand(alike: FlowClass) -> float:
    """What a flow would take if its first link had no limit, as far as its tree can tell."""
    if alike.leaf is None or (alike.leaf.capped and alike.most < alike.cap):
        return alike.cap
    return alike.clock.per_second


def _level(link: Link) -> BytesPerSecond:
    """What a flow gets at most at *link*: the level at which it is full, or is if no other flow takes more than now."""
    left = link.capacity
    demands = sorted((_demand(alike), alike.count) for alike in link.classes)
    flows = total = sum(count for _, count in demands)
    for demand, count in demands:
        if demand * flows >= left:
            return left / flows
        left -= count * demand
        flows -= count
    return demands[-1][0] + left / total


def share(link: Link) -> BytesPerSecond:
    """An equal share of a link for each of its flows."""
    return link.capacity / sum(alike.count for alike in link.classes)


def can_be_spread(links: Iterable[Link], rates: Mapping[FlowClass, BytesPerSecond]) -> bool:
    """Whether at these *rates* no odd link of *links* holds back a flow that goes on."""
    return all(
        not link.lowers and all(rates[alike] <= share(link) for alike in link.classes if len(alike.limits) > 1)
        for link in links
        if link.odd
    )
