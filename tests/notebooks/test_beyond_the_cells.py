"""What lessons say that none of their cells computes: each sentence of that kind is run here."""

import pytest

import imagesim
from imagesim.engine.records import Records
from imagesim.labs import architectures, pull_costs, who_may_pull
from imagesim.results.measures.costs import costs, is_manifest_get

SEEDS = range(1, 5)


@pytest.mark.parametrize(
    ("registry", "words"),
    [
        (who_may_pull.PASSWORD_ASKED, "no basic auth credentials"),
        (who_may_pull.TOKEN_ASKED, "insufficient_scope: authorization failed"),
    ],
)
def test_the_words_of_a_pull_without_login_depend_on_the_kind_of_the_registry(registry: str, words: str) -> None:
    said = who_may_pull.LAB.text(
        who_may_pull.LAB.checked({"server": "registry.example/other", "registry": registry}),
    )
    assert words in said


@pytest.mark.parametrize(("key", "kubelet"), [("*example", "no"), ("*.example", "fits")])
def test_the_rules_differ_for_the_key_that_the_lab_suggests(key: str, kubelet: str) -> None:
    said = who_may_pull.LAB.text(who_may_pull.LAB.checked({"server": key}))
    fits = {
        line.split()[0]: line.split()[1] for line in said.splitlines() if line.startswith(("kubelet ", "documented "))
    }
    assert fits == {"kubelet": kubelet, "documented": "fits"}


@pytest.mark.parametrize(("minute", "least", "most"), [(4, 90, 125), (10, 30, 70)])
def test_a_login_that_is_mended_late_waits_about_as_long_in_any_run(minute: int, least: int, most: int) -> None:
    scenario = who_may_pull.LAB.scenario(**who_may_pull.LAB.checked({"mended_min": minute}))
    waits = [imagesim.simulate(scenario, seed=seed).pods.ready_s.max() - 60 * minute for seed in range(1, 9)]
    assert all(least <= wait <= most for wait in waits)


@pytest.mark.parametrize(("values", "running"), [({}, 3), ({"Simulation:spec.kubernetesVersion": "1.36"}, 0)])
def test_restricted_images_is_a_cluster_of_1_34_unless_another_version_is_set(
    values: dict[str, object], running: int
) -> None:
    pods = imagesim.simulate(imagesim.load("restricted-images", values=values)).pods.query("namespace == 'dev'")
    assert (len(pods), (pods.phase == "Running").sum()) == (3, running)


@pytest.mark.parametrize(("version", "outcome"), [("1.7", "Pulled"), ("2.3", "Failed")])
def test_only_an_older_containerd_takes_what_the_processor_can_run_as_well(version: str, outcome: str) -> None:
    entries = [{"platform": "linux/arm/v6", "layers": ["30Mi"]}]
    values = {
        "Image/build:spec": {"index": True, "manifests": entries},
        "NodePool/arm64:spec.containerdVersion": version,
    }
    pulls = imagesim.simulate(imagesim.load("many-architectures", values=values)).pulls
    assert set(pulls.query("node == 'arm64-0'").outcome) == {outcome}


def test_the_lab_begins_with_the_image_of_the_lesson() -> None:
    here, there = architectures.LAB.scenario(**architectures.LAB.checked({})), imagesim.load("many-architectures")
    assert [image for image in here.images if image.name == "build"] == [
        image for image in there.images if image.name == "build"
    ]


def _through_an_empty_cache(seed: int, nodes: int, limit: str) -> Records:
    settings = {**pull_costs.DEFAULTS, "nodes": nodes, "limit": limit, "mirror": pull_costs.EMPTY_CACHE}
    scenario = imagesim.load("what-a-pull-costs", values=pull_costs.values(**settings))
    return imagesim.simulate(scenario, seed=seed).records


@pytest.mark.parametrize("seed", SEEDS)
def test_an_empty_cache_halves_the_manifests_that_the_registry_is_asked_for(seed: int) -> None:
    assert costs(_through_an_empty_cache(seed, 10, pull_costs.NO_LIMIT), pull_costs.UPSTREAM).manifest_gets == 10


@pytest.mark.parametrize("seed", SEEDS)
def test_behind_an_empty_cache_fifteen_pulls_start_twenty_nodes(seed: int) -> None:
    records = _through_an_empty_cache(seed, 20, pull_costs.USED_UP)
    asked = [row.status for row in records.requests if row.host == pull_costs.UPSTREAM and is_manifest_get(row)]
    assert (asked.count(200), asked.count(429), costs(records).not_ready) == (15, 5, 0)


@pytest.mark.parametrize(("nodes", "ready_s"), [(3, 0.7), (10, 0.9)])
def test_agent_is_ready_within_a_second_if_pulls_are_at_the_same_time(nodes: int, ready_s: float) -> None:
    settings = {**pull_costs.DEFAULTS, "nodes": nodes, "pulls": pull_costs.PARALLEL}
    scenario = imagesim.load("what-a-pull-costs", values=pull_costs.values(**settings))
    for seed in SEEDS:
        agents = imagesim.simulate(scenario, seed=seed).pods.query("workload == 'Deployment/agent'")
        assert round(agents.ready_s.max(), 1) == ready_s


def test_with_always_a_deployment_survives_nothing_without_its_registry() -> None:
    container = {"name": "web", "image": "registry.example/shop/web:v1", "imagePullPolicy": "Always"}
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container]}}
    spec = {"replicas": 4, "selector": {"matchLabels": {"app": "web"}}, "template": template}
    web = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec}
    gone = imagesim.if_gone(web, things=["registry=registry.example"], runs=1)
    assert {cell.trial: cell.answer for cell in gone.cells} == dict.fromkeys(
        ("restart", "scale-up", "lost node", "roll-out"), "no"
    )
