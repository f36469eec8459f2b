"""Images that are on a node only: loaded there, and pushed to no registry."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, image, pod

World = Callable[..., Scenario]
NAME = "reg.test/my-app:dev"


def started(world: World, policy: str, *, loaded: bool = True) -> Records:
    scenario = world(tags={"app:v1": image("app", 10 * MB)}, pods=(pod("w", container(NAME, policy)),), duration_s=60)
    (pool,) = scenario.pools
    names = (NAME,) if loaded else ()
    return run(replace(scenario, pools=(replace(pool, prepulled=(NAME,), loaded=names),)))


def test_a_pod_runs_from_what_was_loaded(world: World) -> None:
    records = started(world, "IfNotPresent")
    assert [pull.outcome for pull in records.pulls] == ["AlreadyPresent"]
    assert records.pods[0].ready_s is not None
    assert not records.requests


def test_always_asks_the_registry_which_never_held_it(world: World) -> None:
    records = started(world, "Always")
    assert records.pulls[0].outcome == "Failed"
    assert "not found" in records.pulls[0].error


def test_what_was_not_loaded_is_as_its_registry_has_it(world: World) -> None:
    assert started(world, "Never", loaded=False).pods[0].ready_s is None
