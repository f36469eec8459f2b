"""Shared links: max-min fairness, exact times, conserved bytes."""

import math
import random

import pytest
import simpy

from imagesim.engine.network import Flow, Link, Network

MB = 1_000_000


def finish_times(flows: list[tuple[float, int, list[Link]]]) -> list[float]:
    """Start each (start, size, links) and return when it ended."""
    env = simpy.Environment()
    network = Network(env)
    ends = [math.nan] * len(flows)

    def one(place: int, start: float, size: int, links: list[Link]):
        yield env.timeout(start)
        yield network.transfer(size, links).done
        ends[place] = env.now

    for place, (start, size, links) in enumerate(flows):
        env.process(one(place, start, size, links))
    env.run()
    return ends


def test_a_lone_flow_takes_size_over_the_slowest_link():
    card, egress = Link("card", 10 * MB), Link("egress", 4 * MB)
    assert finish_times([(0, 40 * MB, [card, egress])]) == [pytest.approx(10.0)]


def test_a_flow_without_limits_takes_no_time():
    assert finish_times([(3, 40 * MB, [Link("card", math.inf)])]) == [3]


def test_equal_flows_share_equally():
    egress = Link("egress", 100 * MB)
    assert finish_times([(0, 100 * MB, [egress])] * 4) == [pytest.approx(4.0)] * 4


def test_slow_nodes_leave_their_share_to_fast_ones():
    egress = Link("egress", 100 * MB)
    slow = [[Link(f"slow-{i}", 4 * MB), egress] for i in range(5)]
    fast = [[Link(f"fast-{i}", math.inf), egress] for i in range(5)]
    ends = finish_times([(0, 160 * MB, links) for links in slow + fast])
    assert ends[:5] == [pytest.approx(40.0)] * 5
    assert ends[5:] == [pytest.approx(10.0)] * 5


def test_a_late_flow_halves_the_rate_from_then_on():
    egress = Link("egress", 10 * MB)
    assert finish_times([(0, 40 * MB, [egress]), (2, 10 * MB, [egress])]) == [pytest.approx(5.0), pytest.approx(4.0)]


def test_cutting_a_link_ends_its_flows_with_what_arrived():
    env = simpy.Environment()
    network = Network(env)
    egress, other = Link("egress", 10 * MB), Link("other", 10 * MB)
    flow, spared = network.transfer(40 * MB, [egress]), network.transfer(40 * MB, [other])
    env.run(until=1.5)
    network.cut(egress)
    assert flow.done.value is False
    assert flow.received == 15 * MB
    env.run()
    assert env.now == pytest.approx(4.0)
    assert spared.done.value is True


def naive_ends(flows: list[tuple[float, int, list[Link]]], step: float = 1e-3) -> list[float]:
    """An independent solver: raise all rates together in small steps until a link is full, in small time steps."""
    left = [float(size) for _, size, _ in flows]
    ends = [math.nan] * len(flows)
    now = 0.0
    while any(math.isnan(end) for end in ends):
        active = [i for i, (start, _, _) in enumerate(flows) if start <= now + 1e-12 and math.isnan(ends[i])]
        rates = fill(active, flows)
        for i in active:
            left[i] -= rates[i] * step
            if left[i] <= 0:
                ends[i] = now + step
        now += step
    return ends


def fill(active: list[int], flows: list[tuple[float, int, list[Link]]]) -> dict[int, float]:
    """Water-filling by bisection on the common level of the flows that are still free."""
    fixed: dict[int, float] = {}
    while len(fixed) < len(active):
        free = [i for i in active if i not in fixed]
        levels = {}
        for link in {link for i in free for link in flows[i][2]}:
            used = sum(rate for i, rate in fixed.items() if link in flows[i][2])
            levels[link] = (link.capacity - used) / sum(link in flows[i][2] for i in free)
        full = min(levels.values())
        tight = [link for link, level in levels.items() if level <= full * (1 + 1e-12)]
        for i in free:
            if any(link in flows[i][2] for link in tight):
                fixed[i] = full
    return fixed


@pytest.mark.parametrize("seed", range(5))
def test_random_cases_agree_with_an_independent_solver(seed: int):
    chance = random.Random(seed)
    links = [Link(f"l{i}", chance.uniform(1, 20) * MB) for i in range(4)]
    flows = [
        (round(chance.uniform(0, 3), 2), round(chance.uniform(1, 20) * MB), chance.sample(links, chance.randint(1, 3)))
        for _ in range(8)
    ]
    for link in links:
        link.flows.clear()
    assert finish_times(flows) == pytest.approx(naive_ends(flows), abs=0.02)


def test_flows_are_told_apart_by_identity():
    env = simpy.Environment()
    first, second = Flow(1, (), env.event()), Flow(1, (), env.event())
    assert first != second
