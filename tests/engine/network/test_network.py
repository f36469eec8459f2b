"""Shared links: max-min fairness, exact times, conserved bytes."""

import math

import pytest
import simpy

from imagesim.engine.network import Flow, Link, Network
from imagesim.engine.network.topology import Topology

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
    assert ends == [40.0] * 5 + [10.0] * 5


def test_slow_connections_leave_their_share_to_fast_ones():
    env = simpy.Environment()
    network, egress = Network(env), Link("egress", 100 * MB)
    cards = [Link(f"card-{i}", math.inf) for i in range(10)]
    flows = [network.transfer(160 * MB, [card, egress], 4 * MB if i < 5 else None) for i, card in enumerate(cards)]
    ends: list[float] = []
    for flow in flows:
        flow.done.callbacks.append(lambda _: ends.append(env.now))
    env.run()
    assert ends == [10.0] * 5 + [40.0] * 5


def test_a_connection_has_its_cap_where_nothing_else_limits_it():
    env = simpy.Environment()
    flow = Network(env).transfer(40 * MB, [Link("card", math.inf)], cap=8 * MB)
    env.run(until=flow.done)
    assert env.now == 5.0


def test_a_flow_says_what_has_arrived_while_it_runs():
    env = simpy.Environment()
    network, egress = Network(env), Link("egress", 10 * MB)
    flow = network.transfer(40 * MB, [Link("card", 8 * MB), egress])
    assert (flow.received, flow.rate) == (0, 0)
    env.run(until=2)
    assert (flow.received, flow.rate) == (16 * MB, 8 * MB)
    other = network.transfer(100 * MB, [Link("other", 8 * MB), egress])
    env.run(until=3)
    assert (flow.received, other.received) == (21 * MB, 5 * MB)
    env.run(until=flow.done)
    assert (flow.received, flow.rate) == (40 * MB, 0)


def test_what_has_arrived_is_whole_bytes():
    env = simpy.Environment()
    flow = Network(env).transfer(10, [Link("card", 3)])
    env.run(until=1.5)
    assert flow.received == 4


def test_cancelling_ends_one_flow_and_gives_its_share_to_the_others():
    env = simpy.Environment()
    network, egress = Network(env), Link("egress", 10 * MB)
    flow, spared = (network.transfer(40 * MB, [egress]) for _ in range(2))
    env.run(until=2)
    network.cancel(flow)
    network.cancel(flow)
    assert (flow.done.value, flow.received) == (False, 10 * MB)
    assert env.run(until=spared.done) is True
    assert env.now == 5.0


def test_cancelling_what_has_arrived_changes_nothing():
    env = simpy.Environment()
    network = Network(env)
    flow = network.transfer(40 * MB, [Link("egress", 10 * MB)])
    env.run(until=4)
    network.cancel(flow)
    assert (flow.done.value, flow.received) == (True, 40 * MB)


@pytest.mark.parametrize("capacity", [10 * MB, math.inf], ids=["limited", "unlimited"])
def test_a_cut_reaches_flows_that_started_in_the_same_instant(capacity: float):
    env = simpy.Environment()
    network, egress = Network(env), Link("egress", capacity)
    flow = network.transfer(40 * MB, [Link("card", 1 * MB), egress])
    network.cut(egress)
    env.run()
    assert (flow.done.value, flow.received, env.now) == (False, 0, 0)


def test_a_link_knows_its_flows_in_the_order_in_which_they_started():
    env = simpy.Environment()
    network, egress = Network(env), Link("egress", 10 * MB)
    cards = [Link("a", 1 * MB), Link("b", 1 * MB)]
    flows = [network.transfer(MB, [cards[i % 2], egress]) for i in range(4)]
    assert egress.flows == flows
    assert cards[1].flows == flows[1::2]
    env.run()
    assert egress.flows == []


def test_changes_of_one_instant_have_one_solution(monkeypatch: pytest.MonkeyPatch):
    solutions: list[int] = []
    solve = Topology.solve
    monkeypatch.setattr(Topology, "solve", lambda self, changed: (solutions.append(len(changed)), solve(self, changed)))
    egress = Link("egress", 10 * MB)
    flows = [(1.0, 10 * MB, [Link(f"card-{i}", 1 * MB), egress]) for i in range(5)]
    assert finish_times(flows) == [11.0] * 5
    assert solutions == [5, 5]


def test_bytes_that_move_cost_no_events():
    env = simpy.Environment()
    network, egress = Network(env), Link("egress", 10 * MB)
    flow = network.transfer(10**12, [egress])
    steps = 0
    while not flow.done.processed:
        env.step()
        steps += 1
    assert steps == 3  # the solution, the end, and the news of it


@pytest.mark.parametrize("hour", [0, 1e6, 1e9, 1e12])
@pytest.mark.parametrize("rate", [1e3, 1e10, 0.7e12])
def test_flows_end_late_on_the_clock_as_well(hour: float, rate: float):
    """What the clock cannot show any more is lost, but no flow stays, and none turns into many small ones."""
    egress = Link("egress", rate)
    flows = [(hour + start, 10 * MB, [egress]) for start in (0.0, 0.1, 0.1, 0.7)]
    ends = finish_times(flows)
    assert max(ends) == pytest.approx(max(hour + 0.7, hour) + 10 * MB / rate, rel=1e-9, abs=40 * MB / rate)


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


def test_ends_that_only_rounding_tells_apart_are_one_instant():
    assert 0.1 + 0.7 < 0.2 + 0.6
    ends = finish_times([(0.1, 7, [Link("a", 10)]), (0.2, 6, [Link("b", 10)])])
    assert ends[0] == ends[1]


def test_flows_are_told_apart_by_identity():
    env = simpy.Environment()
    first, second = Flow(1, (), env.event()), Flow(1, (), env.event())
    assert first != second


def test_a_body_of_no_bytes_is_there_at_once_and_shares_nothing():
    env = simpy.Environment()
    network, card, near, far = Network(env), Link("card", 8 * MB), Link("near", 5 * MB), Link("far", math.inf)
    nothing = [network.transfer(0, [card, near]), network.transfer(0, [card, far]), network.transfer(0, [near], 1 * MB)]
    assert [flow.received for flow in nothing] == [0, 0, 0]
    assert not card.classes
    assert not near.classes
    flows = [network.transfer(10 * MB, [card, near]), network.transfer(10 * MB, [card, far])]
    env.run(until=0.5)
    nothing.append(network.transfer(0, [card, near]))
    assert [flow.rate for flow in flows] == [4 * MB, 4 * MB]
    env.run(until=3)
    assert [flow.received for flow in flows] == [10 * MB, 10 * MB]
