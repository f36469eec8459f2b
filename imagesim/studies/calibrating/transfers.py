"""How long the bytes of each pull would take if nodes and registries carried so and so much: max-min fair shares.

Each pull begins when it was seen to begin, but not before the one of its node after which it was seen to begin has
ended: a node that was seen to pull one image after another does so here, however fast it is. Where each node moves
one thing at a time and all nodes are alike, flows that share a limit have the same rate, and one clock of bytes serves
them all (as in imagesim.engine.network.clocks); everywhere else the engine's own network does it.
"""

import heapq
import math
from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

import simpy

from imagesim.engine.network import Link, Network
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds


class Transfer(NamedTuple):
    """*size* bytes to the node number `node`, of the kind `kind`, over the shared link `link` (each by its number).

    `after` is the place of the transfer of the same node before which it does not begin, -1 for none.
    """

    size: Bytes
    starts_s: Seconds
    node: int
    kind: int
    link: int
    after: int = -1


class Limits(NamedTuple):
    """Bytes per second: what a node of each kind takes in, and what each shared link carries (inf: no limit)."""

    node: tuple[BytesPerSecond, ...]
    link: tuple[BytesPerSecond, ...]


class Transfers:
    """Transfers in the order of their starts, to be moved again and again at other limits."""

    def __init__(self, transfers: Sequence[Transfer]) -> None:
        self._transfers = tuple(transfers)
        followed = [each.after for each in transfers if each.after >= 0]
        one_by_one = len({each.node for each in transfers}) + len(followed) == len(transfers)
        # A chain for each node: each but the first follows another one, and no two the same.
        self._simple = one_by_one and len(set(followed)) == len(followed)
        self._alike = len({each.kind for each in transfers}) <= 1
        self._known: dict[Limits, tuple[Seconds, ...]] = {}

    def seconds(self, limits: Limits) -> tuple[Seconds, ...]:
        """How long each takes, from its own beginning to its end."""
        known = self._known.get(limits)
        if known is None:
            alike = self._alike or len(set(limits.node)) == 1
            move = self._by_clocks if self._simple and alike else self._by_the_engine
            known = self._known[limits] = tuple(move(limits))
        return known

    def _by_the_engine(self, limits: Limits) -> list[Seconds]:
        env = simpy.Environment()
        network = Network(env)
        nodes = {each.node: Link(f"node {each.node}", limits.node[each.kind]) for each in self._transfers}
        links = [Link(f"link {number}", capacity) for number, capacity in enumerate(limits.link)]
        over = [env.event() for _ in self._transfers]
        took = [0.0] * len(self._transfers)
        zero = self._transfers[0].starts_s if self._transfers else 0.0

        def move(place: int, each: Transfer) -> Generator[simpy.Event, Any, None]:
            yield env.timeout(max(0.0, each.starts_s - zero))
            if each.after >= 0:
                yield over[each.after]
            began = env.now
            yield network.transfer(each.size, (nodes[each.node], links[each.link])).done
            took[place] = env.now - began
            over[place].succeed()

        for place, each in enumerate(self._transfers):
            env.process(move(place, each))
        env.run()
        return took

    def _by_clocks(self, limits: Limits) -> list[Seconds]:
        return _Clocks(self._transfers, limits).run()


class _Clocks:
    """One clock of bytes for each shared link, where all flows over it have the same rate."""

    def __init__(self, transfers: tuple[Transfer, ...], limits: Limits) -> None:
        self._transfers = transfers
        self._card = limits.node[0] if limits.node else math.inf
        self._capacity = limits.link
        self._shows = [0.0] * len(limits.link)
        self._at = [0.0] * len(limits.link)
        self._flows: list[list[tuple[float, int]]] = [[] for _ in limits.link]
        self._ticket = [0] * len(limits.link)
        self._events: list[tuple[Seconds, int, int, int]] = []  # when, 0 an end and 1 a start, of which, ticket
        self._began = [0.0] * len(transfers)
        self._ended: list[Seconds | None] = [None] * len(transfers)
        self._follower = {each.after: place for place, each in enumerate(transfers) if each.after >= 0}

    def run(self) -> list[Seconds]:
        for place, each in enumerate(self._transfers):
            if each.after < 0:
                heapq.heappush(self._events, (each.starts_s, 1, place, 0))
        while self._events:
            now, starts, number, ticket = heapq.heappop(self._events)
            if starts:
                self._start(number, now)
            elif ticket == self._ticket[number]:
                self._end_first(number, now)
        return [0.0 if ended is None else ended - began for began, ended in zip(self._began, self._ended, strict=True)]

    def _rate(self, link: int) -> BytesPerSecond:
        return min(self._card, self._capacity[link] / len(self._flows[link]))

    def _go_on(self, link: int, now: Seconds) -> None:
        if self._flows[link] and now > self._at[link]:
            self._shows[link] += self._rate(link) * (now - self._at[link])
        self._at[link] = now

    def _announce(self, link: int, now: Seconds) -> None:
        self._ticket[link] += 1
        if self._flows[link]:
            wait = max(0.0, self._flows[link][0][0] - self._shows[link]) / self._rate(link)
            heapq.heappush(self._events, (now + wait, 0, link, self._ticket[link]))

    def _start(self, place: int, now: Seconds) -> None:
        each = self._transfers[place]
        self._began[place] = now
        if min(self._card, self._capacity[each.link]) == math.inf:
            self._end(place, now)
            return
        self._go_on(each.link, now)
        heapq.heappush(self._flows[each.link], (self._shows[each.link] + each.size, place))
        self._announce(each.link, now)

    def _end_first(self, link: int, now: Seconds) -> None:
        self._go_on(link, now)
        shows, place = heapq.heappop(self._flows[link])
        self._shows[link] = max(self._shows[link], shows)
        self._announce(link, now)
        self._end(place, now)

    def _end(self, place: int, now: Seconds) -> None:
        self._ended[place] = now
        follower = self._follower.get(place)
        if follower is not None:
            heapq.heappush(self._events, (max(now, self._transfers[follower].starts_s), 1, follower, 0))
