"""The benchmark at a size for every day: that it measures what it says, and that no cost grows out of proportion."""

import json

import pytest
import simpy

import imagesim
from imagesim.engine.run import Cluster
from imagesim.scenarios.reading.documents import read_file
from tests import bench, bench_manifests, bench_parts, bench_worlds
from tests.bench import Bench

TINY = 200, 5
SIZES = {
    "cluster": (2, 6),
    "workloads": (2, 1, 1, 1),
    "outage": (1, 2),
    "month": (10, 20, 1),
    "staggered": (2, 2),
    "out": (1, 2),
}
TINY_PARTS = {name: each._replace(numbers=SIZES.get(each.part, (25,))) for name, each in bench.MEASURED.items()}


@pytest.fixture
def one_process(monkeypatch):
    """Parts run here and not in children, which take half a second each to begin."""
    monkeypatch.setattr(bench, "in_child", lambda part, *numbers: bench_parts.PARTS[part](*numbers))


def test_a_cluster_is_cold_and_all_its_pods_get_ready():
    part = bench_parts.cluster(3, 12)
    assert part["last_ready_s"] > 0.4, "48 MB over 1 Gbit/s"
    assert part["seconds"] > 0
    assert part["peak_mb"] > 10
    assert part["us_per_pod"] == pytest.approx(1e6 * part["seconds"] / 12)
    records = imagesim.simulate(bench_worlds.roll_out(3, 12), seed=1).records
    assert sum(pull.layers_fetched for pull in records.pulls) == 3 * 5


def test_a_cluster_whose_pods_do_not_get_ready_is_no_measurement(monkeypatch):
    monkeypatch.setattr(bench_worlds, "roll_out", lambda nodes, pods: mistyped)
    mistyped = bench_worlds.loaded(bench_worlds.one_deployment(1, 2, "web:v2", "30m"))
    with pytest.raises(AssertionError, match="2 of 2 pods never got Ready"):
        bench_parts.cluster(1, 2)


def test_workloads_of_all_kinds_come_at_once():
    part = bench_parts.workloads(3, 1, 2, 1)
    assert part["pods"] == 3 + 100 + 2 * 10 + 20
    scenario, pods = bench_worlds.workloads(3, 1, 2, 1)
    records = imagesim.simulate(scenario, seed=1).records
    assert len(records.pods) == pods
    assert {pod.workload.kind for pod in records.pods} == {"DaemonSet", "Deployment", "StatefulSet", "Job"}


def test_pods_of_an_outage_wait_for_its_end():
    assert bench_parts.outage(2, 4)["last_ready_s"] > 30 * 60


def test_every_day_of_a_month_all_pods_are_made_anew_and_pull_another_version():
    part = bench_parts.month(10, 20, 3)
    assert part["pods"] == 20 * (1 + 3)
    assert part["last_ready_s"] > 2 * 24 * 3600
    records = imagesim.simulate(bench_worlds.month(10, 20, 3), seed=1).records
    assert {pull.policy for pull in records.pulls} == {"Always"}
    assert len({pull.digest for pull in records.pulls}) == 10 * 2, "two contents in turn for each of ten Deployments"


def test_everything_that_a_run_writes_is_timed_and_the_picture_of_its_pulls_alone():
    part = bench_parts.out(2, 6)
    assert part["out_s"] > part["seconds"] > 0


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_what_is_loaded_looks_like_what_kubectl_prints(tmp_path, suffix, monkeypatch):
    monkeypatch.setattr(bench_manifests, "NAMESPACE", 25)
    bench_manifests.write_cluster(tmp_path, 50, suffix)
    documents = [document for path in sorted(tmp_path.iterdir()) for document in read_file(path)]
    assert [document.kind for document in documents].count("Pod") == 2 * 24
    text = (tmp_path / f"team-1.{suffix}").read_text(encoding="utf-8")
    assert "managedFields" in text
    assert "&" not in text, "kubectl writes no anchors"
    assert len(imagesim.load(tmp_path).deployments) == 2


def test_a_part_is_measured_in_a_process_of_its_own_between_two_bare_ones():
    part = Bench(bare=TINY).beside_bare("staggered", 2, 2)
    assert part["ratio"] == pytest.approx(part["seconds"] / part["bare_s"])


def test_all_measurements_stand_in_the_table_with_their_aims(one_process):
    measure = Bench(TINY_PARTS, TINY)
    lines = {name: bench.line(name, measure(name)) for name in bench.MEASURED}
    for name, text in lines.items():
        assert text.startswith(name)
        assert text.endswith(f"; aim: {bench.MEASURED[name].aim}")
    assert f"{measure('growth')['less']:.1f} times less" in lines["growth"]
    assert f"{measure('outage_150k')['times']:.2f} times cluster_150k" in lines["outage_150k"]
    assert f"{measure('month')['times_per_pod']:.2f} times cluster_150k a pod" in lines["month"]
    json.dumps({name: measure(name) for name in lines})


def test_chosen_parts_alone_are_measured_and_written(one_process, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "Bench", lambda: Bench(TINY_PARTS, TINY))
    bench.main(tmp_path / "bench.json", ["growth"])
    document = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert list(document["measurements"]) == ["growth"]
    assert "scenarios" not in document
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]] == ["growth"]


def test_a_part_that_does_not_exist_is_refused_before_anything_is_measured(tmp_path):
    with pytest.raises(SystemExit, match="no part of the benchmark: mnth; there are cluster_150k,"):
        bench.main(tmp_path / "bench.json", ["growth", "mnth"])


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
        world = bench_worlds.roll_out(nodes, pods)
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
