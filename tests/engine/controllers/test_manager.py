import pytest
import simpy

from imagesim.engine.controllers.controller import SyncFailed
from imagesim.engine.controllers.manager import Manager
from imagesim.engine.controllers.timers import Timers
from imagesim.engine.controllers.work_queue import WorkQueue


class Echo:
    """A controller that does what it is told when it syncs."""

    def __init__(self, name, timers) -> None:
        self.name = name
        self.queue = WorkQueue(timers)
        self.does = lambda key: None

    def sync(self, key) -> None:
        self.does(key)


class House:
    def __init__(self, order=()) -> None:
        self.env = simpy.Environment()
        timers = Timers(self.env)
        self.one, self.two = Echo("one", timers), Echo("two", timers)
        self.synced = []
        self.before_it_runs()
        Manager(timers, [self.one, self.two], order, lambda controller, key: self.synced.append((controller.name, key)))

    def before_it_runs(self) -> None:
        self.two.queue.add("early")


def test_the_first_in_the_order_goes_on_until_it_has_nothing_to_do():
    house = House()
    house.one.queue.add("a")
    house.one.queue.add("b")
    house.env.run(until=1)
    assert house.synced == [("one", "a"), ("one", "b"), ("two", "early")]


def test_a_test_may_choose_another_order():
    house = House(order=["two"])
    house.one.queue.add("a")
    house.two.queue.add("b")
    house.env.run(until=1)
    assert house.synced == [("two", "early"), ("two", "b"), ("one", "a")]


def test_what_a_sync_queues_is_settled_at_the_same_instant():
    house = House()
    house.two.does = house.one.queue.add
    house.env.run()  # until nothing is planned
    assert house.synced == [("two", "early"), ("one", "early")]
    assert house.env.now == 0


def test_a_sync_that_fails_is_tried_again_and_one_that_goes_well_is_forgotten():
    house = House()
    failures = [SyncFailed("no"), SyncFailed("no")]

    def sync(key):
        if failures:
            raise failures.pop()

    house.two.does = sync
    house.env.run(until=0.001)
    assert house.two.queue.num_requeues("early") == 1
    house.env.run(until=1)
    assert house.synced == [("two", "early")] * 3
    assert house.two.queue.num_requeues("early") == 0


def test_an_unknown_name_in_the_order_is_a_mistake():
    with pytest.raises(KeyError):
        House(order=["three"])
