"""Images that are withdrawn: a tag or a manifest goes, pods that run stay, and who pulls is told that it is gone."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.digests import digest_of
from imagesim.rules.registry.access import Access, RegistryAccess
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.registries.delete_manifest import DeleteManifest
from imagesim.scenarios.timeline.events.registries.delete_tag import DeleteTag
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry_upkeep import Deletion
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]


def named(made: Image) -> Image:
    """The image under a digest that an image name can have."""
    (manifest,) = made.manifests
    digest = digest_of(made.name)
    return replace(made, digest=digest, manifests=(replace(manifest, digest=digest),))


APP, OTHER = named(image("app", 10 * MB)), named(image("other", 5 * MB))
TAG = DeleteTag(at_s=60, reference="reg.test/app:v1")
MANIFEST = DeleteManifest(at_s=60, repository="reg.test/app", digest=APP.digest, name="app")
ONES = f"sha256:{'1' * 64}"
GONE = (
    'rpc error: code = NotFound desc = failed to pull and unpack image "{0}": failed to resolve image: {0}: not found'
)


def moved(world: World, *timeline: TimelineEvent, text: str = "reg.test/app:v1", **more: object) -> Scenario:
    """A pod of a workload moves to a node that joins after the events of the first minute."""
    web = deployment("web", 1, container(text))
    later = (RemoveNode(at_s=120, node="node-0"), AddNode(at_s=120, pool="node", count=1))
    tags = {"app:v1": APP, "app:stable": APP}
    return world(tags=tags, deployments=(web,), timeline=(*timeline, *later), duration_s=400, **more)


def with_deletion(scenario: Scenario, **fields: object) -> Scenario:
    (registry,) = scenario.registries
    service = replace(registry.service, deletion=Deletion(**fields))  # type: ignore[arg-type]
    return replace(scenario, registries=(replace(registry, service=service),))


def ends(records: Records) -> list[str]:
    """How each pull ended: its outcome, or the end of its error."""
    return [row.error.rpartition(": ")[2] if row.error else row.outcome for row in records.pulls]


def test_a_node_that_joins_later_fails_and_a_pod_that_runs_is_untouched(world: World) -> None:
    records = run(moved(world, TAG))
    first, second = records.pods
    assert first.restarts == 0
    assert first.deletion_s == 120, "it ran until its node went"
    assert second.ready_s is None
    pulls = [row for row in records.pulls if row.pod == second.pod]
    assert {row.error for row in pulls} == {GONE.format("reg.test/app:v1")}
    shown = {row.reason for row in records.states if row.pod == second.pod}
    assert shown >= {"ErrImagePull", "ImagePullBackOff"}
    said = {row.message for row in records.events if row.reason == "Failed" and row.object.name == second.pod}
    assert f'Failed to pull image "reg.test/app:v1": {pulls[0].error}' in said


def test_the_tags_table_has_a_row_without_a_digest(world: World) -> None:
    tags = run(moved(world, TAG)).tags
    assert [(row.time_s, row.tag, row.digest) for row in tags] == [
        (0, "stable", APP.digest),
        (0, "v1", APP.digest),
        (60, "v1", ""),
    ]


def test_its_digest_and_its_other_tags_can_still_be_pulled(world: World) -> None:
    for text in (f"reg.test/app@{APP.digest}", "reg.test/app:stable"):
        assert ends(run(moved(world, TAG, text=text))) == ["Pulled", "Pulled"]


def test_a_manifest_takes_its_tags_with_it(world: World) -> None:
    for text in ("reg.test/app:v1", "reg.test/app:stable", f"reg.test/app@{APP.digest}"):
        records = run(moved(world, MANIFEST, text=text))
        assert ends(records)[:2] == ["Pulled", "not found"]
        assert [row.tag for row in records.tags if not row.digest] == ["stable", "v1"]


def test_a_push_puts_it_back(world: World) -> None:
    records = run(moved(world, MANIFEST, Push(at_s=90, reference="reg.test/app:v1", image=APP)))
    assert ends(records) == ["Pulled", "Pulled"]
    assert [row.digest for row in records.tags if row.tag == "v1"] == [APP.digest, "", APP.digest]


def test_where_a_registry_deletes_an_image_with_its_last_tag_its_digest_goes_too(world: World) -> None:
    text, last = f"reg.test/app@{APP.digest}", replace(TAG, reference="reg.test/app:stable")
    one = with_deletion(moved(world, TAG, text=text), untagged="delete")
    assert ends(run(one)) == ["Pulled", "Pulled"], "it has another tag"
    both = with_deletion(moved(world, TAG, last, text=text), untagged="delete")
    assert ends(run(both))[:2] == ["Pulled", "not found"]


@pytest.mark.parametrize(("blobs", "end"), [("keep", "Pulled"), ("delete", "not found")])
def test_a_pull_that_is_under_way_notices_whether_the_blobs_go(world: World, blobs: str, end: str) -> None:
    slow = named(image("app", *[10 * MB] * 5))  # three at once: the last begin after it went
    gone = replace(MANIFEST, at_s=5)
    pods = (pod("a", container("reg.test/app:v1")),)
    scenario = world(tags={"app:v1": slow}, pods=pods, timeline=(gone,), bandwidth=5 * MB, duration_s=60)
    assert ends(run(with_deletion(scenario, blobs=blobs)))[0] == end


def test_a_registry_that_nobody_describes_loses_it_too(world: World) -> None:
    for text, event in (
        ("far.test/app:v1", DeleteTag(at_s=60, reference="far.test/app:v1")),
        (f"far.test/app@{ONES}", DeleteManifest(at_s=60, repository="far.test/app", digest=ONES)),
    ):
        assert ends(run(moved(world, event, text=text)))[:2] == ["Pulled", "not found"]


def test_a_node_image_that_was_made_before_still_holds_it(world: World) -> None:
    records = run(moved(world, TAG, prepulled=("reg.test/app:v1",)))
    assert ends(records) == ["AlreadyPresent", "AlreadyPresent"]


def test_what_is_not_there_is_deleted_in_vain(world: World) -> None:
    events = (replace(TAG, reference="reg.test/app:v9"), replace(MANIFEST, digest=OTHER.digest, name="other"))
    records = run(moved(world, *events))
    assert [(row.text, row.why) for row in records.vain_events] == [
        ("delete tag reg.test/app:v9", "reg.test had no such tag"),
        ("delete other from reg.test/app", "reg.test/app had no such image"),
    ]
    assert ends(records) == ["Pulled", "Pulled"]


def test_a_registry_with_tokens_says_that_it_is_gone_and_not_that_access_is_missing(
    world: World,
) -> None:
    access = RegistryAccess(auth="bearer", access=(Access(repository="secret/*", users=()),))
    last = replace(TAG, reference="reg.test/app:stable")
    records = run(moved(world, TAG, last, access=access))
    assert records.pulls[-1].error == GONE.format("reg.test/app:v1")


def test_pods_that_sleep_and_pods_that_do_not_see_the_same(world: World) -> None:
    back = Push(at_s=250, reference="reg.test/app:v1", image=OTHER)
    compare(moved(world, TAG, back))
    compare(moved(world, MANIFEST, back))
