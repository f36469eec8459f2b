"""Links of which the flows go on to different next links, while they hold nobody back who goes on.

A node pulls from two registries at once: its card belongs to two trees and so to none. But behind a busy egress a flow
gets far less than its part of the card, and a link matters only where it is full. So long as no flow that goes on gets
more than an equal share of the card, the card holds none of them back: each is a leaf right below its next link, with
that share as its guard. Flows that end at the card (from a registry without a limit) share what the others leave,
which is an equal share each at least, so this is max-min fair. When a guard is reached, the links become a mesh.
"""

from collections.abc import Iterable, Mapping

from imagesim.engine.network.clocks import Time
from imagesim.engine.network.flows import FlowClass, Link
from imagesim.engine.network.tree import Trees
from imagesim.rules.units import BytesPerSecond


class Spread:
    """The links that are spread over several trees."""

    def __init__(self, time: Time, trees: Trees) -> None:
        self._time = time
        self._trees = trees
        self._with_rest: dict[Link, None] = {}  # those at which some flows end

    def look_at(self, link: Link) -> Iterable[FlowClass]:
        """Its flows changed: spread it, or put it together; returns the classes that this concerns."""
        spread = link.odd and not link.lowers
        if not spread and not link.spread:
            return ()
        if spread != link.spread:
            link.spread = spread
            for alike in link.classes:
                self._trees.remove(alike)
        self._with_rest.pop(link, None)
        if spread and any(len(alike.limits) == 1 for alike in link.classes):
            self._with_rest[link] = None
        return link.classes

    def give_up(self, link: Link) -> None:
        """The link has become part of a mesh."""
        link.spread = False
        self._with_rest.pop(link, None)

    def place(self, alike: FlowClass) -> None:
        """Say below which links a class hangs, and what it may have there at most."""
        near = alike.limits[0]
        if near.spread:
            alike.path, alike.most = alike.limits[1:], min(alike.cap, share(near))
        else:
            alike.path, alike.most = alike.limits, alike.cap

    def share_rests(self) -> None:
        """Give the flows that end at a spread link what the others leave."""
        for link in self._with_rest:
            left = link.capacity
            ending: list[FlowClass] = []
            for alike in link.classes:
                if alike.path:
                    left -= alike.count * alike.clock.per_second
                else:
                    ending.append(alike)
            flows = sum(alike.count for alike in ending)
            for alike in sorted(ending, key=lambda alike: alike.cap):
                rate = min(alike.cap, left / flows)
                left -= alike.count * rate
                flows -= alike.count
                alike.clock.run(self._time, rate)
                alike.clock.announce()


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
