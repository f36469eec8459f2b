"""The order in which layers queue from 2.1 on, against what was watched (2.3.4: 15 pulls of ten layers, 10 of five)."""

import random

import pytest

from imagesim.rules.containerd.layer_order import goroutine_order

PULLS = 4000


def drawn(count, **more):
    return [goroutine_order(count, random.Random(f"{seed}/layer-order"), **more) for seed in range(PULLS)]


def share(orders, holds):
    return sum(map(holds, orders)) / len(orders)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 100])
def test_every_layer_queues_once(count):
    assert all(sorted(order) == list(range(count)) for order in drawn(count)[:200])


def test_ten_layers_queue_as_they_were_seen_to():
    """Within three standard errors of 15 pulls, and of their mean place."""
    orders = drawn(10)
    assert share(orders, lambda order: 9 in order[:3]) == pytest.approx(14 / 15, abs=0.2)
    assert share(orders, lambda order: order[0] == 9) == pytest.approx(9 / 15, abs=0.38)
    assert share(orders, lambda order: 0 in order[:3]) == pytest.approx(10 / 15, abs=0.37)
    mean = sum(order.index(0) + 1 for order in orders) / PULLS
    assert mean == pytest.approx(3.9, abs=1.0)
    assert max(order.index(0) for order in orders) >= 8


def test_five_layers_queue_as_they_were_seen_to():
    orders = drawn(5)
    assert share(orders, lambda order: 4 in order[:3]) == pytest.approx(9 / 10, abs=0.2)
    assert share(orders, lambda order: order[0] == 4) == pytest.approx(5 / 10, abs=0.3)
    assert sum(order.index(0) + 1 for order in orders) / PULLS == pytest.approx(3.0, abs=0.6)


def test_the_client_path_keeps_more_often_to_the_last_and_then_the_others():
    plain = [9, *range(9)]
    assert share(drawn(10, local=True), lambda order: order == plain) == pytest.approx(9 / 16, abs=0.15)
    assert share(drawn(10), lambda order: order == plain) < share(drawn(10, local=True), lambda order: order == plain)


def test_all_but_the_last_stay_in_a_ring():
    for order in drawn(10)[:200]:
        others = [place for place in order if place != 9]
        start = others.index(0)
        assert others[start:] + others[:start] == list(range(9))


def test_the_same_chance_gives_the_same_order():
    assert goroutine_order(10, random.Random("7")) == goroutine_order(10, random.Random("7"))
