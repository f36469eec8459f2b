"""What a cache does with a tag that it has when upstream answers something else than the manifest, by product."""

import pytest

from imagesim.scenarios.presets.registries import REGISTRIES
from imagesim.scenarios.values.registry_service import Fault, PullThroughCache, StaleAnswers
from tests.engine.containerd.pull_node import HOST, MIRROR, SMALL, Node, registry

TAGS = {"team/small:t0": SMALL}
DISTRIBUTION, HARBOR = REGISTRIES["distribution"].stale, REGISTRIES["harbor"].stale


def behind(stale: StaleAnswers, *faults: Fault, under: str = "") -> Node:
    """A node that pulls from a cache in front of a registry with these faults."""
    cache = registry({}, host=MIRROR, cache=PullThroughCache(upstream=HOST, under=under, stale=stale))
    return Node("2.3", (registry(TAGS, faults=faults), cache))


def second_pull(stale: StaleAnswers, fault: Fault) -> str:
    """How the second pull of a tag ends, which finds upstream with *fault*: the error's end, "" if it goes well."""
    node = behind(stale, fault)
    assert node.pull(f"{MIRROR}/team/small:t0").failure is None
    node.runtime.remove_image(f"{MIRROR}/team/small:t0")
    late = node.start(f"{MIRROR}/team/small:t0", at_s=20)
    node.run()
    return "" if late.failure is None else late.failure.text.rpartition(": ")[2]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_distribution_serves_its_copy_whatever_upstream_answers(status):
    assert second_pull(DISTRIBUTION, Fault(status=status, from_s=10)) == ""


@pytest.mark.parametrize(("status", "end"), [(401, ""), (403, ""), (404, "not found"), (429, ""), (500, ""), (503, "")])
def test_harbor_serves_its_copy_but_after_a_404(status, end):
    assert second_pull(HARBOR, Fault(status=status, from_s=10)) == end


def test_both_serve_their_copy_while_upstream_does_not_answer():
    for stale in (DISTRIBUTION, HARBOR):
        assert second_pull(stale, Fault(transport="refused", from_s=10)) == ""


def test_what_a_cache_passes_on_the_client_sees():
    stale = StaleAnswers(error="pass-on", no_answer="pass-on")
    assert second_pull(stale, Fault(status=503, from_s=10)) == "503 Service Unavailable"
    assert second_pull(stale, Fault(transport="refused", from_s=10)) == "502 Bad Gateway"


@pytest.mark.parametrize(
    ("stale", "status", "end"),
    [
        (DISTRIBUTION, 429, "not found"),
        (DISTRIBUTION, 401, "not found"),
        (HARBOR, 429, "429 Too Many Requests"),
        (HARBOR, 500, "not found"),
    ],
)
def test_without_a_copy_products_answer_differently(stale, status, end):
    failed = behind(stale, Fault(status=status)).pull(f"{MIRROR}/team/small:t0")
    assert failed.failure.text.endswith(end)


def test_harbor_deletes_what_upstream_does_not_have_any_more():
    node = behind(HARBOR, Fault(status=404, object="manifests/t0", from_s=10, until_s=30))
    name = f"{MIRROR}/team/small:t0"
    assert node.pull(name).failure is None
    node.runtime.remove_image(name)
    gone = node.start(name, at_s=20)
    node.run()
    assert "not found" in gone.failure.text
    back = node.start(name, at_s=40)
    node.run()
    assert back.failure is None
    asked = [row.object for row in node.records.requests if row.node == MIRROR]
    assert asked.count(f"manifests/{SMALL.digest}") == 2, "its manifest was fetched anew"


def test_a_proxy_project_has_repositories_of_upstream_below_its_name():
    node = behind(HARBOR, under="hub")
    assert node.pull(f"{MIRROR}/hub/team/small:t0").failure is None
    assert "not found" in node.pull(f"{MIRROR}/team/small:t0").failure.text
    assert {row.host for row in node.records.requests if row.node == MIRROR} == {HOST}
