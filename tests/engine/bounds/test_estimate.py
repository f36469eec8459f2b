"""The estimate before a run: what it counts, and what it says where that is too much. It makes nothing."""

import time
from dataclasses import replace

import pytest

import imagesim
from imagesim.engine.bounds.estimate import estimate
from imagesim.engine.bounds.limit import MOST_MEMORY
from imagesim.results.result import check_limit
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario
from tests.processor_time import at_most


def world(pods: int, nodes: int = 5, events: str = "[]", containers: int = 1) -> Scenario:
    import yaml

    template = {"metadata": {"labels": {"a": "b"}}, "spec": {
        "containers": [{"name": f"c{number}", "image": f"nginx:{number}"} for number in range(containers)]
    }}  # fmt: skip
    return imagesim.load(
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
         "spec": {"replicas": pods, "selector": {"matchLabels": {"a": "b"}}, "template": template}},
        {"apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "w"}, "spec": {"count": nodes}},
        {"apiVersion": "imagesim/v1", "kind": "Timeline", "metadata": {"name": "t"},
         "spec": {"events": yaml.safe_load(events)}},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("events", "pods", "nodes"),
    [
        ("[]", 10, 5),
        ("[{at: 1m, scale: {workload: web, replicas: 25}}]", 25, 5),
        ("[{at: 1m, scale: {workload: web, replicas: 4}}, {at: 2m, rolloutRestart: {workload: web}}]", 14, 5),
        ("[{at: 1m, rolloutRestart: {workload: web}}, {at: 9m, rolloutUndo: {workload: web}}]", 30, 5),
        ("[{at: 1m, setImage: {workload: web, image: 'nginx:9'}}]", 20, 5),
        ("[{at: 1m, delete: {target: web, pods: 3}}]", 13, 5),
        ("[{at: 1m, addNode: {pool: w, count: 7}}]", 10, 12),
        ("[{at: 1m, outage: {registry: docker.io, for: 5m}}]", 10, 5),
    ],
)
def test_every_pod_and_node_that_there_will_have_been_counts(events: str, pods: int, nodes: int) -> None:
    found = estimate(world(10, events=events))
    assert (found.pods, found.nodes) == (pods, nodes)


@pytest.mark.parametrize(("suspend", "pods"), [(False, 36), (True, 0)])
def test_a_cron_job_has_pods_at_all_its_times(suspend: bool, pods: int) -> None:
    job = {"completions": 3, "template": {"spec": {
        "restartPolicy": "Never", "containers": [{"name": "c", "image": "nginx:1"}]}}}  # fmt: skip
    scenario = imagesim.load(
        {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "it"},
         "spec": {"schedule": "*/5 * * * *", "suspend": suspend, "jobTemplate": {"spec": job}}},
        {"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "s"}, "spec": {"duration": "1h"}},
    )  # fmt: skip
    assert estimate(scenario).pods == pods


def test_a_daemon_set_has_a_pod_on_every_node_also_on_those_that_join() -> None:
    scenario = imagesim.load(
        {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "agent"},
         "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": {
             "metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "nginx:1"}]}}}},
        {"apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "w"}, "spec": {"count": 5}},
        {"apiVersion": "imagesim/v1", "kind": "Timeline", "metadata": {"name": "t"},
         "spec": {"events": [{"at": "1m", "addNode": {"pool": "w", "count": 7}},
                             {"at": "9m", "rolloutRestart": {"workload": "agent"}}]}},
    )  # fmt: skip
    found = estimate(scenario)
    assert (found.pods, found.nodes) == (24, 12)
    assert len(imagesim.simulate(scenario).records.pods) == 24


def test_a_run_makes_as_many_pods_as_were_estimated() -> None:
    events = "[{at: 2m, rolloutRestart: {workload: web}}, {at: 8m, scale: {workload: web, replicas: 14}}]"
    scenario = world(10, events=events)
    assert len(imagesim.simulate(scenario).records.pods) == estimate(scenario).pods == 24


@pytest.mark.parametrize(
    ("pods", "nodes", "containers"), [(150_000, 5_000, 1), (150_000, 5_000, 3), (500_000, 16_667, 1)]
)
def test_real_clusters_pass(pods: int, nodes: int, containers: int) -> None:
    assert check_limit(world(pods, nodes, containers=containers)).memory < MOST_MEMORY


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        (
            world(10_000_000),
            "Deployment/default/web: spec.replicas: the run is too large: 5 nodes, 10,000,000 pods, some 250,000,010 "
            "events, about 88.6 GiB, 11.1 times the limit of 8.0 GiB; make this less, which makes 10,000,000 pods, "
            "or go on without a limit: --no-limit, or in Python limit=None",
        ),
        (world(1, nodes=1_000_000), "NodePool/w: spec.count: the run is too large: 1,000,000 nodes"),
        (world(1, events="[{at: 1m, scale: {workload: web, replicas: 10000000}}]"), "Deployment/default/web"),
        (
            world(1, events="[{at: 1m, addNode: {pool: w, count: 1000000}}]"),
            "make this less, which makes 1,000,000 ",
        ),
    ],
)
def test_what_is_too_large_is_said_before_anything_is_made(scenario: Scenario, message: str) -> None:
    with at_most(1.0), pytest.raises(ScenarioError) as caught:
        imagesim.simulate(scenario)
    assert str(caught.value).startswith(message) or message in str(caught.value)


def test_one_pod_on_one_node_is_no_plural() -> None:
    assert str(estimate(world(1, nodes=1))) == "1 node, 1 pod, some 27 events, about 0.1 GiB"


def test_another_limit_or_none_can_be_set() -> None:
    scenario = world(10)
    with pytest.raises(ScenarioError, match="the run is too large"):
        imagesim.simulate(scenario, limit=2**20)
    assert len(imagesim.simulate(scenario, limit=None).records.pods) == 10


@pytest.mark.parametrize(
    ("kind", "spec", "message"),
    [
        ("NodePool", {"count": 10**9}, "spec.count: 1000000000 is more than 1000000"),
        ("NodePool", {"count": 16**38}, "spec.count: 57089"),
        (
            "Timeline",
            {"events": [{"at": "1m", "addNode": {"pool": "workers", "count": 10**9}}]},
            "addNode.count: 1000000000 is more than 1000000",
        ),
        ("Simulation", {"duration": "876001h"}, "'876001h' is out of range; the longest time is 876000h"),
    ],
)
def test_a_number_beyond_everything_is_a_mistake_of_the_document(kind: str, spec: object, message: str) -> None:
    document = {"apiVersion": "imagesim/v1", "kind": kind, "metadata": {"name": "x"}, "spec": spec}
    with at_most(1.0), pytest.raises(ScenarioError) as caught:
        imagesim.load(document)
    assert message in str(caught.value)


def test_a_node_of_a_large_pool_is_known_without_a_list_of_them() -> None:
    begin = time.process_time()
    world(1, nodes=1_000_000, events="[{at: 1m, cordon: {node: w-999999}}, {at: 2m, removeNode: {node: w-7}}]")
    with pytest.raises(ScenarioError, match="there is no node w-1000000 at that time"):
        world(1, nodes=1_000_000, events="[{at: 1m, cordon: {node: w-1000000}}]")
    for name in ("w-07", "w-+7", "w-", "w-7 ", "v-7", "w-٣"):
        with pytest.raises(ScenarioError, match="there is no node"):
            world(1, nodes=10, events=f"[{{at: 1m, cordon: {{node: '{name}'}}}}]")
    assert time.process_time() - begin < 2


def test_ten_years_of_failing_pods_end_soon() -> None:
    scenario = replace(imagesim.load("mistyped-tag"), duration_s=10 * 365 * 86_400.0)
    with (
        at_most(30.0),
        pytest.raises(ScenarioError, match=r"the run is too long: 5 pods fail again and again at .* rows"),
    ):
        imagesim.simulate(scenario)


def test_rows_that_are_there_already_count_too() -> None:
    scenario = replace(imagesim.load("mistyped-tag"), duration_s=40 * 86_400.0)
    most = 120 * 2**20  # what the estimate before the run lets pass
    with pytest.raises(ScenarioError, match="the run is too long"):
        imagesim.simulate(scenario, limit=most)
    assert imagesim.simulate(replace(scenario, duration_s=86_400.0), limit=most).records.end_s == 86_400.0


def test_ten_years_without_a_failure_are_no_matter() -> None:
    scenario = replace(imagesim.load("digest-pinned"), duration_s=10 * 365 * 86_400.0)
    assert imagesim.simulate(scenario).records.end_s == scenario.duration_s
