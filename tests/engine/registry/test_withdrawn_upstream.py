"""What is left in a pull-through cache of what somebody withdraws upstream, by product, and by name and by digest."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.digests import digest_of
from imagesim.scenarios.presets.registries import REGISTRIES
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.registries.delete_manifest import DeleteManifest
from imagesim.scenarios.timeline.events.registries.delete_tag import DeleteTag
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry_service import PullThroughCache
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.containerd.pull_node import HOST, MIRROR, Node, registry
from tests.engine.engine_worlds import MB, container, deployment, image
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]


def _named(made: Image) -> Image:
    """The image under a digest that an image name can have."""
    (manifest,) = made.manifests
    digest = digest_of(made.name)
    return replace(made, digest=digest, manifests=(replace(manifest, digest=digest),))


APP = _named(image("app", 10 * MB))
BY_TAG, BY_DIGEST = "cache.test/app:v1", f"cache.test/app@{APP.digest}"
TAG = DeleteTag(at_s=60, reference="reg.test/app:v1")
MANIFEST = DeleteManifest(at_s=60, repository="reg.test/app", digest=APP.digest, name="app")
DOWN = Outage(at_s=60, registry="reg.test", for_s=340)
NOT_FOUND = "not found"


def moved(world: World, preset: str, text: str, *timeline: TimelineEvent) -> Scenario:
    """A pod that pulled from the cache moves to a new node, one minute after these events."""
    cache = PullThroughCache(upstream="reg.test", stale=REGISTRIES[preset].stale)
    later = (RemoveNode(at_s=120, node="node-0"), AddNode(at_s=120, pool="node", count=1))
    web = deployment("web", 1, container(text))
    made = world(tags={"app:v1": APP}, deployments=(web,), timeline=(*timeline, *later), duration_s=400)
    return replace(made, registries=(*made.registries, registry({}, host="cache.test", cache=cache)))


def second_pull(records: Records) -> str:
    """How the first pull on the new node ended: its outcome, or the end of its error."""
    row = records.pulls[1]
    return row.error.rpartition(": ")[2] if row.error else row.outcome


@pytest.mark.parametrize("event", [TAG, MANIFEST])
@pytest.mark.parametrize(("preset", "end"), [("distribution", "Pulled"), ("harbor", NOT_FOUND)])
def test_distribution_serves_its_copy_of_a_tag_and_harbor_deletes_it(
    world: World, preset: str, end: str, event: TimelineEvent
) -> None:
    assert second_pull(run(moved(world, preset, BY_TAG, event))) == end


@pytest.mark.parametrize("event", [TAG, MANIFEST])
@pytest.mark.parametrize("preset", ["distribution", "harbor"])
def test_by_its_digest_both_serve_what_they_have_and_ask_nobody(
    world: World, preset: str, event: TimelineEvent
) -> None:
    records = run(moved(world, preset, BY_DIGEST, event))
    assert second_pull(records) == "Pulled"
    assert [row for row in records.requests if row.host == "reg.test" and row.time_s > 60] == []


@pytest.mark.parametrize(("whole", "end"), [(False, ""), (True, NOT_FOUND)])
def test_what_harbor_deleted_with_its_tag_is_upstream_or_nowhere(*, whole: bool, end: str) -> None:
    cache = PullThroughCache(upstream=HOST, stale=REGISTRIES["harbor"].stale)
    node = Node("2.3", (registry({"team/app:v1": APP}), registry({}, host=MIRROR, cache=cache)))
    assert node.pull(f"{MIRROR}/team/app:v1").failure is None
    node.runtime.remove_image(f"{MIRROR}/team/app:v1")
    upstream = node.registry_of[HOST]
    assert upstream.delete_manifest("team/app", APP.digest, 0.0) if whole else upstream.delete_tag("team/app", "v1", 0)
    for name, expected in ((":v1", NOT_FOUND), (f"@{APP.digest}", end)):
        failure = node.pull(f"{MIRROR}/team/app{name}").failure
        assert ("" if failure is None else failure.text.rpartition(": ")[2]) == expected


@pytest.mark.parametrize("text", [BY_TAG, BY_DIGEST])
@pytest.mark.parametrize("preset", ["distribution", "harbor"])
def test_while_upstream_is_down_both_serve_what_they_have(world: World, preset: str, text: str) -> None:
    assert second_pull(run(moved(world, preset, text, DOWN))) == "Pulled"


@pytest.mark.parametrize("preset", ["distribution", "harbor"])
def test_by_a_digest_that_the_cache_does_not_have_it_answers_500_while_upstream_is_down(
    world: World, preset: str
) -> None:
    records = run(moved(world, preset, BY_DIGEST, replace(DOWN, at_s=0)))
    assert records.pulls[0].error.endswith("500 Internal Server Error")


@pytest.mark.parametrize("preset", ["distribution", "harbor"])
def test_pods_that_sleep_and_pods_that_do_not_see_the_same(world: World, preset: str) -> None:
    for text in (BY_TAG, BY_DIGEST):
        compare(moved(world, preset, text, MANIFEST))
        compare(moved(world, preset, text, DOWN))
