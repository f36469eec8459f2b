"""A small fluid solver, written without any thought of speed: what the network is held against.

It knows flows only, steps from change to change in exact fractions, and at each change raises all rates together until
a link is full or a flow at its cap, then the others further (progressive filling).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import simpy

from imagesim.engine.network import Link, Network


@dataclass(frozen=True)
class Transfer:
    """A flow that starts at `start`, over the links numbered `links`; cancelled at `cancel` if that is given."""

    start: Fraction
    size: int
    links: tuple[int, ...]
    cap: int | None = None
    cancel: Fraction | None = None


@dataclass(frozen=True)
class Case:
    """Links by number, their transfers, and when which link is cut."""

    capacities: tuple[int, ...]
    transfers: tuple[Transfer, ...]
    cuts: tuple[tuple[Fraction, int], ...] = ()

    def moments(self) -> list[Fraction]:
        """When something happens from outside."""
        times = {transfer.start for transfer in self.transfers} | {time for time, _ in self.cuts}
        return sorted(times | {transfer.cancel for transfer in self.transfers if transfer.cancel is not None})


@dataclass(frozen=True)
class Outcome:
    """How one transfer ended."""

    end: float
    received: int
    arrived: bool


def rates(case: Case, running: Sequence[int]) -> dict[int, Fraction]:
    """The max-min fair rate of each running transfer."""
    found: dict[int, Fraction] = {}
    while len(found) < len(running):
        free = [i for i in running if i not in found]
        tight: list[tuple[Fraction, list[int]]] = []  # a level, and whom it holds back
        for link, capacity in enumerate(case.capacities):
            here = [i for i in free if link in case.transfers[i].links]
            used = sum(rate for i, rate in found.items() if link in case.transfers[i].links)
            if here:
                tight.append(((capacity - used) / Fraction(len(here)), here))
        tight += [(Fraction(cap), [i]) for i in free if (cap := case.transfers[i].cap) is not None]
        least = min(level for level, _ in tight)
        for level, here in tight:
            if level == least:
                found |= dict.fromkeys(here, least)
    return found


def by_hand(case: Case) -> list[Outcome]:
    """What becomes of each transfer, in exact steps from change to change."""
    left = {i: Fraction(transfer.size) for i, transfer in enumerate(case.transfers)}
    outcomes: dict[int, Outcome] = {}
    running: list[int] = []
    now = Fraction(-1)
    while len(outcomes) < len(case.transfers):
        speed = rates(case, running)
        after = min([now + left[i] / speed[i] for i in running] + [time for time in case.moments() if time > now])
        for i in running:
            left[i] -= speed[i] * (after - now)
            if left[i] == 0:
                outcomes[i] = Outcome(float(after), case.transfers[i].size, arrived=True)
            elif _broken_off(case, i, after):
                outcomes[i] = Outcome(float(after), case.transfers[i].size - math.ceil(left[i]), arrived=False)
        running = [i for i in running if i not in outcomes]
        running += [i for i, transfer in enumerate(case.transfers) if transfer.start == after]
        now = after
    return [outcomes[i] for i in range(len(case.transfers))]


def _broken_off(case: Case, i: int, now: Fraction) -> bool:
    transfer = case.transfers[i]
    return transfer.cancel == now or any(time == now and link in transfer.links for time, link in case.cuts)


def by_network(case: Case) -> list[Outcome]:
    """What the network says of the same case."""
    env = simpy.Environment()
    network = Network(env)
    links = [Link(f"link-{i}", capacity) for i, capacity in enumerate(case.capacities)]
    outcomes: dict[int, Outcome] = {}

    def one(i: int, transfer: Transfer):
        yield env.timeout(float(transfer.start))
        flow = network.transfer(transfer.size, [links[link] for link in transfer.links], transfer.cap)
        if transfer.cancel is not None:
            stop = env.timeout(float(transfer.cancel - transfer.start))
            stop.callbacks.append(lambda _: network.cancel(flow))
        arrived = yield flow.done
        outcomes[i] = Outcome(env.now, flow.received, arrived)

    for time, link in case.cuts:
        env.timeout(float(time)).callbacks.append(lambda _, link=links[link]: network.cut(link))
    for i, transfer in enumerate(case.transfers):
        env.process(one(i, transfer))
    env.run()
    assert all(not link.flows for link in links)
    return [outcomes[i] for i in range(len(case.transfers))]
