"""StatefulSets in whole runs: names that stay, order, what sticks on a bad image, and what helps."""

from collections.abc import Callable
from typing import Any

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.objects import StatefulSet
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart
from imagesim.scenarios.timeline.events.workloads.rollout_undo import RolloutUndo
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image

World = Callable[..., Scenario]
WEB = "StatefulSet/default/web"
V1, V2, BAD = "reg.test/app:v1", "reg.test/app:v2", "reg.test/app:bad"


def ran(world: World, *timeline: TimelineEvent, replicas: int = 3, duration_s: float = 1200, **fields: Any) -> Records:
    made = deployment("web", 1, container(V1))
    web = StatefulSet(
        namespace="default", name="web", replicas=replicas, selector=made.selector, template=made.template, **fields
    )
    tags = {"app:v1": image("one", 10 * MB), "app:v2": image("two", 10 * MB)}
    return run(world(tags=tags, deployments=(web,), nodes=3, timeline=timeline, duration_s=duration_s))


def set_image(at_s: float, text: str) -> SetImage:
    return SetImage(at_s=at_s, workload=WEB, container="app", image=text)


def there(records: Records) -> list[str]:
    """The pods at the end: their name, the image's tag, and whether they are Ready."""
    left = {row.pod: row for row in records.pods if row.deleted_s is None}
    images = {row.pod: row.image.rpartition(":")[2] for row in records.states}
    return [f"{name} {images[name]} {'ready' if left[name].ready_s is not None else 'stuck'}" for name in sorted(left)]


def said(records: Records, reason: str) -> list[str]:
    return [event.message for event in records.events if str(event.object) == WEB and event.reason == reason]


def test_pods_come_one_after_another_under_names_that_stay(world: World) -> None:
    records = ran(world, Delete(at_s=300, target="Pod/default/web-1"))
    assert [row.pod for row in records.pods] == ["web-0", "web-1", "web-2", "web-1"]
    assert {str(row.workload) for row in records.pods} == {WEB}
    first, second = records.pods[:2]
    assert first.ready_s is not None
    assert second.created_s >= first.ready_s
    assert said(records, "SuccessfulCreate")[0] == "Create Pod web-0 in StatefulSet web successful"


def test_in_parallel_all_come_at_once(world: World) -> None:
    records = ran(world, pod_management_policy="Parallel")
    assert [(row.pod, row.created_s) for row in records.pods] == [("web-0", 0), ("web-1", 0), ("web-2", 0)]


def test_a_roll_out_replaces_from_the_highest_ordinal_down(world: World) -> None:
    records = ran(world, set_image(300, V2))
    assert [row.pod for row in records.pods[3:]] == ["web-2", "web-1", "web-0"]
    assert there(records) == ["web-0 v2 ready", "web-1 v2 ready", "web-2 v2 ready"]
    kept = ran(world, set_image(300, V2), partition=2)
    assert there(kept) == ["web-0 v1 ready", "web-1 v1 ready", "web-2 v2 ready"]
    assert len(ran(world, RolloutRestart(at_s=300, workload=WEB)).pods) == 6


STUCK = ["web-0 v1 ready", "web-1 v1 ready", "web-2 bad stuck"]
HEALED = ["web-0 v2 ready", "web-1 v2 ready", "web-2 v2 ready"]


@pytest.mark.parametrize(("policy", "end"), [("OrderedReady", STUCK), ("Parallel", HEALED)])
def test_in_order_a_mended_template_mends_nothing_and_in_parallel_it_does(
    world: World, policy: str, end: list[str]
) -> None:
    records = ran(world, set_image(300, BAD), set_image(600, V2), pod_management_policy=policy)
    assert there(records) == end


def test_in_order_the_stuck_pod_has_to_be_deleted_too(world: World) -> None:
    by_hand = Delete(at_s=900, target="Pod/default/web-2")
    assert there(ran(world, set_image(300, BAD), set_image(600, V2), by_hand)) == HEALED
    too_early = Delete(at_s=500, target="Pod/default/web-2")
    assert there(ran(world, set_image(300, BAD), too_early, set_image(600, V2))) == STUCK


@pytest.mark.parametrize("policy", ["OrderedReady", "Parallel"])
def test_both_heal_when_the_registry_gets_the_image(world: World, policy: str) -> None:
    push = Push(at_s=600, reference=BAD, image=image("late", 10 * MB))
    records = ran(world, set_image(300, BAD), push, pod_management_policy=policy, duration_s=2400)
    assert there(records) == ["web-0 bad ready", "web-1 bad ready", "web-2 bad ready"]


def test_to_scale_down_while_stuck_takes_the_stuck_pod_and_the_roll_out_goes_on(world: World) -> None:
    records = ran(world, set_image(300, BAD), Scale(at_s=600, workload=WEB, replicas=1))
    assert there(records) == ["web-0 bad stuck"]


def test_to_scale_up_while_stuck_waits_for_ever_in_order(world: World) -> None:
    records = ran(world, set_image(300, BAD), Scale(at_s=600, workload=WEB, replicas=4))
    assert there(records) == STUCK


def test_a_deleted_pod_comes_back_as_what_is_rolled_out(world: World) -> None:
    records = ran(world, set_image(300, BAD), Delete(at_s=600, target="Pod/default/web-0"))
    assert there(records) == ["web-0 bad stuck", *STUCK[1:]]
    waits = ran(world, set_image(300, V2), Delete(at_s=600, target="Pod/default/web-0"), strategy="OnDelete")
    assert there(waits) == ["web-0 v2 ready", "web-1 v1 ready", "web-2 v1 ready"]


def test_an_undo_finds_the_revision_again(world: World) -> None:
    records = ran(world, set_image(300, V2), RolloutUndo(at_s=700, workload=WEB))
    assert there(records) == ["web-0 v1 ready", "web-1 v1 ready", "web-2 v1 ready"]
    revisions = [row for row in records.objects if row.kind == "ControllerRevision"]
    assert [row.verb for row in revisions] == ["create", "create", "update"]
    assert [dict(row.change)["spec"].revision for row in revisions] == [1, 2, 3]
    assert len(ran(world, RolloutUndo(at_s=300, workload=WEB)).pods) == 3


def test_revisions_beyond_the_history_go(world: World) -> None:
    changes = [set_image(300 * number, text) for number, text in enumerate((V2, BAD, V2, V1, "reg.test/app:other"), 1)]
    records = ran(world, *changes, pod_management_policy="Parallel", revision_history_limit=0, duration_s=1800)
    gone = [row.name for row in records.objects if row.kind == "ControllerRevision" and row.verb == "remove"]
    assert gone


def test_pods_are_available_only_after_min_ready_seconds(world: World) -> None:
    records = ran(world, min_ready_s=50)
    first, second = records.pods[:2]
    assert first.ready_s is not None
    assert second.created_s == first.ready_s // 1 + 50


def test_a_pod_says_its_name_and_its_revision(world: World) -> None:
    records = ran(world, duration_s=300)
    labels = [dict(dict(row.change)["labels"]) for row in records.objects if row.kind == "Pod" and row.verb == "create"]
    assert labels[1]["statefulset.kubernetes.io/pod-name"] == "web-1"
    assert labels[1]["apps.kubernetes.io/pod-index"] == "1"
    (revision,) = [row.name for row in records.objects if row.kind == "ControllerRevision"]
    assert labels[1]["controller-revision-hash"] == revision


def test_refused_pods_are_tried_again_and_said(world: World) -> None:
    records = ran(world, set_image(300, " x "), duration_s=400)
    (text, *_) = said(records, "FailedCreate")
    assert text.startswith('Create Pod web-2 in StatefulSet web failed error: Pod "web-2" is invalid:')
