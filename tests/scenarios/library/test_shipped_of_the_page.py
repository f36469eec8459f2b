"""The shipped scenarios that stand for single points of Kubernetes' page on images (docs/claims.md)."""

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.loading import load

SEEDS = (1, 2)


def ready(records: Records) -> dict[str, bool]:
    """Whether each pod that is still there was ever Ready."""
    return {row.pod: row.ready_s is not None for row in records.pods if row.deleted_s is None}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_build_with_a_tag_of_its_own_is_rolled_back_to_and_nothing_is_mixed(seed: int) -> None:
    scenario = load("new-tag")
    old, new = (image.digest for image in scenario.images)
    records = run(scenario, seed)
    tags = {row.image.rpartition(":")[2]: row.digest for row in records.running}
    assert set(tags.values()) == {old, new}
    assert {(row.image.rpartition(":")[2], row.digest) for row in records.running} == set(tags.items())
    last = {row.digest for row in records.running if row.ended_s is None}
    assert last == {old}
    assert not [row for row in records.pulls if row.queued_s > 12 * 60 and row.bytes_fetched]


WAYS = ["always", "latest", "no-tag"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("admission", "asks"), [([], WAYS), (["AlwaysPullImages"], [*WAYS, "plain"])])
def test_three_ways_to_write_it_and_one_for_the_cluster_make_a_pod_ask(
    admission: list[str], asks: list[str], seed: int
) -> None:
    scenario = load("required-pull", values={"Simulation:spec.admission": admission})
    old, new = (image.digest for image in scenario.images)
    records = run(scenario, seed)
    runs = {row.container: row.digest for row in records.running if row.ended_s is None}
    assert runs == {name: new if name in asks else old for name in [*WAYS, "plain"]}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("index", [False, True])
def test_a_name_with_an_architecture_is_pulled_everywhere_and_runs_on_its_own_kind_unless_it_is_an_index(
    index: bool, seed: int
) -> None:
    tag = "Registry/registry.example:spec.repositories[shop/web-amd64].tags[v1]"
    records = run(load("name-with-architecture", values={tag: "both"} if index else {}), seed)
    assert {row.outcome for row in records.pulls} <= {"Pulled", "AlreadyPresent"}
    places = {(row.workload.name, row.node): row.ready_s is not None for row in records.pods if row.workload}
    assert places == {
        ("new-name", "amd64-0"): True,
        ("new-name", "arm64-0"): True,
        ("old-name", "amd64-0"): True,
        ("old-name", "arm64-0"): index,
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_where_only_some_nodes_have_the_image_those_pods_run_that_land_there(seed: int) -> None:
    records = run(load("prepulled-in-part"), seed)
    assert {row.node.partition("-")[0] for row in records.pods} == {"baked", "plain"}
    assert all((row.ready_s is not None) == row.node.startswith("baked") for row in records.pods)
    everywhere = {"NodePool/plain:spec.prepulled": ["registry.example/shop/web:v1"]}
    assert all(row.ready_s is not None for row in run(load("prepulled-in-part", values=everywhere), seed).pods)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_secret_for_two_registries_does_as_well_as_one_for_each(seed: int) -> None:
    records = run(load("several-registries"), seed)
    assert ready(records) == {"one-secret-for-both": True, "a-secret-for-each": True, "one-is-missing": False}
    (missing,) = {row.image for row in records.pulls if row.outcome == "Failed"}
    assert missing == "tools.example/shop/part:v1"
    assert {row.credential for row in records.pulls if row.outcome == "Pulled"} == {
        "Secret shop/both",
        "Secret shop/apps",
        "Secret shop/tools",
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_where_the_pod_s_login_is_refused_the_node_s_is_tried(seed: int) -> None:
    records = run(load("credential-merge"), seed)
    assert ready(records) == {
        "own-secret": True,
        "bad-secret-good-node": True,
        "bad-secret": False,
        "two-bad-secrets": False,
        "public-with-a-bad-secret": False,
    }
    used = {row.pod: row.credential for row in records.pulls if row.outcome == "Pulled"}
    assert used == {"own-secret": "Secret shop/good", "bad-secret-good-node": "node"}
