"""Random cases against a solver that is slow, exact and independent: one link, trees, and any graph of links."""

import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from imagesim.engine.network import Link, topology
from imagesim.engine.network.spread import Spread
from tests.engine.network.fluid import Case, Transfer, by_hand, by_network

Path = Callable[[random.Random], tuple[int, ...]]
Kind = Callable[[random.Random], tuple[tuple[int, ...], Path]]


def one_link(chance: random.Random) -> tuple[tuple[int, ...], Path]:
    return (chance.randint(1, 50),), lambda _: (0,)


def two_levels(chance: random.Random) -> tuple[tuple[int, ...], Path]:
    """Cards 1.. below an egress 0; some transfers cross the egress alone."""
    cards = chance.randint(1, 5)
    capacities = (chance.randint(5, 60), *(chance.randint(1, 30) for _ in range(cards)))
    return capacities, lambda chance: (chance.randint(1, cards), 0) if chance.random() < 0.9 else (0,)


def three_levels(chance: random.Random) -> tuple[tuple[int, ...], Path]:
    """Cards 4.. below the NATs 1, 2 and 3 below an egress 0."""
    cards = chance.randint(1, 8)
    nats = [chance.randint(1, 3) for _ in range(cards)]
    capacities = (chance.randint(5, 60), *(chance.randint(1, 50) for _ in range(3)))
    capacities += tuple(chance.randint(1, 30) for _ in range(cards))

    def path(chance: random.Random) -> tuple[int, ...]:
        card = chance.randrange(cards)
        whole = (4 + card, nats[card], 0)
        return whole[chance.choice([0, 0, 0, 0, 0, 0, 1, 2]) :]

    return capacities, path


def several_registries(chance: random.Random) -> tuple[tuple[int, ...], Path]:
    """Cards 3.. that pull from the egresses 0, 1 and 2, mostly from one of them."""
    cards = chance.randint(1, 6)
    capacities = tuple(chance.randint(3, 40) for _ in range(3 + cards))
    return capacities, lambda chance: (3 + chance.randrange(cards), chance.choice([0, 0, 0, 0, 1, 2]))


def busy_registries(chance: random.Random) -> tuple[tuple[int, ...], Path]:
    """Cards 3.. that could take more than the egresses 0 and 1 give, and also pull where nothing else is the limit."""
    cards = chance.randint(1, 6)
    capacities = (*(chance.randint(2, 15) for _ in range(2)), 1, *(chance.randint(10, 60) for _ in range(cards)))

    def path(chance: random.Random) -> tuple[int, ...]:
        card = 3 + chance.randrange(cards)
        return chance.choice([(card, 0), (card, 0), (card, 1), (card,)])

    return capacities, path


def blobs(chance: random.Random) -> tuple[tuple[int, ...], Path]:
    """Cards 5.. that fetch the blobs 1 to 4 of the egress 0, which may be the limit, or may not."""
    cards = chance.randint(1, 6)
    capacities = (chance.choice([chance.randint(5, 60), 10**6]), *(chance.randint(2, 30) for _ in range(4 + cards)))
    return capacities, lambda chance: (5 + chance.randrange(cards), chance.randint(1, 4), 0)


def blobs_behind_a_nat(chance: random.Random) -> tuple[tuple[int, ...], Path]:
    """Cards 4.. below the NAT 3 that fetch the blobs 1 and 2 of the egress 0, and what is beside them."""
    cards = chance.randint(1, 5)
    capacities = tuple(chance.randint(5, 60) for _ in range(4 + cards))

    def path(chance: random.Random) -> tuple[int, ...]:
        return (4 + chance.randrange(cards), 3, *chance.choice([(1, 0), (2, 0), (0,)]))

    return capacities, path


def any_graph(chance: random.Random) -> tuple[tuple[int, ...], Path]:
    links = chance.randint(2, 6)
    capacities = tuple(chance.randint(1, 40) for _ in range(links))
    return capacities, lambda chance: tuple(chance.sample(range(links), chance.randint(1, min(3, links))))


KINDS = [one_link, two_levels, three_levels, several_registries, busy_registries, blobs, blobs_behind_a_nat, any_graph]


def case_of(kind: Kind, chance: random.Random) -> Case:
    """Starts, cancels and cuts on quarters of a second, so that many things happen at once; sizes often equal."""
    capacities, path = kind(chance)
    caps = [None, None, *(chance.randint(1, 12) for _ in range(2))]
    latest = chance.choice([0, 4, 40])

    def transfer() -> Transfer:
        start = Fraction(chance.randint(0, latest), 4)
        cancel = start + Fraction(chance.randint(1, 20), 4) if chance.random() < 0.1 else None
        size = chance.choice([12, 60, chance.randint(1, 200)])
        return Transfer(start, size, path(chance), chance.choice(caps), cancel)

    transfers = tuple(transfer() for _ in range(chance.randint(1, 16)))
    cuts = tuple(
        (Fraction(chance.randint(1, 40), 4), chance.randrange(len(capacities)))
        for _ in range(chance.choice([0, 0, 1, 2]))
    )
    return Case(capacities, transfers, cuts)


def assert_exact(kind: Kind, seed: int) -> None:
    case = case_of(kind, random.Random(f"{kind.__name__}/{seed}"))
    exact, found = by_hand(case), by_network(case)
    assert [one.end for one in found] == pytest.approx([one.end for one in exact], rel=1e-9), case
    assert [one.arrived for one in found] == [one.arrived for one in exact], case
    assert [one.received for one in found] == [one.received for one in exact], case


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 100, 25)], ids=str)
def test_transfers_end_as_in_the_exact_solution(kind: Kind, seeds: range):
    for seed in seeds:
        assert_exact(kind, seed)


@pytest.mark.parametrize("kind", KINDS)
def test_meshes_alone_give_the_same(kind: Kind, monkeypatch: pytest.MonkeyPatch):
    """The general solver is the reference of the trees: as if the flows of every link went on to different links."""
    monkeypatch.setattr(Link, "odd", property(lambda link: True))
    monkeypatch.setattr(topology, "can_be_spread", lambda links, rates: False)
    monkeypatch.setattr(Spread, "look_at", lambda self, link: ())
    for seed in range(20):
        assert_exact(kind, seed)


@pytest.mark.parametrize("kind", [several_registries, busy_registries])
def test_trees_that_do_not_agree_in_time_become_a_mesh(kind: Kind, monkeypatch: pytest.MonkeyPatch):
    meshes: list[int] = []
    make = topology.Topology._make_mesh
    monkeypatch.setattr(topology, "_ROUNDS", 1)
    monkeypatch.setattr(topology.Topology, "_make_mesh", lambda *given: (meshes.append(1), make(*given)))
    for seed in range(40):
        assert_exact(kind, seed)
    assert meshes


def test_a_card_with_two_registries_makes_no_mesh(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(topology.Topology, "_make_mesh", lambda *_: pytest.fail("a mesh"))
    for seed in range(40):
        assert_exact(busy_registries, seed)
