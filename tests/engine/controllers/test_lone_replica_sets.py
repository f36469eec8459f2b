"""A ReplicaSet without a Deployment keeps its pods, under its own name."""

from collections.abc import Callable

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.objects import ReplicaSet, ReplicaSetSpec
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image

World = Callable[..., Scenario]
NAME = "ReplicaSet/default/web"


def lone(world: World, *timeline: TimelineEvent) -> Records:
    template = deployment("web", 1, container("reg.test/app:v1")).template
    web = ReplicaSet(namespace="default", name="web", spec=ReplicaSetSpec(replicas=2, template=template))
    tags = {"app:v1": image("app", 10 * MB), "app:v2": image("app2", 10 * MB)}
    return run(world(tags=tags, deployments=(web,), nodes=2, timeline=timeline, duration_s=300))


def test_its_pods_are_named_after_it_and_say_whose_they_are(world: World) -> None:
    records = lone(world)
    assert [str(row.workload) for row in records.pods] == ["ReplicaSet/default/web"] * 2
    assert all(len(row.pod) == len("web-12345") and row.pod.startswith("web-") for row in records.pods)
    assert {event.reason for event in records.events if str(event.object) == "ReplicaSet/default/web"} == {
        "SuccessfulCreate"
    }


def test_it_is_scaled_and_replaces_what_is_deleted(world: World) -> None:
    records = lone(world, Scale(at_s=60, workload=NAME, replicas=3), Delete(at_s=120, target=NAME, pods=1))
    assert len(records.pods) == 4
    assert len([row for row in records.pods if row.deleted_s is None]) == 3


def test_a_new_image_is_for_new_pods_alone(world: World) -> None:
    """Nothing rolls out: kubectl set image changes the template, and the pods that are there stay."""
    events = (SetImage(at_s=60, workload=NAME, container="app", image="reg.test/app:v2"),)
    records = lone(world, *events, Scale(at_s=120, workload=NAME, replicas=3))
    assert [row.deleted_s for row in records.pods] == [None] * 3
    assert [pull.image for pull in records.pulls] == ["reg.test/app:v1"] * 2 + ["reg.test/app:v2"]
