"""A run ends in a stated order: what is under way is closed and written down, and nobody can write any more."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import Cluster, run
from imagesim.results.json_document import json_document
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from imagesim.scenarios.values.node_runtime import ContainerdConfiguration
from imagesim.scenarios.values.registry_service import Fault, RegistryService
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, image, pod

FOUND = Path(__file__).parent / "found"


@pytest.fixture
def half_way(world: Callable[..., Scenario]) -> Scenario:
    """At 10 s one pull has 100 of 200 MB, and two wait for their turn."""
    pods = tuple(pod(f"p{number}", container(f"reg.test/app:v{number}")) for number in range(3))
    tags = {f"app:v{number}": image(f"i{number}", 200 * MB) for number in range(3)}
    return world(tags=tags, pods=pods, bandwidth=10 * MB, duration_s=10)


@pytest.fixture
def thresholds() -> Iterator[Callable[[int], None]]:
    before = gc.get_threshold()
    yield lambda first: gc.set_threshold(first, 10, 10)
    gc.set_threshold(*before)


def test_a_body_on_its_way_stands_with_the_bytes_that_have_come(half_way: Scenario) -> None:
    records = run(half_way)
    assert not records.pulls
    (pulling, *_) = records.unfinished_pulls
    assert records.requests[-1].object == f"blobs/sha256:i{pulling.pod[1:]}-0"
    assert records.requests[-1].bytes_sent == pytest.approx(100 * MB, rel=1e-3)


def test_a_pull_that_is_not_over_says_so_and_what_has_come_of_it(half_way: Scenario) -> None:
    pulling, *waiting = run(half_way).unfinished_pulls
    assert (pulling.attempt, pulling.started_s) == (1, 0.0)
    assert pulling.bytes_fetched == pytest.approx(100 * MB, rel=1e-3)
    assert [(row.started_s, row.bytes_fetched, row.requests) for row in waiting] == [(None, 0, 0)] * 2
    assert {pulling.pod} | {row.pod for row in waiting} == {"p0", "p1", "p2"}  # who is first is chance


def test_every_byte_that_was_sent_has_come_to_a_pull_or_is_on_its_way_to_one(half_way: Scenario) -> None:
    parallel = KubeletConfiguration(serialize_image_pulls=False)
    pools = tuple(replace(pool, kubelet=parallel, count=2) for pool in half_way.pools)
    for duration_s in (3, 10, 25, 70):
        records = run(replace(half_way, pools=pools, duration_s=duration_s))
        pulls = [*records.pulls, *records.unfinished_pulls]
        fetched = sum(row.bytes_fetched for row in pulls)
        assert sum(row.bytes_sent for row in records.requests) == fetched > 0
        assert sum(row.requests for row in pulls) == len(records.requests)


def test_records_are_frozen(half_way: Scenario) -> None:
    records = run(half_way)
    with pytest.raises(FrozenInstanceError):
        records.end_s = 5.0  # type: ignore[misc]
    with pytest.raises(AttributeError):
        records.requests.append(records.requests[0])  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        records.requests[0] = records.requests[1]  # type: ignore[index]


def test_nothing_that_happens_to_the_cluster_later_reaches_its_records(half_way: Scenario) -> None:
    cluster = Cluster(half_way, 1)
    cluster.env.run(until=10)
    records = cluster.finish()
    before = rows(half_way, records)
    cluster.api.pods.create("default", "late", half_way.pods[0].spec)
    del cluster
    gc.collect()
    assert rows(half_way, records) == before


def test_nothing_happens_after_the_end(half_way: Scenario) -> None:
    cluster = Cluster(half_way, 1)
    cluster.env.run(until=10)
    records = cluster.finish()
    cluster.env.run(until=1000)
    assert not records.pulls


def test_a_pull_that_only_its_own_parts_know_is_no_garbage_while_the_run_lasts(world: Callable[..., Scenario]) -> None:
    """Nothing is planned for a pull that a silent registry never answers, but it holds the lock of its blob."""
    pods = (pod("p", container("reg.test/app:v1")), pod("q", container("reg.test/app:v1")))
    parallel = KubeletConfiguration(serialize_image_pulls=False)
    scenario = world(pods=pods, tags={"app:v1": image("i", MB)}, kubelet=parallel, duration_s=900)
    silent = RegistryService(
        faults=(Fault(method="GET", object="blobs/sha256:i-0", nth=1, silent=True, cut_at_bytes=9),)
    )
    registry = replace(scenario.registries[0], service=silent)
    pool = replace(scenario.pools[0], containerd=ContainerdConfiguration(image_pull_progress_timeout_s=0))
    scenario = replace(scenario, registries=(registry,), pools=(pool,))
    gc.freeze()  # what was there before the run is no matter, and would be looked at fifty times
    try:
        records = run(scenario, progress=lambda _: gc.collect() and None)
    finally:
        gc.unfreeze()
    assert [row.pod for row in records.unfinished_pulls] == ["p", "q"]
    assert records == run(scenario)


@pytest.mark.parametrize("first", [1, 50, 700, 10_000, 0])
def test_the_threshold_of_the_collector_does_not_show_in_the_records(
    first: int, thresholds: Callable[[int], None]
) -> None:
    scenario = load(FOUND / "unfinished-pulls.yaml")
    wanted = rows(scenario, run(scenario))
    thresholds(first)
    records = run(scenario)
    before = rows(scenario, records)
    gc.collect()
    assert before == rows(scenario, records) == wanted
    assert records.unfinished_pulls


def rows(scenario: Scenario, records: Records) -> str:
    """All that is published of a run."""
    return repr(json_document(scenario, records))
