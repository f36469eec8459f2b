"""The collector does not look while a run lasts, since there is nothing to find; before and after all is as it was."""

import gc
from collections.abc import Callable

import pytest

from imagesim.engine.collector import not_collecting
from imagesim.engine.run import Cluster
from imagesim.scenarios.values.scenario import Scenario
from tests import bench_worlds


@pytest.mark.parametrize(
    "world", [lambda: bench_worlds.outage(3, 30), lambda: bench_worlds.month(3, 30, 2)], ids=["outage", "month"]
)
def test_a_run_makes_no_cycles_that_become_garbage(world: Callable[[], Scenario]) -> None:
    scenario = world()
    gc.collect()
    gc.disable()
    try:
        cluster = Cluster(scenario, 1)
        cluster.env.run(until=scenario.duration_s)
        assert gc.collect() < 30, "not even one thing for each pod"
    finally:
        gc.enable()


def test_afterwards_the_collector_is_set_as_before() -> None:
    before = gc.get_threshold()
    with not_collecting():
        assert gc.get_threshold()[0] > 100_000_000
    assert gc.get_threshold() == before


def test_a_collector_that_somebody_has_switched_off_stays_off() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with not_collecting():
            assert gc.get_threshold()[0] == 0
        assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
