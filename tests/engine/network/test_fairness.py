"""What must hold at every moment: no link carries more than it can, and no flow could have more fairly."""

import math
import random
import sys
from collections.abc import Callable

import hypothesis
import pytest
import simpy
from hypothesis import strategies

from imagesim.engine.network import Flow, Link, Network
from tests.bench_network import burst, staggered
from tests.engine.network.test_random import any_graph, busy_registries, several_registries, three_levels, two_levels

CLOSE = 1e-9


def is_full(link: Link) -> bool:
    return sum(flow.rate for flow in link.flows) >= link.capacity * (1 - CLOSE)


def held_back(flow: Flow, cap: float) -> bool:
    """Whether more for this flow would be less for one that has no more: what max-min fair means."""
    fastest = [all(other.rate <= flow.rate * (1 + CLOSE) for other in link.flows) for link in flow.links]
    full = [is_full(link) for link in flow.links]
    return flow.rate >= cap * (1 - CLOSE) or any(most and tight for most, tight in zip(fastest, full, strict=True))


@pytest.mark.parametrize("kind", [two_levels, three_levels, several_registries, busy_registries, any_graph])
@pytest.mark.parametrize("seed", range(6))
def test_rates_are_feasible_and_max_min_fair_at_any_moment(kind: Callable, seed: int):
    chance = random.Random(f"fairness/{kind.__name__}/{seed}")
    capacities, path = kind(chance)
    env = simpy.Environment()
    network = Network(env)
    links = [Link(str(i), capacity) for i, capacity in enumerate(capacities)]
    running: dict[Flow, float] = {}
    looks = 0

    def start():
        yield env.timeout(chance.uniform(0, 60))
        cap = chance.choice([math.inf, math.inf, 2.5, 7.0])
        flow = network.transfer(chance.randint(20, 200), [links[i] for i in path(chance)], cap)
        running[flow] = cap
        yield flow.done
        del running[flow]

    def look():
        nonlocal looks
        while True:
            yield env.timeout(chance.uniform(0, 10))
            assert all(sum(flow.rate for flow in link.flows) <= link.capacity * (1 + CLOSE) for link in links)
            assert all(held_back(flow, cap) for flow, cap in running.items())
            looks += len(running)

    env.process(look())
    env.run(until=env.all_of([env.process(start()) for _ in range(40)]))
    assert looks > 20


@hypothesis.given(
    capacity=strategies.floats(0.1, 1e11),
    cards=strategies.lists(strategies.floats(0.1, 1e11), min_size=1, max_size=4),
    flows=strategies.lists(
        strategies.tuples(strategies.floats(0, 1e5), strategies.integers(1, 10**11), strategies.integers(0, 3)),
        min_size=1,
        max_size=12,
    ),
)
@hypothesis.settings(deadline=None, derandomize=True, max_examples=150)
def test_a_link_never_carries_more_than_its_capacity_and_delivers_all(capacity, cards, flows):
    """An egress alone, in any units of bytes and seconds: the last byte comes no sooner than it can."""
    env = simpy.Environment()
    network, egress = Network(env), Link("egress", capacity)
    links = [Link(f"card-{i}", speed) for i, speed in enumerate(cards)]
    ends: list[float] = []

    def one(start: float, size: int, card: Link):
        yield env.timeout(start)
        flow = network.transfer(size, [card, egress])
        assert (yield flow.done)
        assert flow.received == size
        ends.append(env.now)
        bound = start + size / min(card.capacity, capacity)
        assert env.now >= bound * (1 - CLOSE)

    for start, size, card in flows:
        env.process(one(start, size, links[card % len(links)]))
    env.run()
    assert len(ends) == len(flows)
    first, total = min(start for start, _, _ in flows), sum(size for _, size, _ in flows)
    assert max(ends) >= (first + total / capacity) * (1 - CLOSE)


def calls(action: Callable[[], None]) -> int:
    """How many functions of the network *action* calls: a measure of work that is the same on every machine."""
    count = 0

    def note(frame, event, _):
        nonlocal count
        count += event == "call" and "/engine/network/" in frame.f_code.co_filename.replace("\\", "/")

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("small", "large"),
    [
        (lambda: staggered(30, 10), lambda: staggered(300, 10)),
        (lambda: staggered(30, 10, 3), lambda: staggered(300, 10, 3)),
        (lambda: staggered(10, 10), lambda: staggered(10, 100)),
        (lambda: burst(100, 3, 2), lambda: burst(1000, 3, 2)),
    ],
    ids=["more nodes", "three at once", "more flows", "bursts"],
)
def test_ten_times_the_flows_are_about_ten_times_the_work(small, large):
    assert calls(large) <= 12 * calls(small)
