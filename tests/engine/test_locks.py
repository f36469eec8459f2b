"""Waiting in a queue: first in, first out, and whoever gives up loses nothing for the others."""

import pytest
import simpy

from imagesim.engine.locks import KeyedLocks, Places


@pytest.fixture
def env():
    return simpy.Environment()


def worker(env, log, name, take, give_back, hold_s=1.0):
    try:
        yield from take()
    except simpy.Interrupt:
        log.append((name, "gave up", env.now))
        return
    log.append((name, "in", env.now))
    try:
        yield env.timeout(hold_s)
    except simpy.Interrupt:
        log.append((name, "stopped", env.now))
    finally:
        give_back()


def crowd(env, log, names, take, give_back):
    return {name: env.process(worker(env, log, name, take, give_back)) for name in names}


def interrupt(env, process, at_s):
    env.timeout(at_s).callbacks.append(lambda _: process.interrupt())


def test_places_go_to_whoever_waits_longest(env):
    places, log = Places(env, 2), []
    crowd(env, log, "abcde", places.take, places.give_back)
    env.run()
    assert log == [("a", "in", 0), ("b", "in", 0), ("c", "in", 1), ("d", "in", 1), ("e", "in", 2)]


def test_one_that_gives_up_leaves_the_queue(env):
    places, log = Places(env, 1), []
    running = crowd(env, log, "abc", places.take, places.give_back)
    interrupt(env, running["b"], 0.5)
    env.run()
    assert log == [("a", "in", 0), ("b", "gave up", 0.5), ("c", "in", 1)]


def test_one_that_gives_up_in_the_moment_of_its_turn_hands_it_on(env):
    """The place is given to b at 1, and in the same instant b is interrupted."""
    places, log = Places(env, 1), []
    running = {}

    def first():
        yield from places.take()
        yield env.timeout(1)
        places.give_back()
        running["b"].interrupt()

    env.process(first())
    running |= crowd(env, log, "bc", places.take, places.give_back)
    env.run()
    assert log == [("b", "gave up", 1), ("c", "in", 1)]


def test_nobody_overtakes_a_queue(env):
    places, log = Places(env, 1), []
    crowd(env, log, "ab", places.take, places.give_back)

    def late():
        yield env.timeout(1)
        yield from worker(env, log, "late", places.take, places.give_back)

    env.process(late())
    env.run()
    assert [name for name, _, _ in log] == ["a", "b", "late"]


def test_a_free_place_costs_no_event(env):
    places = Places(env, 1)
    assert list(places.take()) == []


def test_a_lock_is_held_by_one_and_another_key_by_another(env):
    locks, log = KeyedLocks(env), []
    crowd(env, log, "ab", lambda: locks.take("x"), lambda: locks.give_back("x"))
    crowd(env, log, "c", lambda: locks.take("y"), lambda: locks.give_back("y"))
    env.run()
    assert log == [("a", "in", 0), ("c", "in", 0), ("b", "in", 1)]
    assert not locks.held("x")


def test_a_lock_outlives_a_waiter_that_gives_up(env):
    locks, log = KeyedLocks(env), []
    running = crowd(env, log, "abc", lambda: locks.take("x"), lambda: locks.give_back("x"))
    interrupt(env, running["b"], 0.5)
    env.run()
    assert log == [("a", "in", 0), ("b", "gave up", 0.5), ("c", "in", 1)]
    assert not locks.held("x")
