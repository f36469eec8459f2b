"""Random streams by name: the same numbers however they are kept."""

import random

from imagesim.engine.chance import Chance


def test_a_stream_that_is_asked_often_gives_the_numbers_of_its_seed() -> None:
    chance, expected = Chance(7), random.Random("7/pod-sync/shop/web")
    given = [chance.next_of("pod-sync/shop/web") for _ in range(1000)]
    assert given == [expected.random() for _ in range(1000)]


def test_a_stream_goes_on_where_it_was_when_it_is_kept() -> None:
    chance, expected = Chance(7), random.Random("7/a")
    given = [chance.next_of("a") for _ in range(3)]
    stream = chance.lasting("a")
    given += [stream.random() for _ in range(100)] + [chance.next_of("a"), stream.random()]
    assert given == [expected.random() for _ in range(105)]


def test_streams_that_share_a_generator_do_not_move_each_other() -> None:
    chance = Chance(7)
    streams = [chance.lasting(name) for name in "abc"]
    given = [[stream.random() for stream in streams] for _ in range(100)]
    alone = [random.Random(f"7/{name}") for name in "abc"]
    assert given == [[stream.random() for stream in alone] for _ in range(100)]
