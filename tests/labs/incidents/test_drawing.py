"""Which incident a seed is."""

import dataclasses

import pytest

from imagesim.labs.incidents.causes import CAUSES
from imagesim.labs.incidents.drawing import KINDS, drawn
from imagesim.labs.incidents.remedies import REMEDIES
from tests.labs.incidents.days import ROUND, SEEDS


def test_twenty_seeds_have_every_kind():
    assert {drawn(seed).cause for seed in SEEDS} == set(CAUSES)
    assert len(KINDS) == len(CAUSES)


@pytest.mark.parametrize("first", [1, 14, 27, -12])
def test_every_deck_has_every_kind_once(first: int):
    deck = [drawn(seed).cause for seed in range(first, first + len(KINDS))]
    assert sorted(deck) == sorted(CAUSES)


def test_a_deck_is_shuffled_anew():
    decks = [[drawn(seed).cause for seed in range(first, first + len(KINDS))] for first in (1, 14, 27)]
    assert decks[0] != decks[1] != decks[2]


def test_equal_seeds_are_equal_days():
    assert drawn(7) == drawn(7)
    assert drawn(7).scene != drawn(20).scene


def test_the_world_has_the_chances_of_the_seed():
    simulations = [each for each in drawn(7).documents if each["kind"] == "Simulation"]
    assert [each["spec"]["seed"] for each in simulations] == [7]


def test_each_incident_has_a_remedy_that_helps_it():
    for seed in ROUND:
        incident = drawn(seed)
        assert incident.cause in REMEDIES[incident.remedy].helps
        assert incident.mend


def test_every_cause_that_can_be_named_has_words_of_its_own():
    for table in (CAUSES, REMEDIES):
        words = [each.words for each in table.values()]
        assert len(set(words)) == len(words)
    assert {key for remedy in REMEDIES.values() for key in remedy.helps} == set(CAUSES)


def test_places_differ_and_none_tells_the_cause():
    places = [dataclasses.asdict(drawn(seed).scene) for seed in range(1, 200)]
    for name in ("namespace", "app", "host", "pool", "replicas", "begins_min"):
        assert len({scene[name] for scene in places}) > 1
