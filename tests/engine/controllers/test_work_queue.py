import pytest
import simpy

from imagesim.engine.controllers.timers import Timers
from imagesim.engine.controllers.work_queue import WorkQueue


@pytest.fixture
def env() -> simpy.Environment:
    return simpy.Environment()


@pytest.fixture
def queue(env) -> WorkQueue[str]:
    return WorkQueue(Timers(env))


def drain(queue) -> list[str]:
    keys = []
    while queue:
        keys.append(queue.get())
        queue.done(keys[-1])
    return keys


def test_a_key_waits_once_and_first_come_is_first_served(queue):
    for key in "abab":
        queue.add(key)
    assert drain(queue) == ["a", "b"]


def test_a_key_that_is_being_synced_waits_until_that_is_done(queue):
    queue.add("a")
    queue.get()
    queue.add("a")
    queue.add("b")
    assert queue.get() == "b"
    assert not queue
    queue.done("a")
    assert queue.get() == "a"


def test_whoever_runs_it_hears_of_every_key_that_begins_to_wait(queue):
    heard = []
    queue.on_added = lambda: heard.append(1)
    queue.add("a")
    queue.add("a")
    queue.get()
    queue.add("a")
    assert len(heard) == 1
    queue.done("a")
    assert len(heard) == 2


def test_of_two_delays_of_one_key_the_shorter_counts(env, queue):
    queue.add_after("a", 5)
    queue.add_after("a", 2)
    queue.add_after("a", 9)
    env.run(until=1.9)
    assert not queue
    env.run(until=2.1)
    assert drain(queue) == ["a"]
    env.run(until=20)
    assert not queue


def test_a_failing_key_comes_again_ever_more_slowly_until_it_is_forgotten(env, queue):
    times = []
    queue.on_added = lambda: times.append(env.now)
    for _ in range(3):
        queue.add_rate_limited("a")
        env.run(until=env.now + 1)
        drain(queue)
    assert times == pytest.approx([0.005, 1.01, 2.02])
    assert queue.num_requeues("a") == 3
    queue.forget("a")
    queue.add_rate_limited("a")
    env.run(until=4)
    assert times[3] == pytest.approx(3.005)


def test_a_test_may_round_timers_up():
    env = simpy.Environment()
    queue = WorkQueue(Timers(env, when=lambda time: float(-(-time // 1))))
    queue.add_after("a", 0.3)
    env.run(until=0.9)
    assert not queue
    env.run(until=1.1)
    assert queue
