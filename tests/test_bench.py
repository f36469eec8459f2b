"""The benchmark at a size for every day: that it measures what it says, and that no cost grows out of proportion."""

import json

import pytest
import simpy

import imagesim
from imagesim.engine.run import Cluster
from tests import bench, bench_parts

TINY = 200, 5


def test_a_cluster_is_cold_and_all_its_pods_get_ready():
    part = bench_parts.cluster(3, 12)
    assert part["last_ready_s"] > 0.4, "48 MB over 1 Gbit/s"
    assert part["seconds"] > 0
    assert part["peak_mb"] > 10
    records = imagesim.simulate(bench_parts.scenario(3, 12), seed=1).records
    assert sum(pull.layers_fetched for pull in records.pulls) == 3 * 5


def test_a_cluster_whose_pods_do_not_get_ready_is_no_measurement(monkeypatch):
    monkeypatch.setattr(bench_parts, "_WORLD", bench_parts._WORLD.replace("web:v1", "web:v2"))
    with pytest.raises(AssertionError, match="2 of 2 pods never got Ready"):
        bench_parts.cluster(1, 2)


def test_a_part_is_measured_in_a_process_of_its_own_between_two_bare_ones():
    part = bench.beside_bare("staggered", 2, 2, bare=TINY)
    assert part["ratio"] == pytest.approx(part["seconds"] / part["bare_s"])


def test_all_four_measurements_stand_in_the_table_with_their_aims():
    measured = bench.measurements(nodes=100, pods=750, bare=TINY)
    lines = bench.table(measured)
    assert [line.split()[0] for line in lines[1:]] == list(bench.AIMS)
    for line, aim in zip(lines[1:], bench.AIMS.values(), strict=True):
        assert aim in line
    assert f"{measured['growth']['quotient']:.1f} times less" in lines[2]
    json.dumps(measured)


def test_a_shipped_scenario_is_timed():
    row = bench.shipped_scenario("pull-policy")
    assert row["simulate_ms"] > 0
    assert row["pods"] == 1


def _events(nodes: int, pods: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many SimPy events a roll-out costs."""
    count = 0
    step = simpy.Environment.step

    def counting(env: simpy.Environment) -> None:
        nonlocal count
        count += 1
        step(env)

    with monkeypatch.context() as patch:
        patch.setattr(simpy.Environment, "step", counting)
        world = bench_parts.scenario(nodes, pods)
        Cluster(world, 1).env.run(until=world.duration_s)
    return count


def test_ten_times_the_pods_cost_ten_times_the_events(monkeypatch):
    small, large = _events(5, 150, monkeypatch), _events(50, 1500, monkeypatch)
    assert large <= 10.5 * small
    assert large <= 12 * 1500, "a pod that gets Ready and stays so costs few events"


def test_ten_times_the_pods_cost_about_ten_times_the_time():
    # Scanning all nodes for each pod made this 40; a busy machine must not fail it.
    small = bench_parts.cluster(40, 400, 3)["seconds"]
    large = bench_parts.cluster(400, 4000)["seconds"]
    assert large <= 20 * small
