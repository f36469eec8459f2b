"""Bytes over shared links: two ways to move them, which agree."""

import math
import random

import pytest

from imagesim.studies.calibrating.transfers import Limits, Transfer, Transfers


def _serial(seed: int) -> list[Transfer]:
    """Nodes that move one thing after another, over two links."""
    rnd = random.Random(seed)
    last: dict[int, int] = {}
    found = []
    for place, at in enumerate(sorted(rnd.uniform(0, 20) for _ in range(40))):
        node = rnd.randrange(8)
        found.append(Transfer(rnd.randrange(1, 500), at, node, 0, rnd.randrange(2), last.get(node, -1)))
        last[node] = place
    return found


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("limits", [Limits((50.0,), (120.0, math.inf)), Limits((math.inf,), (90.0, 300.0))])
def test_clocks_agree_with_the_engines_network(seed, limits):
    transfers = Transfers(_serial(seed))
    assert transfers._simple
    assert transfers._by_clocks(limits) == pytest.approx(transfers._by_the_engine(limits), rel=1e-9, abs=1e-9)


def test_where_a_node_moves_two_things_at_once_they_share_its_link():
    both = Transfers([Transfer(100, 0.0, 0, 0, 0), Transfer(100, 0.0, 0, 0, 0)])
    assert both.seconds(Limits((50.0,), (math.inf,))) == pytest.approx((4.0, 4.0))


def test_nodes_of_two_kinds_have_their_own_limits():
    two = Transfers([Transfer(100, 0.0, 0, 0, 0), Transfer(100, 0.0, 1, 1, 0)])
    assert two.seconds(Limits((50.0, 10.0), (40.0,))) == pytest.approx((100 / 30, 10.0))


def test_what_was_seen_one_after_another_is_so_however_slow_the_first_is():
    chain = Transfers([Transfer(100, 0.0, 0, 0, 0), Transfer(100, 1.0, 0, 0, 0, after=0)])
    assert chain.seconds(Limits((10.0,), (math.inf,))) == pytest.approx((10.0, 10.0))


def test_without_a_limit_nothing_takes_time():
    assert Transfers(_serial(1)).seconds(Limits((math.inf,), (math.inf, math.inf))) == (0.0,) * 40
