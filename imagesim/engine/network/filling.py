"""Rates where links form no tree: progressive filling (Bertsekas and Gallager, Data Networks, 6.5.2).

All rates rise together until a link is full or a class reaches its cap; those stay, the others rise on. It knows
classes, not flows, and holds for any graph of links, so it is also what the solution of trees is tested against.
"""

import heapq
import math
from collections.abc import Sequence

from imagesim.engine.network.flows import FlowClass, Link
from imagesim.rules.units import BytesPerSecond


def fill(classes: Sequence[FlowClass]) -> list[BytesPerSecond]:
    """The max-min fair rate of a flow of each of *classes*, which share links with no other class."""
    rates: dict[FlowClass, float] = {}
    filling = _Filling(classes)
    capped = sorted((alike for alike in classes if alike.cap < math.inf), key=lambda alike: alike.cap, reverse=True)
    while len(rates) < len(classes):
        while capped and capped[-1] in rates:
            capped.pop()
        link, share = filling.tightest()
        if capped and (link is None or capped[-1].cap <= share):
            alike = capped.pop()
            rates[alike] = alike.cap
            filling.fix(alike, alike.cap)
            continue
        assert link is not None, "every class has a cap or a link"
        for alike in link.classes:
            if alike.count and alike not in rates:
                rates[alike] = share
                filling.fix(alike, share)
    return [rates[alike] for alike in classes]


class _Filling:
    """What is left of each link, for how many flows."""

    def __init__(self, classes: Sequence[FlowClass]) -> None:
        self._links = list(dict.fromkeys(link for alike in classes for link in alike.limits))
        self._left = {link: link.capacity for link in self._links}
        self._count = dict.fromkeys(self._links, 0)
        for alike in classes:
            for link in alike.limits:
                self._count[link] += alike.count
        self._shares = [(self._left[link] / self._count[link], place) for place, link in enumerate(self._links)]
        heapq.heapify(self._shares)

    def tightest(self) -> tuple[Link | None, BytesPerSecond]:
        """The link with the least share for each of its flows, and that share."""
        while self._shares:
            share, place = self._shares[0]
            link = self._links[place]
            if not self._count[link]:
                heapq.heappop(self._shares)
                continue
            # A share only grows when others are fixed, so what the heap says is never too much.
            now = self._left[link] / self._count[link]
            if now <= share:
                return link, share
            heapq.heapreplace(self._shares, (now, place))
        return None, math.inf

    def fix(self, alike: FlowClass, rate: BytesPerSecond) -> None:
        """The flows of *alike* have *rate*."""
        for link in alike.limits:
            self._left[link] = max(0.0, self._left[link] - alike.count * rate)
            self._count[link] -= alike.count
