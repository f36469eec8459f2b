"""Which manifest each node took, and whether it can run it."""

from imagesim.engine.run import run
from imagesim.results.measures.platform_fit import FAILED, OTHER, OWN, UNFIT, platform_fits
from imagesim.scenarios.loading import load

IMAGE = "Deployment/shop/web:spec.template.spec.containers[0].image"


def fits(**values):
    scenario = load("many-architectures", values=values)
    return {row.node: (row.platform, row.fit) for row in platform_fits(scenario, run(scenario, 1))}


def test_of_an_index_a_node_takes_its_own_or_one_that_it_runs_or_none():
    assert fits() == {
        "amd64-0": ("linux/amd64", OWN),
        "arm64-0": ("linux/arm/v7", OTHER),
        "arm-v7-0": ("linux/arm/v7", OWN),
        "other-0": ("", FAILED),
    }


def test_a_manifest_that_stands_alone_is_taken_by_nodes_that_cannot_run_it():
    found = fits(**{IMAGE: "registry.example/shop/web:laptop", "NodePool/other:spec.platform": "linux/s390x"})
    assert {platform for platform, _ in found.values()} == {"linux/arm64"}
    assert [node for node, (_, fit) in found.items() if fit == OWN] == ["arm64-0"]
    assert {fit for node, (_, fit) in found.items() if node != "arm64-0"} == {UNFIT}


def test_nodes_come_in_the_order_of_their_pools_and_failures_with_their_words():
    scenario = load("many-architectures")
    rows = platform_fits(scenario, run(scenario, 1))
    assert [row.node for row in rows] == ["amd64-0", "arm64-0", "arm-v7-0", "other-0"]
    assert [row.node_platform for row in rows] == [pool.platform for pool in scenario.pools]
    assert "no match for platform in manifest" in rows[-1].error
    assert not any(row.error for row in rows[:-1])
